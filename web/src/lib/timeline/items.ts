/** Messages → what stands in the timeline, in order: dividers, groups, and what still waits on this device. Pure. */
import { contentOf } from '#domain/content-of.ts';
import type { Delivery } from '#domain/delivery.ts';
import type { Message, Person } from '#domain/message.ts';
import type { Divider } from '../state/thread.svelte.ts';
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

export type Item =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'unread'; readonly key: string; readonly count: number }
  | (Drawn & { readonly kind: 'message'; readonly key: string; readonly first: boolean });

export type ItemsInput = {
  readonly messages: readonly Message[];
  readonly pending: readonly Pending[];
  readonly divider: Divider | null;
  readonly zone: string;
  /** Who writes here. */
  readonly me: Person;
};

/** Messages of one author within this time are one group. */
const groupWithin = 60_000;

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

/** Everything in display order. What waits on this device stands last, until the server has it under the same id. */
export function itemsOf(input: ItemsInput): Item[] {
  const known = new Set(input.messages.map((message) => message.id));
  const waiting = input.pending.filter((one) => !known.has(one.clientId));
  const all: Drawn[] = [
    ...input.messages.map((message) => ({ message, pending: null })),
    ...waiting.map((one) => drawnPending(one, input.me)),
  ];
  const items: Item[] = [];
  let before: Message | null = null;
  let day = '';
  for (const drawn of all) {
    const { message } = drawn;
    const today = dayKey(message.at, input.zone);
    if (today !== day) {
      items.push({ kind: 'day', key: `day-${today}-${message.id}`, at: message.at });
      day = today;
      before = null;
    }
    if (input.divider?.messageId === message.id) {
      items.push({ kind: 'unread', key: 'unread', count: input.divider.count });
      before = null;
    }
    items.push({ kind: 'message', key: message.id, ...drawn, first: !isGroup(before, message) });
    before = message;
  }
  return items;
}

/** The same item as before where nothing about it changed, so that only what changed is drawn again. */
export function reuse(before: readonly Item[], now: readonly Item[]): Item[] {
  const old = new Map(before.map((item) => [item.key, item]));
  return now.map((item) => {
    const known = old.get(item.key);
    if (item.kind !== 'message' || known?.kind !== 'message') return item;
    const content = item.pending ? known.pending === item.pending : known.message === item.message;
    return content && !known.pending === !item.pending && known.first === item.first ? known : item;
  });
}
