/** A deep link arrives drawn: with its conversation, and with what its messages need. */
import { opened } from '#lib/shell/opened.ts';
import { isSpecial, specialLater } from '#lib/timeline/pieces.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ data }) => {
  const messages = data.view?.messages ?? [];
  if (messages.some((message) => isSpecial({ message, pending: null }))) await specialLater.load();
  return { ...data, opened };
};
