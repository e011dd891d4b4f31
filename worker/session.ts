/** Who is calling. Asked of D1 on every request, so that a session or a person can be shut out at once. */
import { createMiddleware } from 'hono/factory';
import { z } from 'zod';
import { canManage, roles, type Actor, type PlaceCapability } from '#domain/permission.ts';
import type { Env } from './env.ts';
import { Refused } from './problem.ts';
import { visibilityOf } from './settings/settings.ts';
import { authFor } from './team/auth.ts';

export type Caller = { readonly actor: Actor; readonly sessionId: string };
export type AppEnv = { Bindings: Env; Variables: { requestId: string; caller: Caller } };

const person = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(roles),
  active: z.coerce.boolean(),
});

async function callerOf(env: Env, request: Request): Promise<Caller | null> {
  const auth = authFor(env, new URL(request.url).origin);
  const found = await auth.api.getSession({ headers: request.headers });
  const parsed = person.safeParse(found?.user);
  if (!found || !parsed.success || !parsed.data.active) return null;
  const { id, name, role } = parsed.data;
  const visibility = await visibilityOf(env);
  return { actor: { id, name, role, groups: [], visibility }, sessionId: found.session.id };
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
