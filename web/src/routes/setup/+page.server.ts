import { fail, redirect } from '@sveltejs/kit';
import { Api, sentenceFor } from '#lib/api.ts';
import { field } from '#lib/server/form.ts';
import { passCookies } from '#lib/server/set-cookie.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch }) => {
  const setup = await new Api(fetch).setupState();
  if (!setup.ok || !setup.value.empty) redirect(303, '/sign-in');
};

export const actions: Actions = {
  default: async ({ request, fetch, cookies }) => {
    const form = await request.formData();
    const [name, email] = [field(form, 'name').trim(), field(form, 'email').trim()];
    const outcome = await new Api(fetch).setUp({ name, email, password: field(form, 'password') });
    if (!outcome.ok) {
      const { failure } = outcome;
      return fail(failure.kind === 'refused' ? failure.status : 503, {
        name,
        email,
        sentence: sentenceFor(failure),
      });
    }
    passCookies(cookies, outcome.cookies);
    redirect(303, '/inbox');
  },
};
