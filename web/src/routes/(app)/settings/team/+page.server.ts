import { error } from '@sveltejs/kit';
import { canManage } from '#domain/permission.ts';
import { Api, sentenceFor } from '#lib/api.ts';
import { t } from '#lib/words/en-team.ts';
import type { PageServerLoad } from './$types';

/** Everybody with their e-mail and how much each has open; who may not look is told whom to ask. */
export const load: PageServerLoad = async ({ fetch, parent }) => {
  const { me } = await parent();
  if (!canManage(me.actor, 'team.manage')) error(403, { message: t('team.not-allowed') });
  const outcome = await new Api(fetch).teamRows();
  if (outcome.ok) return { rows: outcome.value };
  const { failure } = outcome;
  error(failure.kind === 'refused' ? failure.status : 503, { message: sentenceFor(failure) });
};
