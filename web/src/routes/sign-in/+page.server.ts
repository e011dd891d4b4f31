import { fail, redirect } from '@sveltejs/kit';
import { Api, sentenceFor } from '#lib/api.ts';
import { destination, field } from '#lib/server/form.ts';
import { passCookies } from '#lib/server/set-cookie.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, url }) => {
  const api = new Api(fetch);
  const [me, setup] = await Promise.all([api.me(), api.setupState()]);
  if (me.ok) redirect(303, destination(url.searchParams.get('to')));
  if (setup.ok && setup.value.empty) redirect(303, '/setup');
};

export const actions: Actions = {
  default: async ({ request, fetch, cookies, url }) => {
    const form = await request.formData();
    const email = field(form, 'email').trim();
    const outcome = await new Api(fetch).signIn({ email, password: field(form, 'password') });
    if (!outcome.ok) {
      const { failure } = outcome;
      return fail(failure.kind === 'refused' ? failure.status : 503, {
        email,
        sentence: sentenceFor(failure),
      });
    }
    passCookies(cookies, outcome.cookies);
    redirect(303, destination(url.searchParams.get('to')));
  },
};
