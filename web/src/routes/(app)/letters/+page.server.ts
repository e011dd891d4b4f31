import { error } from '@sveltejs/kit';
import { Api, sentenceFor, type Outcome } from '#lib/api.ts';
import type { PageServerLoad } from './$types';

function valueOf<Value>(outcome: Outcome<Value>): Value {
  if (outcome.ok) return outcome.value;
  const { failure } = outcome;
  const requestId = failure.kind === 'refused' ? failure.problem.requestId : undefined;
  error(failure.kind === 'refused' ? failure.status : 503, { message: sentenceFor(failure), requestId });
}

/** The first pages of both, so that the page arrives drawn. Who may not look is told so by the edge. */
export const load: PageServerLoad = async ({ fetch }) => {
  const api = new Api(fetch);
  const [letters, events] = await Promise.all([api.letters(null), api.accountEvents(null)]);
  return { letters: valueOf(letters), events: valueOf(events) };
};
