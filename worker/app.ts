/** The order of things: webhooks, sockets, API, pages; and the one place where a refusal or a surprise becomes an answer. */
import { Hono } from 'hono';
import { accounts } from './accounts/routes.ts';
import { contactsFile } from './contacts/file-routes.ts';
import { contacts } from './contacts/routes.ts';
import { conversations } from './conversation/routes.ts';
import { directory } from './directory/routes.ts';
import type { Env } from './env.ts';
import { followUps } from './follow-ups/routes.ts';
import { ownOrigin } from './guard.ts';
import { imports } from './imports/routes.ts';
import { inbox, searching } from './inbox/routes.ts';
import { accountEvents, letters } from './letters/routes.ts';
import { leads, leadStatuses } from './leads/routes.ts';
import { live } from './live/routes.ts';
import { logFailure } from './log.ts';
import { media, outgoing, uploads } from './media/routes.ts';
import { notices } from './notices/routes.ts';
import { brokenAnswer, problemOf, Refused } from './problem.ts';
import { reindexing } from './reindex/routes.ts';
import { library, quickReplies } from './replies/routes.ts';
import type { AppEnv } from './session.ts';
import { settings } from './settings/routes.ts';
import { team } from './team/routes.ts';
import { templates } from './templates/routes.ts';
import { pins, views } from './views/routes.ts';
import { webhooks } from './webhooks/routes.ts';

/** The built pages, or a stand-in. `API` is how pages reach this app without leaving the Worker. */
export type Pages = {
  fetch(request: Request, env: Env & { API: Fetch }, ctx: ExecutionContext): Response | Promise<Response>;
};
type Fetch = { fetch(request: Request): Promise<Response> };

const headers: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  // Voice notes are recorded on the page; a picture from the camera comes through the device's own app.
  'permissions-policy': 'microphone=(self), camera=(), geolocation=(), payment=()',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'cross-origin-opener-policy': 'same-origin',
};

/** How answers of the API are kept and shown; those that know better, files, say so themselves. */
const apiHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

/** Answers may be immutable, so they are wrapped; an upgraded socket passes untouched. */
function withHeaders(answer: Response, { path, requestId }: { path: string; requestId: string }): Response {
  if (answer.status === 101) return answer;
  const wrapped = new Response(answer.body, answer);
  for (const [name, value] of Object.entries(headers)) wrapped.headers.set(name, value);
  wrapped.headers.set('x-request-id', requestId);
  if (!/^\/(api|media|webhooks)\//.test(path)) return wrapped;
  for (const [name, value] of Object.entries(apiHeaders)) {
    if (!wrapped.headers.has(name)) wrapped.headers.set(name, value);
  }
  return wrapped;
}

function api(): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use(ownOrigin);
  app.route('/conversations', inbox);
  app.route('/conversations', conversations);
  app.route('/search', searching);
  app.route('/accounts', accounts);
  app.route('/settings', settings);
  app.route('/leads', leads);
  app.route('/lead-statuses', leadStatuses);
  app.route('/letters', letters);
  app.route('/account-events', accountEvents);
  app.route('/media', media);
  app.route('/uploads', uploads);
  app.route('/templates', templates);
  app.route('/views', views);
  app.route('/pins', pins);
  app.route('/follow-ups', followUps);
  app.route('/notices', notices);
  app.route('/quick-replies', quickReplies);
  app.route('/library', library);
  app.route('/reindex', reindexing);
  app.route('/imports', imports);
  app.route('/contacts.csv', contactsFile);
  app.route('/', contacts);
  app.route('/', directory);
  app.route('/', team);
  return app;
}

/** The whole Worker behind one fetch. */
export function createApp(pages: Pages): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.onError((failure, c) => {
    const requestId = c.get('requestId');
    if (failure instanceof Refused) return problemOf(failure.refusal, requestId);
    logFailure('request.broke', failure, { requestId, path: c.req.routePath, method: c.req.method });
    return brokenAnswer(requestId);
  });
  app.notFound((c) => problemOf({ code: 'not-found' }, c.get('requestId')));
  app.use(async (c, next) => {
    c.set('requestId', crypto.randomUUID());
    await next();
    const answer = c.res;
    // Or Hono would copy every header of it a second time.
    c.res = undefined;
    c.res = withHeaders(answer, { path: c.req.path, requestId: c.get('requestId') });
  });
  app.route('/webhooks', webhooks);
  app.route('/media', outgoing);
  app.route('/api', live);
  app.route('/api', api());
  app.all('/api/*', () => {
    throw new Refused({ code: 'not-found' });
  });
  app.all('*', async (c) => {
    const inner: Fetch = { fetch: async (request) => app.fetch(request, c.env, c.executionCtx) };
    // The adapter looks into the Cache API first; "no-cache" makes it pass.
    const headersIn = new Headers(c.req.raw.headers);
    headersIn.set('cache-control', 'no-cache');
    const request = new Request(c.req.raw, { headers: headersIn });
    return pages.fetch(request, { ...c.env, API: inner }, c.executionCtx as ExecutionContext);
  });
  return app;
}
