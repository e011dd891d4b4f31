/** Signing in and out, the first admin, the team. */
import { Hono } from 'hono';
import { setupBody, signInBody, teamMemberBody, type Me, type SetupState } from '#domain/http.ts';
import { handOverBody, memberPatch } from '#domain/http-team.ts';
import { listAccounts } from '../accounts/accounts.ts';
import { directoryOf } from '../directory/directory.ts';
import { allInboxes, chooserStub, shardsOf } from '../inbox/stub.ts';
import { acceptBody } from '../input.ts';
import { unreadNoticesOf } from '../notices/notices.ts';
import { orRefuse, Refused } from '../problem.ts';
import { allowed, signedIn, type AppEnv } from '../session.ts';
import { keptBy } from '../views/views.ts';
import { authFor, sessionCookie, type AuthEnv } from './auth.ts';
import { handOver, receiverOf } from './hand-over.ts';
import { changeMember, listMembers, refuseChange, shutOut } from './members.ts';
import { settleLeaver } from './leaving.ts';
import { tells } from '../directory/telling.ts';
import { addPerson, endSession, isEmpty, listTeam, setUp } from './team.ts';

type SignIn = { readonly email: string; readonly password: string };

/** Asks better-auth through its own door, where its rate limit stands. */
async function signIn(env: AuthEnv, request: Request, body: SignIn): Promise<Response> {
  const { origin } = new URL(request.url);
  const headers = new Headers({ 'content-type': 'application/json', origin });
  const address = request.headers.get('cf-connecting-ip');
  if (address) headers.set('cf-connecting-ip', address);
  const asked = new Request(`${origin}/api/auth/sign-in/email`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  const answer = await authFor(env, origin).handler(asked);
  if (answer.status === 429) {
    const retryAfterSeconds = Number(answer.headers.get('x-retry-after') ?? 60);
    throw new Refused({ code: 'too-many-tries', retryAfterSeconds });
  }
  if (!answer.ok) throw new Refused({ code: 'wrong-password' });
  if (await shutOut(env, body.email)) throw new Refused({ code: 'deactivated' });
  const out = Response.json({ ok: true });
  for (const cookie of answer.headers.getSetCookie()) out.headers.append('set-cookie', cookie);
  return out;
}

export const team = new Hono<AppEnv>();

team.get('/setup', async (c) => c.json({ empty: await isEmpty(c.env) } satisfies SetupState));

team.post('/setup', async (c) => {
  const body = await acceptBody(setupBody, c.req.raw);
  orRefuse(await setUp({ env: c.env, origin: new URL(c.req.url).origin }, body));
  return signIn(c.env, c.req.raw, body);
});

team.post('/sign-in', async (c) => signIn(c.env, c.req.raw, await acceptBody(signInBody, c.req.raw)));

team.post('/sign-out', signedIn, async (c) => {
  const { sessionId } = c.get('caller');
  await endSession(c.env, sessionId);
  await Promise.all(allInboxes(c.env).map(async (inbox) => inbox.close(sessionId)));
  c.header('set-cookie', `${sessionCookie}=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax`);
  return c.json({ ok: true });
});

team.get('/me', signedIn, async (c) => {
  const { actor } = c.get('caller');
  const [accounts, people, directory, kept, unreadNotices] = await Promise.all([
    listAccounts(c.env),
    listTeam(c.env),
    directoryOf(c.env),
    keptBy(c.env, actor.id),
    unreadNoticesOf(c.env, actor),
  ]);
  const shards = shardsOf(c.env);
  const me: Me = {
    actor,
    accounts,
    team: people,
    ...directory,
    ...kept,
    unreadNotices,
    shards,
    now: Date.now(),
  };
  return c.json(me);
});

team.get('/team', signedIn, allowed('team.manage'), async (c) => c.json(await listMembers(c.env)));

team.post('/team', signedIn, allowed('team.manage'), tells, async (c) => {
  const member = await acceptBody(teamMemberBody, c.req.raw);
  return c.json(orRefuse(await addPerson({ env: c.env, origin: new URL(c.req.url).origin }, member)), 201);
});

team.patch('/team/:id', signedIn, tells, async (c) => {
  const id = c.req.param('id');
  const patch = await acceptBody(memberPatch, c.req.raw);
  const { actor } = c.get('caller');
  const refusal = refuseChange(actor, id, patch);
  if (refusal) throw new Refused(refusal);
  if (patch.handTo !== undefined) orRefuse(await receiverOf(c.env, id, patch.handTo));
  const changed = orRefuse(await changeMember(c.env, actor, { id, patch }));
  if (patch.handTo !== undefined) c.executionCtx.waitUntil(settleLeaver(c.env, id));
  // Who came back may be given what waits.
  if (patch.away === false || patch.active === true)
    c.executionCtx.waitUntil(chooserStub(c.env).offerWaiting());
  return c.json(changed);
});

team.post('/team/:id/hand-over', signedIn, allowed('team.manage'), async (c) => {
  const asked = await acceptBody(handOverBody, c.req.raw);
  return c.json(orRefuse(await handOver(c.env, c.get('caller').actor, { from: c.req.param('id'), asked })));
});
