/** A conversation without its object: state and rows in memory, one commit a call. For tests of the pure rules. */
import { compareMessages } from '#domain/message.ts';
import type { Actor } from '#domain/permission.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { ConversationEvent, CustomerName, SendResult } from '../channels/channel.ts';
import { Change, type Look } from '../conversation/change.ts';
import { decideAnswer, decideLeaving } from '../conversation/decide-answer.ts';
import { decideCommand, isRepeated, type Command } from '../conversation/decide-command.ts';
import { decideLost, decideWindowEnd } from '../conversation/decide-deadline.ts';
import { decideEvent, learnNames } from '../conversation/decide-event.ts';
import { newState } from '../conversation/ingest.ts';
import { nextToLeave } from '../conversation/outbox.ts';
import type { OutboxRow, ParkedReport, State, StoredMessage } from '../conversation/state.ts';
import { noon } from './events.ts';

type Commanded = { readonly refusal: Refusal | null; readonly change: Change };

/** What would have been written to disk and read again. */
function written<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

export class Memory implements Look {
  state: State = newState('c', { channel: 'whatsapp', accountId: '555' }, noon);
  now = noon;
  outbox: OutboxRow[] = [];
  waiting: ParkedReport[] = [];
  readonly #messages = new Map<string, StoredMessage>();
  readonly #commands = new Map<string, number>();

  get head() {
    return this.state.head;
  }

  /** The timeline. */
  get messages(): StoredMessage[] {
    return [...this.#messages.values()].sort(compareMessages);
  }

  message(id: string): StoredMessage | null {
    return this.#messages.get(id) ?? null;
  }

  byMetaId(metaId: string): StoredMessage | null {
    return this.messages.find((message) => message.metaId === metaId) ?? null;
  }

  parked(metaId: string): ParkedReport[] {
    return this.waiting.filter((one) => one.metaId === metaId);
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
    const refusal = repeated ? null : decideCommand(change, actor, command);
    if (!refusal && !change.empty) this.commit(change);
    return { refusal, change };
  }

  /** The next message leaves, if it may. Returns its row. */
  leave(): OutboxRow | null {
    const row = nextToLeave(this.outbox, this.now);
    let leaves = false;
    if (row) this.run((change) => void (leaves = decideLeaving(change, row)));
    return leaves ? row : null;
  }

  answer(row: OutboxRow, result: SendResult, chance = 0.5): Change {
    return this.run((change) => decideAnswer(change, { row, result, chance }));
  }

  /** Everything that time alone brings. */
  ring(): Change {
    return this.run(decideWindowEnd);
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
    for (const row of change.queue) {
      this.outbox = [...this.outbox.filter(({ seq }) => seq !== row.seq), row].sort((a, b) => a.seq - b.seq);
    }
    this.outbox = this.outbox.filter(({ messageId }) => !change.unqueue.includes(messageId));
    this.#park(change.park);
    this.waiting = this.waiting.filter(({ metaId }) => !change.unpark.includes(metaId));
    for (const clientId of change.commands) this.#commands.set(clientId, change.rev);
  }

  /** One report a step, as the store keeps them. */
  #park(reports: readonly ParkedReport[]): void {
    for (const one of reports) {
      const same = ({ metaId, report }: ParkedReport) =>
        metaId === one.metaId && report.state === one.report.state;
      this.waiting = [...this.waiting.filter((other) => !same(other)), written(one)];
    }
  }
}
