import { error, redirect } from '@sveltejs/kit';
import { Api, isSignedOut, sentenceFor, type Outcome } from '#lib/api.ts';
import { likedFrom } from '#lib/state/preferences.svelte.ts';
import { isZone } from '#lib/words/dates.ts';
import type { LayoutServerLoad } from './$types';

function valueOf<Value>(outcome: Outcome<Value>, signIn: string): Value {
  if (outcome.ok) return outcome.value;
  const { failure } = outcome;
  if (isSignedOut(failure)) redirect(303, signIn);
  const requestId = failure.kind === 'refused' ? failure.problem.requestId : undefined;
  error(failure.kind === 'refused' ? failure.status : 503, { message: sentenceFor(failure), requestId });
}

export const load: LayoutServerLoad = async ({ fetch, cookies, url, untrack }) => {
  const api = new Api(fetch);
  // The list follows the address by itself; it is loaded here only once.
  const { tab, signIn } = untrack(() => ({
    tab: url.searchParams.get('tab') === 'archived' ? ('archived' as const) : ('active' as const),
    signIn: `/sign-in?to=${encodeURIComponent(url.pathname)}`,
  }));
  const [me, list] = await Promise.all([api.me(), api.list(tab, null)]);
  const liked = likedFrom((name) => cookies.get(name));
  return {
    me: valueOf(me, signIn),
    list: valueOf(list, signIn),
    tab,
    liked: { ...liked, zone: isZone(liked.zone) ? liked.zone : 'UTC' },
  };
};
