/** Everything that stands in the timeline of a conversation. Only around what changed is it made again. */
import type { Message } from '#domain/message.ts';
import type { Pending } from '../state/outbox.svelte.ts';
import { withAlbums } from './album.ts';
import { isPending, isSeam, itemsOf, reuse, type Item, type ItemsInput, type Source } from './items.ts';

type Settings = Pick<ItemsInput, 'zone' | 'me' | 'opened'>;
/** How many sources, or items, at the beginning and at the end are as they were. */
type Same = { readonly head: number; readonly tail: number };

const keyOf = (source: Source | undefined): string | null =>
  source ? (isPending(source) ? source.clientId : source.id) : null;

/** Far more than the server's clock and what this device takes for it can lie apart. In ms. */
const apart = 60 * 60_000;

/** Whether the server has what waits here: never long before it was written, so few of ten thousand are looked at. */
function isTaken({ clientId, at }: Pending, messages: readonly Message[]): boolean {
  for (let place = messages.length - 1; place >= 0; place -= 1) {
    const message = messages[place];
    if (message?.id === clientId) return true;
    if (!message || message.at < at - apart) return false;
  }
  return false;
}

/** In display order. What waits on this device stands last, until the server has it under the same id. */
function sourcesOf({ messages, pending }: ItemsInput): readonly Source[] {
  const waiting = pending.filter((one) => !isTaken(one, messages));
  return waiting.length > 0 ? [...messages, ...waiting] : messages;
}

function sameSources(before: readonly Source[], now: readonly Source[]): Same {
  const most = Math.min(before.length, now.length);
  let head = 0;
  while (head < most && before[head] === now[head]) head += 1;
  let tail = 0;
  while (head + tail < most && before.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  return { head, tail };
}

/** Where the message of a key stands among items, its dividers with it. */
function placeOf(items: readonly Item[], key: string | null): number {
  let place = items.findLastIndex((item) => item.key === key);
  for (let kind = items[place - 1]?.kind; kind === 'day' || kind === 'unread'; kind = items[place - 1]?.kind)
    place -= 1;
  return place;
}

/** What stands in a timeline, for as long as it is remembered. */
export class Sheet {
  #settings: Settings | null = null;
  #divider: ItemsInput['divider'] = null;
  #sources: readonly Source[] = [];
  #items: readonly Item[] = [];

  /** Everything in display order; what did not change is the same item as before. */
  items(input: ItemsInput): readonly Item[] {
    const sources = sourcesOf(input);
    const { head, tail } = this.#same(sources, input);
    const part = { sources, start: head, end: sources.length - tail };
    const from = tail === 0 ? this.#items.length : placeOf(this.#items, keyOf(sources[part.end]));
    const to = head === 0 ? 0 : placeOf(this.#items, keyOf(sources[head]));
    const old = this.#items.slice(to, from);
    const made = reuse(old, withAlbums(itemsOf(part, input)));
    this.#settings = input;
    this.#divider = input.divider;
    this.#sources = sources;
    if (made.length !== old.length || made.some((item, index) => item !== old[index]))
      this.#items = [...this.#items.slice(0, to), ...made, ...this.#items.slice(from)];
    return this.#items;
  }

  /** How many sources at both ends need not be looked at: up to the seams that lie next to what changed. */
  #same(sources: readonly Source[], input: ItemsInput): Same {
    const settings = this.#settings;
    const same = settings?.zone === input.zone && settings.me === input.me;
    if (!same || settings.opened !== input.opened) return { head: 0, tail: 0 };
    const { head, tail } = this.#aroundDivider(sameSources(this.#sources, sources), sources, input.divider);
    const end = sources.length;
    let start = head - 1;
    while (start > 0 && !isSeam({ sources, start, end }, input)) start -= 1;
    // Of the first one that is as it was nobody knows what stood before it.
    let rest = end - tail + 1;
    while (rest < end && !isSeam({ sources, start: rest, end }, input)) rest += 1;
    return { head: Math.max(0, start), tail: Math.max(0, end - rest) };
  }

  /** Where the divider stood and where it stands now something changed as well. */
  #aroundDivider({ head, tail }: Same, sources: readonly Source[], divider: ItemsInput['divider']): Same {
    const before = this.#divider;
    if (before?.messageId === divider?.messageId && before?.count === divider?.count) return { head, tail };
    const places = [
      { all: this.#sources, at: this.#sources.findIndex((one) => keyOf(one) === before?.messageId) },
      { all: sources, at: sources.findIndex((one) => keyOf(one) === divider?.messageId) },
    ].filter(({ at }) => at >= 0);
    return {
      head: Math.min(head, ...places.map(({ at }) => at)),
      tail: Math.min(tail, ...places.map(({ all, at }) => all.length - 1 - at)),
    };
  }
}

const sheets = new WeakMap<object, Sheet>();

/** The sheet of a conversation, for as long as that is remembered: coming back to it is quick. */
export function sheetOf(thread: object): Sheet {
  const sheet = sheets.get(thread) ?? new Sheet();
  sheets.set(thread, sheet);
  return sheet;
}
