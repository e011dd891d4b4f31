/** What fingers, mouse and keys do to the messages that are drawn. */
import type { Person } from '#domain/message.ts';
import { dateTime } from '../words/dates.ts';
import { gistOfMessage } from '../marks/gist.ts';
import { keyOf } from './album.ts';
import type { Gestures } from './gestures.ts';
import type { Drawn, Item } from './items.ts';
import type { Overlay } from './overlay.svelte.ts';
import { isAnswerable, type Doings } from './quoted.ts';
import { authorOf, textOf } from './words.ts';

export type Handling = {
  readonly items: () => readonly Item[];
  readonly doings: Doings;
  readonly overlay: Overlay;
  readonly reader: () => { readonly customer: string; readonly me: Person; readonly zone: string };
};

export function handledBy({ items, doings, overlay, reader }: Handling): Gestures {
  const find = (id: string): Drawn | null => {
    const key = keyOf(items(), id);
    const item = items().find((one) => one.key === key);
    if (item?.kind !== 'message' || item.message.direction === 'line') return null;
    const message = item.album?.find((one) => one.id === id);
    return message ? { message, pending: null } : item;
  };
  const mayQuote = (id: string): boolean => {
    const drawn = find(id);
    return drawn !== null && doings.mayReply && isAnswerable(drawn);
  };
  return {
    mayQuote,
    menu(id, anchor) {
      const drawn = find(id);
      if (drawn) overlay.menu = { drawn, anchor };
    },
    quote(id) {
      const drawn = find(id);
      if (drawn) doings.quote(drawn.message);
    },
    copied(id, selected) {
      const drawn = find(id);
      if (!drawn) return null;
      const { customer, me, zone } = reader();
      const { message } = drawn;
      // What has no words is told by what it is.
      const text = textOf(message) === '' ? gistOfMessage(message).words : selected;
      return { at: dateTime(message.at, zone), author: authorOf(message, customer, me.id), text };
    },
  };
}
