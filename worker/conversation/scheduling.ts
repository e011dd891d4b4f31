/** Sends whose time has come. */
import type { Env } from '../env.ts';
import { logFailure } from '../log.ts';
import { findPerson } from '../team/team.ts';
import type { Change } from './change.ts';
import { decideScheduled } from './decide-scheduled.ts';
import type { Rights } from './rights.ts';
import type { State } from './state.ts';

type Host = {
  readonly id: string;
  readonly env: Env;
  state(): State | null;
  transact(decide: (change: Change) => void): void;
};

/** Whether any is due at `now` (ms). */
export function isAnyDue(state: State | null, now: number): boolean {
  return state?.scheduled.some(({ dueAt }) => dueAt <= now) ?? false;
}

/** Their authors are asked for: who left the team since sends nothing more. While D1 fails they wait; the alarm comes back. */
export async function sendScheduled(host: Host, rights: Rights): Promise<void> {
  try {
    const account = await rights.now();
    for (const due of host.state()?.scheduled ?? []) {
      if (due.dueAt > Date.now()) continue;
      const gone = (await findPerson(host.env, due.actor.id)) === null;
      host.transact((change) => decideScheduled(change, due, { account, gone }));
    }
  } catch (failure) {
    logFailure('conversation.scheduled-failed', failure, { id: host.id });
  }
}
