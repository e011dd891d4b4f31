/**
 * Who is calling. Asked of D1 on every request, so that a session or a person can be shut out at once.
 *
 * While D1 fails, whoever this isolate verified in the last ten minutes for the very same cookie may go on: conversations
 * need no D1, and a person in the middle of one must not be thrown out. That opens little: rights are taken away in D1, so
 * while it fails nobody can take any; what was taken away in the minutes before, and this isolate did not see since, lasts
 * ten minutes at most. An answer of D1, and be it “no session”, always counts and is never overruled.
 */
import { createMiddleware } from 'hono/factory';
import { z } from 'zod';
import { canManage, roles, type Actor, type PlaceCapability } from '#domain/permission.ts';
import type { Env } from './env.ts';
import { logFailure } from './log.ts';
import { Refused } from './problem.ts';
import { authFor, sessionCookie, type AuthEnv } from './team/auth.ts';
import { standingOf } from './team/standing.ts';
import { watched } from './watched.ts';

export type Caller = { readonly actor: Actor; readonly sessionId: string };
export type AppEnv = { Bindings: Env; Variables: { requestId: string; caller: Caller } };

const person = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(roles),
  active: z.coerce.boolean(),
});

/** A caller as D1 last told, and when it did (ms). */
type Remembered = { readonly caller: Caller; readonly at: number };

const rememberedFor = 10 * 60_000;
/** Callers that one isolate remembers; the one who came longest ago is forgotten first. */
const mostRemembered = 1000;
const lastVerified = new Map<string, Remembered>();

function remember(key: string, remembered: Remembered): void {
  lastVerified.delete(key);
  lastVerified.set(key, remembered);
  const [oldest] = lastVerified.keys();
  if (lastVerified.size > mostRemembered && oldest !== undefined) lastVerified.delete(oldest);
}

/** A hash of every session cookie that the request carries, so that none of them is kept; null without one. */
async function keyOf(request: Request): Promise<string | null> {
  const cookies = (request.headers.get('cookie') ?? '').split(';').map((one) => one.trim());
  const own = cookies.filter((one) => one.startsWith(`${sessionCookie}=`));
  if (own.length === 0) return null;
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(own.join(';')));
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}

type Watch = { readonly db: D1Database; failures: number };
const watches = new WeakMap<D1Database, Watch>();

/**
 * D1 with a count of its failures: better-auth makes one general error of everything that goes wrong, and only a failure
 * of D1 itself may be bridged.
 */
function watchOf(db: D1Database): Watch {
  const known = watches.get(db);
  if (known) return known;
  const watch: Watch = {
    failures: 0,
    db: watched(db, () => {
      watch.failures += 1;
    }),
  };
  watches.set(db, watch);
  return watch;
}

/** @throws when D1 does not answer */
async function verify(env: AuthEnv, request: Request): Promise<Caller | null> {
  const auth = authFor(env, new URL(request.url).origin);
  const found = await auth.api.getSession({ headers: request.headers });
  const parsed = person.safeParse(found?.user);
  if (!found || !parsed.success || !parsed.data.active) return null;
  const { id, name, role } = parsed.data;
  const standing = await standingOf(env, id);
  return { actor: { id, name, role, ...standing }, sessionId: found.session.id };
}

async function callerOf(env: Env, request: Request): Promise<Caller | null> {
  const key = await keyOf(request);
  if (key === null) return null;
  const watch = watchOf(env.DB);
  const before = watch.failures;
  try {
    const caller = await verify({ DB: watch.db, AUTH_SECRET: env.AUTH_SECRET }, request);
    if (caller) remember(key, { caller, at: Date.now() });
    else lastVerified.delete(key);
    return caller;
  } catch (failure) {
    const last = watch.failures > before ? lastVerified.get(key) : undefined;
    if (!last || Date.now() - last.at >= rememberedFor) throw failure;
    logFailure('session.from-memory', failure, { sessionId: last.caller.sessionId });
    return last.caller;
  }
}

/** Lets only signed-in people through. */
export const signedIn = createMiddleware<AppEnv>(async (c, next) => {
  const caller = await callerOf(c.env, c.req.raw);
  if (!caller) throw new Refused({ code: 'signed-out' });
  c.set('caller', caller);
  await next();
});

/** Lets only those through who may do `capability` to the place. */
export const allowed = (capability: PlaceCapability) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const { actor } = c.get('caller');
    if (!canManage(actor, capability)) throw new Refused({ code: 'role-may-not', role: actor.role });
    await next();
  });
