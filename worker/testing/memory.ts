/** A conversation without its object: state and rows in memory, one commit a call. For tests of the pure rules. */
import { compareMessages } from '#domain/message.ts';
import type { Channel } from '#domain/channel.ts';
import { blankPanel, type Panel } from '#domain/panel.ts';
import type { Actor } from '#domain/permission.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { ConversationEvent, CustomerName, SendResult } from '../channels/channel.ts';
import { Change, type Look } from '../conversation/change.ts';
import { decideAnswer, decideHold, decideLeaving } from '../conversation/decide-answer.ts';
import { decideCommand, isRepeated, type Command } from '../conversation/decide-command.ts';
import { decideScheduled } from '../conversation/decide-scheduled.ts';
import { plainRights, type AccountRights } from '../conversation/decide-send.ts';
import {
  decideClosing,
  decideFreeEntryEnd,
  decideLost,
  decideWindowEnd,
} from '../conversation/decide-deadline.ts';
import { learnNames } from '../conversation/customer.ts';
import { decideWaitingEchoes } from '../conversation/decide-echo.ts';
import { decideEvent } from '../conversation/decide-event.ts';
import { newState } from '../conversation/ingest.ts';
import { nextToLeave } from '../conversation/outbox.ts';
import { parkedKey } from '../conversation/settle.ts';
import type { FileJob, OutboxRow, Parked, State, StoredMessage } from '../conversation/state.ts';
import { noon } from './events.ts';

type Commanded = { readonly refusal: Refusal | null; readonly change: Change };

/** What would have been written to disk and read again. */
function written<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

export class Memory implements Look {
  state: State;
  now = noon;
  /** What the account may do. */
  account: AccountRights = plainRights;
  outbox: OutboxRow[] = [];
  files: FileJob[] = [];
  waiting: Parked[] = [];
  #panel: Panel = blankPanel;
  readonly #messages = new Map<string, StoredMessage>();
  readonly #commands = new Map<string, number>();

  constructor(channel: Channel = 'whatsapp', id = 'c') {
    this.state = newState(id, { channel, accountId: '555' }, noon);
  }

  get head() {
    return this.state.head;
  }

  /** The timeline. */
  get messages(): StoredMessage[] {
    return [...this.#messages.values()].sort(compareMessages);
  }

  panel(): Panel {
    return this.#panel;
  }

  message(id: string): StoredMessage | null {
    return this.#messages.get(id) ?? null;
  }

  byMetaId(metaId: string): StoredMessage | null {
    return this.messages.find((message) => message.metaId === metaId) ?? null;
  }

  parked(metaId: string): Parked[] {
    return this.waiting.filter((one) => one.metaId === metaId);
  }

  outgoing(at: number): StoredMessage[] {
    return this.messages.filter((one) => one.direction === 'out' && one.at <= at).reverse();
  }

  newestIncoming(): StoredMessage | null {
    return this.messages.findLast(({ direction }) => direction === 'in') ?? null;
  }

  later(at: number): StoredMessage[] {
    return this.messages.filter((one) => one.at > at);
  }

  commandRev(clientId: string): number | null {
    return this.#commands.get(clientId) ?? null;
  }

  /** One round of the loop: decide, then commit. */
  run(decide: (change: Change) => void): Change {
    const change = new Change(this.state, this, this.now);
    decide(change);
    if (!change.empty) this.commit(change);
    return change;
  }

  /** Several events of one body are one commit. */
  hear(...events: readonly ConversationEvent[]): Change {
    return this.run((change) => {
      for (const event of events) decideEvent(change, event);
    });
  }

  learn(...names: readonly CustomerName[]): Change {
    return this.run((change) => learnNames(change, names));
  }

  ask(actor: Actor, command: Command): Commanded {
    const change = new Change(this.state, this, this.now);
    const repeated = isRepeated(change, actor, command);
    if (typeof repeated === 'object') return { refusal: repeated, change };
    const refusal = repeated ? null : decideCommand(change, { actor, account: this.account }, command);
    if (!refusal && !change.empty) this.commit(change);
    return { refusal, change };
  }

  /** The next message leaves, if it may. Returns its row. */
  leave(): OutboxRow | null {
    const row = nextToLeave(this.outbox, this.now);
    let leaves = false;
    if (row) this.run((change) => void (leaves = decideLeaving(change, row, this.account)));
    return leaves ? (this.outbox.find(({ messageId }) => messageId === row?.messageId) ?? null) : null;
  }

  answer(row: OutboxRow, result: SendResult, chance = 0.5): Change {
    return this.run((change) => decideAnswer(change, { row, result, chance, rights: this.account }));
  }

  /** Everything that time alone brings. */
  ring(): Change {
    return this.run((change) => {
      decideWindowEnd(change);
      decideFreeEntryEnd(change);
      decideClosing(change);
    });
  }

  /** Its turn has not come. */
  hold(row: OutboxRow, until: number): Change {
    return this.run((change) => decideHold(change, row, { until, limit: 'pair' }));
  }

  /** Echoes have waited for an answer long enough. */
  settleEchoes(): Change {
    const events = this.waiting.flatMap((one) => ('echo' in one ? [one.echo] : []));
    return this.run((change) => decideWaitingEchoes(change, events));
  }

  /** Scheduled sends whose time has come. `gone`: ids of people who left the team. */
  due(gone: readonly string[] = []): void {
    for (const one of this.state.scheduled.filter(({ dueAt }) => dueAt <= this.now)) {
      const asked = { account: this.account, gone: gone.includes(one.actor.id) };
      this.run((change) => decideScheduled(change, one, asked));
    }
  }

  /** The object stops and starts again. */
  restart(): Change {
    return this.run((change) => decideLost(change, this.outbox));
  }

  /** As the store does it. */
  commit(change: Change): void {
    if (change.changed) {
      change.setHead({ rev: change.rev });
      this.state = written(change.state);
    }
    for (const message of change.messages.values()) this.#messages.set(message.id, written(message));
    this.#panel = written({ ...this.#panel, ...change.parts });
    for (const row of change.queue) {
      this.outbox = [...this.outbox.filter(({ seq }) => seq !== row.seq), row].sort((a, b) => a.seq - b.seq);
    }
    this.outbox = this.outbox.filter(({ messageId }) => !change.unqueue.includes(messageId));
    this.waiting = this.waiting.filter(({ metaId }) => !change.unpark.includes(metaId));
    this.#park(change.park.filter(({ metaId }) => !change.unpark.includes(metaId)));
    this.#keepFiles(change);
    for (const clientId of change.commands) this.#commands.set(clientId, change.rev);
  }

  #keepFiles({ fetch, unfetch }: Change): void {
    const is =
      (one: Pick<FileJob, 'messageId' | 'source'>) => (other: Pick<FileJob, 'messageId' | 'source'>) =>
        other.messageId === one.messageId && other.source.slot === one.source.slot;
    for (const job of fetch) this.files = [...this.files.filter((other) => !is(job)(other)), written(job)];
    for (const job of unfetch) this.files = this.files.filter((other) => !is(job)(other));
  }

  /** One of each kind, as the store keeps them. */
  #park(reports: readonly Parked[]): void {
    for (const one of reports) {
      const same = (other: Parked) => other.metaId === one.metaId && parkedKey(other) === parkedKey(one);
      this.waiting = [...this.waiting.filter((other) => !same(other)), written(one)];
    }
  }
}
