/** Sends whose time has come. */
import type { Env } from '../env.ts';
import { logFailure } from '../log.ts';
import { findActors } from '../team/standing.ts';
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

/**
 * Their authors are asked for: who left the team since sends nothing more, and who stayed has the rights of today. While D1
 * fails they wait; the alarm comes back.
 */
export async function sendScheduled(host: Host, rights: Rights): Promise<void> {
  try {
    const account = await rights.now();
    for (const due of host.state()?.scheduled ?? []) {
      if (due.dueAt > Date.now()) continue;
      const [actor] = await findActors(host.env, [due.actor.id]);
      const current = actor ? { ...due, actor } : due;
      host.transact((change) => decideScheduled(change, current, { account, gone: !actor }));
    }
  } catch (failure) {
    logFailure('conversation.scheduled-failed', failure, { id: host.id });
  }
}
