/** Instagram: webhooks of an account → events, by page token or by Instagram Login alike. See `../messaging.ts`. */
import type { Parsed } from '../channel.ts';
import { readEntries } from '../messaging.ts';
import type { Dialect } from '../messaging-item.ts';

export const instagram: Dialect = {
  channel: 'instagram',
  nameOf: (id) => `igsid:${id}`,
  // What was written in Instagram's own app may come without the mark.
  echoesUnmarked: true,
};

/** Everything that the entries of one body of object `instagram` say. Never throws. */
export function parseInstagram(entries: readonly unknown[]): Parsed {
  return readEntries(instagram, entries);
}
