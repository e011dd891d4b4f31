/** Parts of the screen that come when they are first needed, so that the first load stays light. */
import type { Toasts } from '../state/toasts.svelte.ts';
import { t } from '../words/t.ts';

/** What `load` brings; null when it could not be had, and then that was told. */
export async function later<Part>(load: () => Promise<Part>, toasts: Toasts): Promise<Part | null> {
  try {
    return await load();
  } catch {
    toasts.show(t('error.unreachable'));
    return null;
  }
}
