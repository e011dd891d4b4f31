/** What was being built in each conversation, so that a dialog that closes by accident loses nothing. Gone with the page. */
import type { Build } from './build.ts';

export type Unsent = {
  readonly build: Build;
  /** The message of the library that it began with. */
  readonly savedId: string | null;
};

const unsent = new Map<string, Unsent>();

/** Null where nothing was being built. `key`: whose it is, and of which conversation. */
export function remembered(key: string): Unsent | null {
  return unsent.get(key) ?? null;
}

export function remember(key: string, one: Unsent): void {
  unsent.set(key, one);
}

/** It was sent. */
export function forget(key: string): void {
  unsent.delete(key);
}
