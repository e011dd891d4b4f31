import { error } from '@sveltejs/kit';
import { Api, sentenceFor, type Outcome } from '#lib/api.ts';
import { likedFrom } from '#lib/state/preferences.svelte.ts';
import { isZone } from '#lib/words/dates.ts';
import { showingOf } from './showing.ts';
import type { PageServerLoad } from './$types';

function valueOf<Value>(outcome: Outcome<Value>): Value {
  if (outcome.ok) return outcome.value;
  const { failure } = outcome;
  const requestId = failure.kind === 'refused' ? failure.problem.requestId : undefined;
  error(failure.kind === 'refused' ? failure.status : 503, { message: sentenceFor(failure), requestId });
}

/** The first page of the tab, so that it arrives drawn; the calendar is read where the days are known. */
export const load: PageServerLoad = async ({ fetch, cookies, url, untrack }) => {
  const api = new Api(fetch);
  const { tab, scope, look } = untrack(() => showingOf(url.searchParams));
  const liked = likedFrom((name) => cookies.get(name)).zone;
  const zone = isZone(liked) ? liked : 'UTC';
  const counts = valueOf(await api.followUpCounts({ scope, zone }));
  const first = tab ?? (counts.overdue.n > 0 ? 'overdue' : 'today');
  const page = look === 'list' ? valueOf(await api.followUps({ tab: first, scope, zone })) : null;
  return { showing: { tab: first, scope, look }, counts, page };
};
