import { error, redirect } from '@sveltejs/kit';
import type { Head } from '#domain/head.ts';
import { Api, isSignedOut, sentenceFor, type Outcome } from '#lib/api.ts';
import { likedFrom } from '#lib/state/preferences.svelte.ts';
import { isZone } from '#lib/words/dates.ts';
import { queryOf } from './address.ts';
import type { LayoutServerLoad } from './$types';

function valueOf<Value>(outcome: Outcome<Value>, signIn: string): Value {
  if (outcome.ok) return outcome.value;
  const { failure } = outcome;
  if (isSignedOut(failure)) redirect(303, signIn);
  const requestId = failure.kind === 'refused' ? failure.problem.requestId : undefined;
  error(failure.kind === 'refused' ? failure.status : 503, { message: sentenceFor(failure), requestId });
}

/** More pins than this wait for the browser. */
const mostPinned = 8;

/** Heads of pinned conversations that are not on the page, so that they stand on top at once. */
async function pinnedHeads(api: Api, pins: readonly string[], rows: readonly Head[]): Promise<Head[]> {
  const here = new Set(rows.map((row) => row.id));
  const missing = pins.filter((id) => !here.has(id)).slice(0, mostPinned);
  const outcomes = await Promise.all(missing.map((id) => api.conversation(id)));
  return outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value.head] : []));
}

export const load: LayoutServerLoad = async ({ fetch, cookies, url, untrack }) => {
  const api = new Api(fetch);
  // The list follows the address by itself; it is loaded here only once.
  const { query, signIn } = untrack(() => ({
    query: queryOf(url.searchParams),
    signIn: `/sign-in?to=${encodeURIComponent(url.pathname + url.search)}`,
  }));
  const [me, list] = await Promise.all([api.me(), api.list(query)]);
  const page = valueOf(list, signIn);
  const who = valueOf(me, signIn);
  const liked = likedFrom((name) => cookies.get(name));
  return {
    me: who,
    list: page,
    pinned: await pinnedHeads(api, who.pins, page.rows),
    query,
    liked: { ...liked, zone: isZone(liked.zone) ? liked.zone : 'UTC' },
  };
};
