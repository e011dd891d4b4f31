import { Api, sentenceFor } from '#lib/api.ts';
import type { PageServerLoad } from './$types';

/** A deep link arrives with its conversation already drawn; a refusal comes as its sentence. */
export const load: PageServerLoad = async ({ fetch, params }) => {
  const outcome = await new Api(fetch).conversation(params.id);
  if (outcome.ok) return { view: outcome.value, refused: null };
  const { failure } = outcome;
  const refused = failure.kind === 'refused' ? { id: params.id, sentence: sentenceFor(failure) } : null;
  return { view: null, refused };
};
