/** Taking in the other conversations of this customer, step by step, each step repeatable. */
import type { Env } from '../env.ts';
import { log, logFailure } from '../log.ts';
import type { Change } from './change.ts';
import { conversationStub } from './id.ts';
import {
  absorbMessages,
  absorbRest,
  beganEarlier,
  wantJoin,
  type HandCursor,
  type HandedMessages,
  type HandedRest,
} from './join.ts';
import { settleParked } from './settle.ts';
import { metaIdOf, type State } from './state.ts';
import type { Store } from './store.ts';

export type JoinHost = {
  readonly id: string;
  readonly env: Env;
  state(): State | null;
  transact(decide: (change: Change) => void): void;
};

/** The other one may be telling the list or sending this very moment: that is over soon. */
const patience = [50, 100, 200, 400, 800, 1600];

async function retire(host: JoinHost, other: string, rev: number): Promise<string> {
  for (const ms of patience) {
    const left = await conversationStub(host.env, other).retire(host.id, rev);
    if (left !== 'busy') return left;
    await scheduler.wait(ms);
  }
  return 'busy';
}

/** What was told here of their messages, before they came. */
function settleHere(change: Change, { messages }: HandedMessages): void {
  for (const message of messages) {
    const metaId = metaIdOf(message);
    if (metaId !== null) settleParked(change, message.id, metaId);
  }
}

/** Pages until the other one stands still and has become a signpost to here. */
async function takeIn(host: JoinHost, other: string): Promise<boolean> {
  const stub = conversationStub(host.env, other);
  let cursor: HandCursor | null = null;
  for (;;) {
    const handed: string | null = await stub.handMessages(cursor);
    if (handed === null) return false;
    const page = JSON.parse(handed) as HandedMessages;
    host.transact((change) => {
      absorbMessages(change, page);
      settleHere(change, page);
    });
    cursor = page.cursor;
    if (page.more) continue;
    const left = await retire(host, other, cursor.rev);
    if (left === 'changed') continue;
    if (left === 'busy') return false;
    const rest = JSON.parse(left) as HandedRest;
    host.transact((change) => {
      absorbRest(change, rest);
      // What it was to take in itself is now for this one.
      for (const more of rest.state.joins) wantJoin(change, more);
    });
    await stub.dropRetired();
    log('conversation.joined', { id: host.id, other, messages: rest.state.seq });
    return true;
  }
}

function forget(host: JoinHost, other: string): void {
  host.transact((change) => change.setState({ joins: change.state.joins.filter((id) => id !== other) }));
}

async function joinOne(host: JoinHost, other: string): Promise<void> {
  const state = host.state();
  if (!state) return;
  const theirs = await conversationStub(host.env, other).began();
  if (theirs === null) return forget(host, other);
  // It points to here already, but may have stopped before it was taken in.
  if (theirs.id === host.id) return (await takeIn(host, other)) ? undefined : forget(host, other);
  if (beganEarlier({ id: host.id, at: state.head.createdAt }, theirs)) {
    if (theirs.id === other) await takeIn(host, other);
    else host.transact((change) => change.setState({ joins: [theirs.id] }));
    return;
  }
  await conversationStub(host.env, theirs.id).join(host.id);
}

/** Works off what `joins` names. What fails is tried again by the alarm. */
export async function joinOthers(host: JoinHost): Promise<void> {
  const tried = new Set<string>();
  // One more may be named while another is taken in.
  const next = (): string | undefined => host.state()?.joins.find((other) => !tried.has(other));
  for (let other = next(); other !== undefined; other = next()) {
    tried.add(other);
    try {
      await joinOne(host, other);
    } catch (failure) {
      logFailure('conversation.join-failed', failure, { id: host.id, other });
    }
  }
}

/** What a conversation hands over beside its messages, once it is a signpost: nothing of it changes any more. */
export function restOf(from: string, state: State, store: Store): HandedRest {
  return {
    from,
    state,
    outbox: store.outbox(),
    parked: store.allParked(),
    commands: store.commands(),
    files: store.files(Number.MAX_SAFE_INTEGER),
    panel: store.panel(),
  };
}
