/**
 * What a dead letter keeps so that it can be replayed: the smallest webhook body that says the same, or the event itself
 * where our own rules broke on it.
 */
import { z } from 'zod';
import { channels } from '#domain/channel.ts';
import type { Broken, ConversationEvent, Parsed } from '../channels/channel.ts';
import { keepRaw, word } from '../channels/tolerant.ts';
import { understand } from '../webhooks/understand.ts';

type Fields = Readonly<Record<string, unknown>>;

const fields = z.record(z.string(), z.unknown());
const items = z.array(z.unknown());
const fieldsOf = (value: unknown): Fields => fields.safeParse(value).data ?? {};
const itemsOf = (value: unknown): readonly unknown[] => items.safeParse(value).data ?? [];

/** Where Meta keeps lists of things that happened. */
const listsOfEntry = ['changes', 'messaging', 'standby'];

function without(from: Fields, keys: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(from).filter(([key]) => !keys.includes(key)));
}

function wordsIn(value: unknown): string[] {
  return Object.values(fieldsOf(value)).flatMap((one) => word.safeParse(one).data ?? []);
}

/** A change with one item of one of its lists, and the contacts that share a word with it. */
function itemsOfChange(change: unknown): Fields[] {
  const { value, ...rest } = fieldsOf(change);
  const { contacts, ...said } = fieldsOf(value);
  const people = itemsOf(contacts).map((contact) => ({ contact, words: wordsIn(contact) }));
  const lists = Object.keys(said).filter((key) => Array.isArray(said[key]));
  const alone = without(said, lists);
  return lists.flatMap((key) =>
    itemsOf(said[key]).map((item) => {
      const names = new Set(wordsIn(item));
      const known = people.filter(({ words }) => words.some((one) => names.has(one)));
      return { ...rest, value: { ...alone, contacts: known.map(({ contact }) => contact), [key]: [item] } };
    }),
  );
}

/** `narrow` splits one thing of an entry further; every body holds one of the results. */
function split(body: unknown, narrow: (thing: unknown) => readonly unknown[]): Fields[] {
  const { entry, ...rest } = fieldsOf(body);
  return itemsOf(entry).flatMap((one) => {
    const place = without(fieldsOf(one), listsOfEntry);
    return listsOfEntry.flatMap((key) =>
      itemsOf(fieldsOf(one)[key])
        .flatMap(narrow)
        .map((thing) => ({ ...rest, entry: [{ ...place, [key]: [thing] }] })),
    );
  });
}

/** Ever larger bodies that together say what `body` says: single items, single changes, all of it. */
function* bodiesOf(body: unknown): Generator<unknown> {
  yield* split(body, itemsOfChange);
  yield* split(body, (thing) => [thing]);
  yield body;
}

const sameness = ({ channel, reason, raw }: Broken): string => JSON.stringify([channel, reason, raw]);

/** JSON of `value`, or null where it could not be kept whole. */
function whole(value: unknown): string | null {
  const text = keepRaw(value);
  return isJson(text) ? text : null;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Gives every broken part of `body` the smallest body that breaks in the same way, so that it can be replayed alone. */
export function enclose(body: unknown, parsed: Parsed): Parsed {
  const broken = [...parsed.broken];
  const waiting = new Map<string, number[]>();
  for (const [index, one] of broken.entries()) {
    const same = waiting.get(sameness(one));
    if (same) same.push(index);
    else waiting.set(sameness(one), [index]);
  }
  let left = broken.length;
  for (const smaller of left > 0 ? bodiesOf(body) : []) {
    const again = understand(smaller).broken;
    const raw = again.length > 0 ? whole(smaller) : null;
    for (const one of again) {
      const index = waiting.get(sameness(one))?.shift();
      if (index === undefined) continue;
      broken[index] = { ...one, raw: raw ?? one.raw };
      left -= 1;
    }
    if (left === 0) break;
  }
  return { ...parsed, broken };
}

/** A letter of an event on which our own rules broke. */
export function encloseEvent(event: ConversationEvent | undefined): string {
  return keepRaw({ event });
}

const kinds = ['message', 'echo', 'status', 'watermark', 'reaction', 'edit', 'unsend', 'notice'] as const;
const eventShape = z.object({
  type: z.enum(kinds),
  channel: z.enum(channels),
  accountId: z.string(),
  names: z.array(z.string()).min(1),
});

/** Our own words come back: as far as anybody may look at them, they are checked. */
function isEvent(value: unknown): value is ConversationEvent {
  return eventShape.safeParse(value).success;
}

export type Enclosed =
  | { readonly type: 'body'; readonly body: unknown }
  | { readonly type: 'event'; readonly event: ConversationEvent };

/** What a letter's `raw` holds; null when it is only a part of it, or of a letter that was kept otherwise. */
export function opened(raw: string): Enclosed | null {
  if (!isJson(raw)) return null;
  const body: unknown = JSON.parse(raw);
  const { entry, event } = fieldsOf(body);
  if (isEvent(event)) return { type: 'event', event };
  return Array.isArray(entry) ? { type: 'body', body } : null;
}
