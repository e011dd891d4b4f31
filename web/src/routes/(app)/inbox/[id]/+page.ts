/** A deep link arrives drawn: with its conversation, and with what its messages need. */
import { beginsWithBanner } from '#lib/composer/first-state.ts';
import { bannerLater } from '#lib/composer/pieces.ts';
import { opened } from '#lib/shell/opened.ts';
import { isSpecial, specialLater } from '#lib/timeline/pieces.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ data, parent }) => {
  const { view } = data;
  const { me } = await parent();
  const special = view?.messages.some((message) => isSpecial({ message, pending: null })) ?? false;
  const banner = view !== null && beginsWithBanner(view, me);
  await Promise.all([special && specialLater.load(), banner && bannerLater.load()]);
  return { ...data, opened };
};
