import { env } from '$env/dynamic/private';
import type { Handle, HandleFetch, HandleServerError } from '@sveltejs/kit';
import { t } from '#lib/words/t.ts';
import { likedFrom } from '#lib/state/preferences.svelte.ts';

/** Where the API listens while the pages run under `vite dev`. */
const developmentApi = env['CASEMENT_API'] ?? 'http://localhost:8787';

/** Pages are for one person: nobody between may keep them. The theme is in the first byte, so nothing flashes. */
export const handle: Handle = async ({ event, resolve }) => {
  const { theme, text } = likedFrom((name) => event.cookies.get(name));
  const response = await resolve(event, {
    transformPageChunk: ({ html }) =>
      html.replace('%casement.theme%', theme).replace('%casement.text%', text),
  });
  response.headers.set('cache-control', 'private, no-store');
  response.headers.set('referrer-policy', 'same-origin');
  return response;
};

/** What a page asks of the API on the server goes to the API of the same Worker, as the person who asked for the page. */
export const handleFetch: HandleFetch = ({ event, request, fetch }) => {
  const url = new URL(request.url);
  if (url.origin !== event.url.origin || !url.pathname.startsWith('/api/')) return fetch(request);
  const api = event.platform?.env?.API;
  const headers = new Headers(request.headers);
  const cookie = event.request.headers.get('cookie');
  if (cookie) headers.set('cookie', cookie);
  const from = event.request.headers.get('cf-connecting-ip');
  if (from) headers.set('cf-connecting-ip', from);
  if (request.method !== 'GET') headers.set('origin', api ? event.url.origin : developmentApi);
  if (api) return api.fetch(new Request(request, { headers }));
  return fetch(new Request(new Request(developmentApi + url.pathname + url.search, request), { headers }));
};

/** A surprise: logged with an id that the person sees too. Never what was in the request. */
export const handleError: HandleServerError = ({ error, event, status }) => {
  const requestId = event.request.headers.get('cf-ray') ?? crypto.randomUUID();
  const failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (status !== 404)
    console.error(JSON.stringify({ what: 'page.failed', requestId, route: event.route.id, failure }));
  return { message: t(status === 404 ? 'error.missing-hint' : 'error.unexpected'), requestId };
};
