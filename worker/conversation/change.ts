/** One commit in the making: `decide` writes into it, the store writes it down. Pure; reads through `Look`. */
import { advance, deliverySteps, type DeliveryStep, type Report } from '#domain/delivery.ts';
import { beginningOf, previewOf, type Head } from '#domain/head.ts';
import { compareMessages, type Happening, type Person } from '#domain/message.ts';
import type { Notice } from '#domain/notice.ts';
import type { Panel } from '#domain/panel.ts';
import { follow, remember } from './decide-waiting.ts';
import {
  publicMessage,
  type FileJob,
  type OutboxRow,
  type Parked,
  type State,
  type StoredMessage,
  type UnreadRun,
} from './state.ts';

/** What a decision may look up. */
export type Look = {
  message(id: string): StoredMessage | null;
  byMetaId(metaId: string): StoredMessage | null;
  /** What waits under Meta's id. */
  parked(metaId: string): readonly Parked[];
  /** The rev after the command with this client id, if it was done already. */
  commandRev(clientId: string): number | null;
  /** Messages of ours that stand no later than `at` (ms), newest first. */
  outgoing(at: number): Iterable<StoredMessage>;
  /** The customer's newest message by time. */
  newestIncoming(): StoredMessage | null;
  /** Everything that stands later than `at` (ms), oldest first. */
  later(at: number): Iterable<StoredMessage>;
  /** What the team keeps of the customer. */
  panel(): Panel;
};

/** What only some conversations have: absent where it is not so. */
type OptionalFacts = Pick<
  Head,
  | 'waitingSince'
  | 'answeredAt'
  | 'reopened'
  | 'failed'
  | 'lead'
  | 'leadFacts'
  | 'tags'
  | 'followUpAt'
  | 'attributes'
  | 'templates'
  | 'ads'
  | 'broadcasts'
  | 'blocked'
  | 'otherPhone'
  | 'email'
>;

type Draft<T> = { -readonly [K in keyof T]: T[K] };
type Unnumbered = Omit<StoredMessage, 'rev' | 'seq'>;

/** Unread runs that a conversation remembers: who reads is seldom further behind. */
const mostRuns = 50;
/** Older messages of ours that are looked at after the first one that a watermark finds already raised. */
const settledRun = 20;

export class Change {
  readonly rev: number;
  readonly now: number;
  readonly messages = new Map<string, StoredMessage>();
  readonly queue: OutboxRow[] = [];
  readonly unqueue: string[] = [];
  readonly park: Parked[] = [];
  readonly unpark: string[] = [];
  readonly commands: string[] = [];
  readonly fetch: FileJob[] = [];
  readonly unfetch: Pick<FileJob, 'messageId' | 'source'>[] = [];
  /** Parts of the panel that are others now. */
  parts: Partial<Panel> = {};
  readonly state: Draft<State>;
  readonly #look: Look;
  readonly #scheduled: State['scheduled'];
  #was: Panel | undefined;
  #dirty = false;

  constructor(state: State, look: Look, now: number) {
    this.state = { ...state };
    this.rev = state.head.rev + 1;
    this.now = now;
    this.#look = look;
    this.#scheduled = state.scheduled;
  }

  /** Whether there is anything to write down that others see. */
  get changed(): boolean {
    return this.#dirty || this.messages.size > 0;
  }

  /** Whether another send waits for its time now, or one less. */
  get reschedules(): boolean {
    return this.state.scheduled !== this.#scheduled;
  }

  /** Whether anything that waits changes: in the outbox, for a message, for Meta. */
  get waits(): boolean {
    const lists = [this.queue, this.unqueue, this.park, this.unpark, this.commands, this.fetch, this.unfetch];
    return lists.some((list) => list.length > 0);
  }

  /** Whether there is nothing to write down at all. */
  get empty(): boolean {
    return !this.changed && !this.waits;
  }

  /** Whether the conversation has begun: something was said or happened in it. */
  get begun(): boolean {
    return this.head.rev > 0 || this.changed;
  }

  get head(): Head {
    return this.state.head;
  }

  setHead(part: Partial<Head>): void {
    this.state.head = { ...this.state.head, ...part };
    this.#dirty = true;
  }

  /** Marks that only some conversations carry: absent rather than false. */
  setMark(mark: 'group' | 'optedOut' | 'elsewhere', on: boolean): void {
    if (Boolean(this.head[mark]) === on) return;
    const { [mark]: _was, ...head } = this.head;
    this.state.head = on ? { ...head, [mark]: true } : head;
    this.#dirty = true;
  }

  /** Sets facts that only some conversations have; `undefined` takes one away. */
  setFacts(facts: OptionalFacts): void {
    const text = JSON.stringify(this.head);
    // Written as it will be read again: without what is not there.
    const head = JSON.stringify({ ...this.head, ...facts });
    if (head === text) return;
    this.state.head = JSON.parse(head) as Head;
    this.#dirty = true;
  }

  setState(part: Partial<Omit<State, 'head'>>): void {
    Object.assign(this.state, part);
    this.#dirty = true;
  }

  get panel(): Panel {
    return { ...this.#look.panel(), ...this.parts };
  }

  /** What was kept before this change. */
  get was(): Panel {
    return this.#was ?? this.#look.panel();
  }

  setPanel(parts: Partial<Panel>): void {
    this.#was ??= this.#look.panel();
    this.parts = { ...this.parts, ...parts };
    this.#dirty = true;
  }

  /** Tells somebody of the team, once this is committed; nobody is told of what they did themselves. */
  notify(notice: Omit<Notice, 'id' | 'conversationId' | 'name' | 'at'>): void {
    if (notice.by?.id === notice.personId) return;
    const { id: conversationId, name } = this.head;
    const id = `${conversationId}-${this.rev}-${this.state.notices.length}`;
    this.setState({
      notices: [...this.state.notices, { ...notice, id, conversationId, name, at: this.now }],
    });
  }

  message(id: string): StoredMessage | null {
    return this.messages.get(id) ?? this.#look.message(id);
  }

  /** A message under Meta's id of it, whoever wrote it. */
  byMetaId(metaId: string): StoredMessage | null {
    for (const message of this.messages.values()) if (message.metaId === metaId) return message;
    const known = this.#look.byMetaId(metaId);
    return (known && (this.messages.get(known.id) ?? known)) ?? this.message(metaId);
  }

  newestIncoming(): StoredMessage | null {
    const fresh = [...this.messages.values()].filter(({ direction }) => direction === 'in');
    const known = this.#look.newestIncoming();
    const older = known && !this.messages.has(known.id) ? [known] : [];
    return [...older, ...fresh].sort(compareMessages).at(-1) ?? null;
  }

  /** Messages of ours no later than `at`, newest first; those of this commit as they are now. */
  *outgoing(at: number): Iterable<StoredMessage> {
    const fresh = [...this.messages.values()]
      .filter((message) => message.direction === 'out' && message.at <= at)
      .sort(compareMessages);
    for (const message of this.#look.outgoing(at)) {
      if (this.messages.has(message.id)) continue;
      for (let next = fresh.at(-1); next && compareMessages(next, message) > 0; next = fresh.at(-1)) {
        fresh.pop();
        yield next;
      }
      yield message;
    }
    yield* fresh.reverse();
  }

  /** Everything that stands later than `at`, oldest first; what is of this commit as it is now. */
  *later(at: number): Iterable<StoredMessage> {
    const fresh = [...this.messages.values()]
      .filter((message) => message.at > at)
      .sort((a, b) => compareMessages(b, a));
    for (const message of this.#look.later(at)) {
      if (this.messages.has(message.id)) continue;
      for (let next = fresh.at(-1); next && compareMessages(next, message) < 0; next = fresh.at(-1)) {
        fresh.pop();
        yield next;
      }
      yield message;
    }
    yield* fresh.reverse();
  }

  parked(metaId: string): readonly Parked[] {
    if (this.unpark.includes(metaId)) return [];
    return [...this.#look.parked(metaId), ...this.park.filter((parked) => parked.metaId === metaId)];
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
    follow(this, added);
    remember(this, added);
    return added;
  }

  /** A message of before, changed. */
  put(message: StoredMessage): void {
    this.messages.set(message.id, { ...message, rev: this.rev });
    if (message.seq === this.state.previewSeq) this.#show(message);
    follow(this, message);
  }

  /** Takes a report in; nothing happens when it says nothing new. */
  report(message: StoredMessage, report: Report): void {
    if (!message.delivery) return;
    const delivery = advance(message.delivery, report);
    if (delivery === message.delivery) return;
    const reported = { ...message, delivery };
    this.put(reported);
    if (delivery.state === 'failed' && message.delivery.state !== 'failed') this.notifyFailed(reported);
  }

  /** A message of somebody of the team did not reach the customer: they are told. Of reactions the timeline tells. */
  notifyFailed(message: Pick<Unnumbered, 'id' | 'direction' | 'by' | 'content'>): void {
    const { by, content, direction, id } = message;
    if (!by || direction !== 'out') return;
    const text = 'text' in content ? beginningOf(content.text) : '';
    this.notify({ personId: by.id, kind: 'failed', text, messageId: id });
  }

  /**
   * Everything of ours that Meta had taken by `upTo` (ms, Meta's clock) is at least `step`, since `at`. What was not
   * certainly accepted by then is left alone.
   */
  raise(step: 'delivered' | 'read', upTo: number, at = upTo): void {
    let settled = 0;
    for (const message of this.outgoing(upTo)) {
      const taken = takenAt(message);
      // A failure that Meta told of this very message outweighs what is only inferred.
      if (!message.delivery || message.delivery.state === 'failed') continue;
      if (taken === null || taken > upTo) continue;
      if (hasReached(message, step)) settled += 1;
      this.report(message, { state: step, at });
      if (settled >= settledRun) return;
    }
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

  setUnread(runs: readonly UnreadRun[]): void {
    const unreadRuns = bounded(runs);
    this.setState({ unreadRuns });
    this.setHead({ unread: unreadRuns.reduce((sum, [, count]) => sum + count, 0) });
  }

  #show(message: StoredMessage): void {
    const shownMessage = publicMessage(message);
    const preview = shownMessage && previewOf(shownMessage);
    if (!preview) return;
    const shown = this.head.preview;
    if (shown && compareMessages({ at: shown.at, seq: this.state.previewSeq }, message) > 0) return;
    this.setHead({ preview, lastAt: Math.max(this.head.lastAt, message.at) });
    this.setState({ previewSeq: message.seq });
  }
}

/**
 * The oldest runs become one, under the later rev: whoever had not seen all of them has seen none, so nothing unseen is ever
 * cleared.
 */
function bounded(runs: readonly UnreadRun[]): readonly UnreadRun[] {
  const old = runs.slice(0, Math.max(0, runs.length - mostRuns + 1));
  const last = old.at(-1);
  if (!last || old.length === 1) return runs;
  return [[last[0], old.reduce((sum, [, count]) => sum + count, 0)], ...runs.slice(old.length)];
}

/** Whether a message of ours has come as far as this, or further. */
export function hasReached({ delivery }: StoredMessage, step: DeliveryStep): boolean {
  const known = deliverySteps.findIndex((one) => one === delivery?.state);
  return known >= deliverySteps.indexOf(step);
}

/** When Meta took a message of ours, in ms: its own word where there is one, else when its answer came. */
export function takenAt(message: StoredMessage): number | null {
  const { sent, accepted } = message.delivery?.times ?? {};
  return sent ?? accepted ?? null;
}
