/** Messenger: webhooks of a page → events. What it shares with Instagram is in `../messaging.ts`. */
import type { Parsed } from '../channel.ts';
import { readEntries } from '../messaging.ts';
import type { Dialect } from '../messaging-item.ts';

export const messenger: Dialect = {
  channel: 'messenger',
  nameOf: (id) => `psid:${id}`,
  // Every echo is marked, so an unmarked sender is believed, even one with the page's id.
  echoesUnmarked: false,
};

/** Everything that the entries of one body of object `page` say. Never throws. */
export function parseMessenger(entries: readonly unknown[]): Parsed {
  return readEntries(messenger, entries);
}
