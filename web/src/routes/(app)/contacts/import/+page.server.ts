import { error } from '@sveltejs/kit';
import { Api, sentenceFor } from '#lib/api.ts';
import type { PageServerLoad } from './$types';

/** Earlier imports, and what columns may be. Who may not import is told so by the edge. */
export const load: PageServerLoad = async ({ fetch }) => {
  const outcome = await new Api(fetch).imports();
  if (outcome.ok) return outcome.value;
  const { failure } = outcome;
  const requestId = failure.kind === 'refused' ? failure.problem.requestId : undefined;
  error(failure.kind === 'refused' ? failure.status : 503, { message: sentenceFor(failure), requestId });
};
