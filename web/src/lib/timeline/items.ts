/** Messages → what stands in the timeline: dividers, groups, and what still waits on this device. Pure. */
import { contentOf } from '#domain/content-of.ts';
import type { Delivery } from '#domain/delivery.ts';
import type { Message, Person } from '#domain/message.ts';
import type { Divider } from '../state/divider.ts';
import type { Pending } from '../state/outbox.svelte.ts';
import { dayKey } from '../words/dates.ts';

/** A message as it is drawn: the server's, or one that is still on this device. */
export type Drawn = {
  readonly message: Message;
  /** Set while it is only on this device. */
  readonly pending: Pending | null;
  /** Pictures that stand in its bubble along with it, itself first (`album.ts`). */
  readonly album?: readonly Message[];
};

export type MessageItem = Drawn & {
  readonly kind: 'message';
  readonly key: string;
  readonly at: number;
  /** Whether it begins a group of its author. */
  readonly first: boolean;
};
/** Many lines of the house in a row, behind one button (B-37). */
export type LinesItem = {
  readonly kind: 'lines';
  readonly key: string;
  readonly at: number;
  readonly ids: readonly string[];
  readonly open: boolean;
};
export type DividerItem =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'unread'; readonly key: string; readonly at: number; readonly count: number };
/** `at`: the day on which it stands, in ms. */
export type Item = DividerItem | LinesItem | MessageItem;

export type ItemsInput = {
  readonly messages: readonly Message[];
  readonly pending: readonly Pending[];
  readonly divider: Divider | null;
  readonly zone: string;
  /** Who writes here. */
  readonly me: Person;
  /** Ids of lines whose group was opened (B-37). */
  readonly opened: ReadonlySet<string>;
};

/** No group of lines is open. */
export const noneOpen: ReadonlySet<string> = new Set();
/** Messages of one author within this time are one group. */
const groupWithin = 60_000;
/** So many lines in a row are one button (B-37). */
const manyLines = 4;

function deliveryOf(refusal: string | null): Delivery {
  if (refusal === null) return { state: 'queued', times: {} };
  const failure = { kind: 'fix', code: 'refused', title: '', details: '', sentence: refusal } as const;
  return { state: 'failed', times: {}, failure };
}

/** What waits on this device, as the message that it will be. */
function drawnPending(pending: Pending, me: Person): Drawn {
  const delivery = deliveryOf(pending.refusal);
  const common = {
    id: pending.clientId,
    rev: 0,
    seq: Number.MAX_SAFE_INTEGER,
    at: pending.at,
    by: me,
    delivery,
  };
  if (pending.type === 'comment') {
    const content = { kind: 'comment', text: pending.text } as const;
    return { message: { ...common, direction: 'note', content }, pending };
  }
  const { draft, quotes } = pending;
  const content = contentOf(draft);
  return { message: { ...common, direction: 'out', content, ...(quotes && { quotes }) }, pending };
}

function isGroup(before: Message | null, message: Message): boolean {
  if (!before || before.direction !== message.direction || before.by?.id !== message.by?.id) return false;
  if (before.sender !== message.sender || before.origin !== message.origin) return false;
  return message.at - before.at < groupWithin;
}

/** What is drawn of a message, or of what is still on this device. */
export type Source = Message | Pending;

export function isPending(source: Source): source is Pending {
  return 'clientId' in source;
}

function messageOf(source: Source | undefined, me: Person): Message | null {
  if (!source) return null;
  return isPending(source) ? drawnPending(source, me).message : source;
}

function itemOf(source: Source, me: Person, before: Message | null): MessageItem {
  const drawn = isPending(source) ? drawnPending(source, me) : { message: source, pending: null };
  const { message } = drawn;
  return { kind: 'message', key: message.id, at: message.at, ...drawn, first: !isGroup(before, message) };
}

/** The messages of a run, behind their button if they are many. */
function runOf(run: readonly MessageItem[], opened: ReadonlySet<string>): readonly Item[] {
  const [first] = run;
  if (!first || run.length < manyLines) return run;
  const ids = run.map(({ key }) => key);
  const open = ids.some((id) => opened.has(id));
  const lines: LinesItem = { kind: 'lines', key: `lines-${first.key}`, at: first.at, ids, open };
  return open ? [lines, ...run] : [lines];
}

/** Runs of lines that are long enough stand behind one button each (B-37). */
function collapsed(items: readonly Item[], opened: ReadonlySet<string>): Item[] {
  const shown: Item[] = [];
  let run: MessageItem[] = [];
  for (const item of items) {
    if (item.kind === 'message' && item.message.direction === 'line') {
      run.push(item);
      continue;
    }
    shown.push(...runOf(run, opened), item);
    run = [];
  }
  return [...shown, ...runOf(run, opened)];
}

function sameAlbum(one: Drawn['album'] = [], other: Drawn['album'] = []): boolean {
  return one.length === other.length && one.every((message, index) => message === other[index]);
}

function isSame(item: Item, known: Item): boolean {
  if (item.kind === 'message' && known.kind === 'message') {
    const content = item.pending ? known.pending === item.pending : known.message === item.message;
    const same = content && !known.pending === !item.pending && known.first === item.first;
    return same && sameAlbum(item.album, known.album);
  }
  return item.kind === 'day' && known.kind === 'day' && known.at === item.at;
}

/** The same item as before where nothing about it changed, so that only what changed is drawn again. */
export function reuse(before: readonly Item[], now: readonly Item[]): readonly Item[] {
  const old = new Map(before.map((item) => [item.key, item]));
  return now.map((item) => {
    const known = old.get(item.key);
    return known !== undefined && isSame(item, known) ? known : item;
  });
}

/** Some of what stands in a timeline, in order: from the source at `start` to before the one at `end`. */
export type Part = { readonly sources: readonly Source[]; readonly start: number; readonly end: number };

/** Whether a source begins a day. */
function beginsDay({ sources, start: at }: Part, zone: string): boolean {
  const [before, source] = [sources[at - 1], sources[at]];
  return !before || !source || dayKey(before.at, zone) !== dayKey(source.at, zone);
}

/** What stands in that part of the timeline, in order. */
export function itemsOf(part: Part, { divider, zone, me, opened }: ItemsInput): readonly Item[] {
  const items: Item[] = [];
  let before: Message | null = messageOf(part.sources[part.start - 1], me);
  for (let start = part.start; start < part.end; start += 1) {
    const source = part.sources[start];
    if (!source) break;
    const unread = divider !== null && !isPending(source) && divider.messageId === source.id;
    const newDay = beginsDay({ ...part, start }, zone);
    const item: MessageItem = itemOf(source, me, unread || newDay ? null : before);
    if (newDay) items.push({ kind: 'day', key: `day-${dayKey(item.at, zone)}-${item.key}`, at: item.at });
    if (unread) items.push({ kind: 'unread', key: 'unread', at: item.at, count: divider.count });
    items.push(item);
    before = item.message;
  }
  return collapsed(items, opened);
}

/** Whether no group, no run of lines and no album goes across from the source before this one. */
export function isSeam({ sources, start }: Part, { divider, zone, me }: ItemsInput): boolean {
  const source = sources[start];
  if (!source || isPending(source) || source.direction === 'line') return false;
  if (divider?.messageId === source.id || beginsDay({ sources, start, end: start }, zone)) return true;
  return !isGroup(messageOf(sources[start - 1], me), source);
}

/** The places of the dividers among items; the very list of `before` where none came or went. */
export function dividersIn(items: readonly Item[], before: readonly number[]): readonly number[] {
  const places: number[] = [];
  // A plain loop: with ten thousand of them, a call for each is felt.
  for (let place = 0; place < items.length; place += 1) {
    const kind = items[place]?.kind;
    if (kind === 'day' || kind === 'unread') places.push(place);
  }
  return places.length === before.length && places.every((one, at) => one === before[at]) ? before : places;
}
