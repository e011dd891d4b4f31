/** What happens to the page as a whole: it wakes, loses its network, goes away; another tab writes. */
import { onWake } from '../live/browser.ts';
import type { Clock } from './clock.svelte.ts';
import type { Connection } from './connection.svelte.ts';
import type { Drafts } from './drafts.svelte.ts';
import type { Inbox } from './inbox.svelte.ts';
import type { Outbox } from './outbox.svelte.ts';
import type { Speaker } from './speaker.svelte.ts';
import type { LocalShelf } from './shelf.ts';
import type { Threads } from './threads.svelte.ts';
import type { Update } from './update.ts';

type Followers = {
  readonly clock: Clock;
  readonly connection: Connection;
  readonly drafts: Drafts;
  readonly inbox: Inbox;
  readonly outbox: Outbox;
  readonly shelf: LocalShelf;
  readonly speaker: Speaker;
  readonly threads: Threads;
  readonly update: Update;
  /** Begins to hear the other tabs. Returns how to stop. */
  readonly hearTabs: () => () => void;
};

function listen<Name extends keyof WindowEventMap>(
  name: Name,
  run: (event: WindowEventMap[Name]) => void,
): () => void {
  window.addEventListener(name, run);
  return () => window.removeEventListener(name, run);
}

/** Loads what this device kept, opens the line of the list and follows the page. Returns how to stop. */
export function followPage(followers: Followers): () => void {
  const { clock, connection, drafts, inbox, outbox, shelf, speaker, threads, update } = followers;
  const network = (): void => connection.setOnline(navigator.onLine);
  drafts.load();
  outbox.load();
  inbox.start();
  network();
  const stops = [
    followers.hearTabs(),
    speaker.start(),
    () => update.stop(),
    onWake(() => {
      clock.tick();
      inbox.wake();
      threads.wake();
      outbox.wake();
    }),
    listen('online', network),
    listen('offline', network),
    listen('pagehide', () => drafts.flush()),
    listen('beforeunload', (event) => {
      // What this device had no room for would be gone with the page: the browser asks.
      drafts.flush();
      if (shelf.fragile) event.preventDefault();
    }),
    listen('storage', ({ key, newValue }) => {
      if (key === null) return;
      drafts.heard(key, newValue);
      outbox.heard(key);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    inbox.stop();
    drafts.flush();
  };
}
