/** Everything that stands in the timeline of a conversation. Only days in which something changed are made again. */
import { dayKey } from '../words/dates.ts';
import { withAlbums } from './album.ts';
import { isPending, itemsOfDay, reuse, type Item, type ItemsInput, type Source } from './items.ts';

/** One day of a conversation. */
type Day = { readonly key: string; readonly sources: readonly Source[]; readonly items: readonly Item[] };

function sameSources(one: readonly Source[], other: readonly Source[]): boolean {
  return one.length === other.length && one.every((source, index) => source === other[index]);
}

/** What stands in a timeline. A day in which nothing changed is not made again, however long the conversation is. */
export class Sheet {
  #input: ItemsInput | null = null;
  #days: readonly Day[] = [];
  #items: readonly Item[] = [];

  /** Everything in display order. What waits on this device stands last, until the server has it under the same id. */
  items(input: ItemsInput): readonly Item[] {
    const before = this.#input;
    this.#input = input;
    const { divider, zone, me, opened } = input;
    const same = before?.zone === zone && before.me === me && before.opened === opened;
    const old = new Map(this.#days.map((day) => [day.key, day]));
    const moved =
      before?.divider?.messageId !== divider?.messageId || before?.divider?.count !== divider?.count;
    const divides = (sources: readonly Source[]): boolean =>
      moved &&
      sources.some(
        (one) => !isPending(one) && [divider, before?.divider].some((d) => d?.messageId === one.id),
      );
    this.#days = daysOf(input).map(({ key, sources }) => {
      const known = old.get(key);
      if (same && known && sameSources(known.sources, sources) && !divides(sources)) return known;
      const items = withAlbums(itemsOfDay(key, sources, input));
      return { key, sources, items: known ? reuse(known.items, items) : items };
    });
    const all = this.#days.flatMap(({ items }) => items);
    const unchanged =
      all.length === this.#items.length && all.every((item, index) => item === this.#items[index]);
    if (!unchanged) this.#items = all;
    return this.#items;
  }
}

function daysOf({ messages, pending, zone }: ItemsInput): { key: string; sources: Source[] }[] {
  const waiting = pending.filter(({ clientId }) => !messages.some(({ id }) => id === clientId));
  const days: { key: string; sources: Source[] }[] = [];
  for (const source of [...messages, ...waiting]) {
    const key = dayKey(source.at, zone);
    const last = days.at(-1);
    if (last?.key === key) last.sources.push(source);
    else days.push({ key, sources: [source] });
  }
  return days;
}

const sheets = new WeakMap<object, Sheet>();

/** The sheet of a conversation, for as long as that is remembered: coming back to it is quick. */
export function sheetOf(thread: object): Sheet {
  const sheet = sheets.get(thread) ?? new Sheet();
  sheets.set(thread, sheet);
  return sheet;
}
