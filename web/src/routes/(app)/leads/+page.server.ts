import { error } from '@sveltejs/kit';
import { Api, sentenceFor } from '#lib/api.ts';
import { loadBoard } from '#lib/state/board-load.ts';
import { boardQueryOf } from './address.ts';
import type { PageServerLoad } from './$types';

/** The first page of every column, so that the page arrives drawn; again whenever the address asks for others. */
export const load: PageServerLoad = async ({ fetch, parent, url }) => {
  const { me } = await parent();
  const loaded = await loadBoard(new Api(fetch), boardQueryOf(url.searchParams), me.leads);
  if (loaded.ok) return { start: loaded.start };
  const { failure } = loaded;
  const requestId = failure.kind === 'refused' ? failure.problem.requestId : undefined;
  error(failure.kind === 'refused' ? failure.status : 503, { message: sentenceFor(failure), requestId });
};
