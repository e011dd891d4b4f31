import { redirect } from '@sveltejs/kit';
import { Api } from '#lib/api.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch }) => {
  const api = new Api(fetch);
  const me = await api.me();
  if (me.ok) redirect(303, '/inbox');
  const setup = await api.setupState();
  redirect(303, setup.ok && setup.value.empty ? '/setup' : '/sign-in');
};
