import { error } from '@sveltejs/kit';
import { canManage } from '#domain/permission.ts';
import { t } from '#lib/words/en-settings.ts';
import type { PageServerLoad } from './$types';

/** Everything that it shows is of the layout; who may not change tags does not see the page. */
export const load: PageServerLoad = async ({ parent }) => {
  const { me } = await parent();
  if (!canManage(me.actor, 'tags.manage')) error(403, { message: t('tags.not-allowed') });
};
