/** Pictures that were sent one after the other stand in one bubble, as on the phone that sent them (B-29). Pure. */
import type { Delivery, DeliveryState } from '#domain/delivery.ts';
import type { Message } from '#domain/message.ts';
import type { Item } from './items.ts';

type MessageItem = Extract<Item, { kind: 'message' }>;

const order: readonly DeliveryState[] = ['queued', 'accepted', 'sent', 'delivered', 'read', 'played'];

/** Nothing but pictures, and nothing to say of them. */
function isPlain({ content, delivery, edited, forwarded, quotes, referral, story }: Message): boolean {
  if (content.kind !== 'files' || content.text !== '') return false;
  if (!content.files.every(({ type }) => type === 'image' || type === 'video')) return false;
  const troubled = delivery && (!order.includes(delivery.state) || delivery.waiting !== undefined);
  return !troubled && !edited && !forwarded && quotes === undefined && !referral && !story;
}

/** Runs of such messages are one item under the key of the first; `album` has all of them. */
export function withAlbums(items: readonly Item[]): readonly Item[] {
  const joined: Item[] = [];
  let run: MessageItem[] = [];
  const close = (): void => {
    const [first] = run;
    if (first && run.length > 1) joined.push({ ...first, album: run.map(({ message }) => message) });
    else joined.push(...run);
    run = [];
  };
  for (const item of items) {
    const fits = item.kind === 'message' && isPlain(item.message);
    if (!fits || item.first) close();
    if (fits) run.push(item);
    else joined.push(item);
  }
  close();
  return joined;
}

/** The key of the item in which a message stands. */
export function keyOf(items: readonly Item[], messageId: string): string {
  const holds = (item: Item): boolean =>
    item.kind === 'message' && item.album?.some(({ id }) => id === messageId) === true;
  return items.find(holds)?.key ?? messageId;
}

/** As far as all of them have come. */
export function deliveryOf(album: readonly Message[]): Delivery | undefined {
  const all = album.flatMap(({ delivery }) => delivery ?? []);
  return all.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))[0];
}
