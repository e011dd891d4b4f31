/** One commit in the making: `decide` writes into it, the store writes it down. Pure; reads through `Look`. */
import { advance, type Report } from '#domain/delivery.ts';
import { previewOf, type Head } from '#domain/head.ts';
import { compareMessages, type Happening, type Person } from '#domain/message.ts';
import type { OutboxRow, ParkedReport, State, StoredMessage, UnreadRun } from './state.ts';

/** What a decision may look up. */
export type Look = {
  message(id: string): StoredMessage | null;
  byMetaId(metaId: string): StoredMessage | null;
  /** Reports that wait under Meta's id. */
  parked(metaId: string): readonly ParkedReport[];
  /** The rev after the command with this client id, if it was done already. */
  commandRev(clientId: string): number | null;
};

type Draft<T> = { -readonly [K in keyof T]: T[K] };
type Unnumbered = Omit<StoredMessage, 'rev' | 'seq'>;

export class Change {
  readonly rev: number;
  readonly now: number;
  readonly messages = new Map<string, StoredMessage>();
  readonly queue: OutboxRow[] = [];
  readonly unqueue: string[] = [];
  readonly park: ParkedReport[] = [];
  readonly unpark: string[] = [];
  readonly commands: string[] = [];
  readonly state: Draft<State>;
  readonly #look: Look;
  #dirty = false;

  constructor(state: State, look: Look, now: number) {
    this.state = { ...state };
    this.rev = state.head.rev + 1;
    this.now = now;
    this.#look = look;
  }

  /** Whether there is anything to write down. */
  get changed(): boolean {
    return this.#dirty || this.messages.size > 0;
  }

  /** Whether there is nothing to write down at all, not even in the outbox. */
  get empty(): boolean {
    const lists = [this.queue, this.unqueue, this.park, this.unpark, this.commands];
    return !this.changed && lists.every((list) => list.length === 0);
  }

  get head(): Head {
    return this.state.head;
  }

  setHead(part: Partial<Head>): void {
    this.state.head = { ...this.state.head, ...part };
    this.#dirty = true;
  }

  setState(part: Partial<Omit<State, 'head'>>): void {
    Object.assign(this.state, part);
    this.#dirty = true;
  }

  message(id: string): StoredMessage | null {
    return this.messages.get(id) ?? this.#look.message(id);
  }

  byMetaId(metaId: string): StoredMessage | null {
    for (const message of this.messages.values()) if (message.metaId === metaId) return message;
    const known = this.#look.byMetaId(metaId);
    return known && (this.messages.get(known.id) ?? known);
  }

  parked(metaId: string): readonly ParkedReport[] {
    return [...this.#look.parked(metaId), ...this.park.filter((parked) => parked.metaId === metaId)];
  }

  /** Meta's id of a message of ours becomes known: what waited under it is taken in. */
  adopt(message: StoredMessage, metaId: string): StoredMessage {
    const known = message.metaId === undefined ? { ...message, metaId } : message;
    if (known !== message) this.put(known);
    const waiting = this.parked(metaId);
    if (waiting.length > 0) this.unpark.push(metaId);
    for (const { report } of waiting) this.report(this.message(message.id) ?? known, report);
    return this.message(message.id) ?? known;
  }

  commandRev(clientId: string): number | null {
    return this.#look.commandRev(clientId);
  }

  /** A new message takes the next arrival number and its place by time. */
  add(message: Unnumbered): StoredMessage {
    const seq = this.state.seq + 1;
    const added: StoredMessage = { ...message, rev: this.rev, seq };
    this.setState({ seq });
    this.messages.set(added.id, added);
    this.#show(added);
    return added;
  }

  /** A message of before, changed. */
  put(message: StoredMessage): void {
    this.messages.set(message.id, { ...message, rev: this.rev });
    if (message.seq === this.state.previewSeq) this.#show(message);
  }

  /** Takes a report in; nothing happens when it says nothing new. */
  report(message: StoredMessage, report: Report): void {
    if (!message.delivery) return;
    const delivery = advance(message.delivery, report);
    if (delivery !== message.delivery) this.put({ ...message, delivery });
  }

  /** What happened, as a line of the timeline. */
  line(happening: Happening, by: Person | undefined, at = this.now): void {
    this.add({
      id: `line-${this.rev}-${this.messages.size}`,
      at,
      direction: 'line',
      ...(by && { by }),
      content: { kind: 'line', ...happening },
    });
  }

  setUnread(unreadRuns: readonly UnreadRun[]): void {
    this.setState({ unreadRuns });
    this.setHead({ unread: unreadRuns.reduce((sum, [, count]) => sum + count, 0) });
  }

  #show(message: StoredMessage): void {
    const preview = previewOf(message);
    if (!preview) return;
    const shown = this.head.preview;
    if (shown && compareMessages({ at: shown.at, seq: this.state.previewSeq }, message) > 0) return;
    this.setHead({ preview, lastAt: Math.max(this.head.lastAt, message.at) });
    this.setState({ previewSeq: message.seq });
  }
}
