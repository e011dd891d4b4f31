/** Quick replies: texts with a shortcut, of one person, a group of agents or everybody (B-50). */
import { and, asc, count, eq, ne, or, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type { z } from 'zod';
import type { QuickReply, quickReplyBody } from '#domain/http-kept.ts';
import { canManage, type Actor } from '#domain/permission.ts';
import type { Refusal } from '#domain/refusal.ts';
import { group } from '../directory/tables.ts';
import type { Env } from '../env.ts';
import { quickReply } from './tables.ts';

type Place = Pick<Env, 'DB'>;
type Refused = { readonly refusal: Refusal };
type Body = z.infer<typeof quickReplyBody>;

/** All of them are looked through at every letter after a slash. */
const most = { own: 200, shared: 500 };

const shown = {
  ...{ id: quickReply.id, owner: quickReply.ownerId, scope: quickReply.scope, groupId: quickReply.groupId },
  ...{ shortcut: quickReply.shortcut, title: quickReply.title, text: quickReply.text },
};
const notFound: Refused = { refusal: { code: 'kept-not-found' } };

/** Those that a person sees: their own, those of their groups, everybody's; by shortcut. */
export async function quickRepliesOf(env: Place, { id, groups }: Actor): Promise<QuickReply[]> {
  const ofGroups = sql`${quickReply.groupId} IN (SELECT value FROM json_each(${JSON.stringify(groups)}))`;
  return drizzle(env.DB)
    .select(shown)
    .from(quickReply)
    .where(
      or(
        eq(quickReply.ownerId, id),
        eq(quickReply.scope, 'all'),
        and(eq(quickReply.scope, 'group'), ofGroups),
      ),
    )
    .orderBy(asc(quickReply.shortcut), asc(quickReply.id));
}

function mayShare(actor: Actor, ...all: readonly Pick<QuickReply, 'scope'>[]): Refused | null {
  const allowed = canManage(actor, 'replies.share') || all.every(({ scope }) => scope === 'mine');
  return allowed ? null : { refusal: { code: 'role-may-not', role: actor.role } };
}

/** Whether it is of a group that there is, or of none. */
async function problemOfGroup(env: Place, { scope, groupId }: Body): Promise<Refused | null> {
  if (scope !== 'group') {
    if (groupId === null) return null;
    return { refusal: { code: 'invalid-input', problem: 'groupId: only the scope “group” has one' } };
  }
  if (groupId === null) {
    return { refusal: { code: 'invalid-input', problem: 'groupId: the scope “group” needs one' } };
  }
  const found = await drizzle(env.DB).select({ id: group.id }).from(group).where(eq(group.id, groupId));
  return found.length > 0 ? null : { refusal: { code: 'group-not-found' } };
}

/** Whether there is no room for one more of this kind. */
async function isFull(env: Place, reply: Pick<QuickReply, 'owner' | 'scope'>): Promise<Refused | null> {
  const own = reply.scope === 'mine';
  const same = own
    ? and(eq(quickReply.scope, 'mine'), eq(quickReply.ownerId, reply.owner))
    : ne(quickReply.scope, 'mine');
  const limit = own ? most.own : most.shared;
  const [row] = await drizzle(env.DB).select({ n: count() }).from(quickReply).where(same);
  if ((row?.n ?? 0) < limit) return null;
  return {
    refusal: { code: 'too-many-kept', what: own ? 'own quick replies' : 'shared quick replies', limit },
  };
}

/** Keeps one. Refused: `role-may-not` (sharing), `group-not-found`, `invalid-input`, `too-many-kept`. */
export async function addQuickReply(env: Place, actor: Actor, body: Body): Promise<QuickReply | Refused> {
  const made: QuickReply = { id: crypto.randomUUID(), owner: actor.id, ...body };
  const refused = mayShare(actor, made) ?? (await problemOfGroup(env, body)) ?? (await isFull(env, made));
  if (refused) return refused;
  const { owner: ownerId, ...rest } = made;
  await drizzle(env.DB)
    .insert(quickReply)
    .values({ ...rest, ownerId, changedAt: Date.now() });
  return made;
}

/** One that `actor` may change: their own, and with the right to share every shared one. */
async function changeable(env: Place, actor: Actor, id: string): Promise<QuickReply | Refused> {
  const [found] = await drizzle(env.DB).select(shown).from(quickReply).where(eq(quickReply.id, id));
  if (!found || (found.scope === 'mine' && found.owner !== actor.id)) return notFound;
  return mayShare(actor, found) ?? found;
}

/**
 * Changes one as a whole. It stays its owner's, unless it becomes `mine`: then it is of who changed it. Refused:
 * `kept-not-found`, and as `addQuickReply`.
 */
export async function changeQuickReply(
  env: Place,
  actor: Actor,
  { id, body }: { readonly id: string; readonly body: Body },
): Promise<QuickReply | Refused> {
  const before = await changeable(env, actor, id);
  if ('refusal' in before) return before;
  const owner = body.scope === 'mine' ? actor.id : before.owner;
  const changed: QuickReply = { id, owner, ...body };
  const moves = (before.scope === 'mine') !== (changed.scope === 'mine');
  const refused =
    mayShare(actor, changed) ??
    (await problemOfGroup(env, body)) ??
    (moves ? await isFull(env, changed) : null);
  if (refused) return refused;
  await drizzle(env.DB)
    .update(quickReply)
    .set({ ...body, ownerId: owner, changedAt: Date.now() })
    .where(eq(quickReply.id, id));
  return changed;
}

/** Drops one. Refused: `kept-not-found`, `role-may-not`. */
export async function dropQuickReply(
  env: Place,
  actor: Actor,
  id: string,
): Promise<{ readonly ok: true } | Refused> {
  const before = await changeable(env, actor, id);
  if ('refusal' in before) return before;
  await drizzle(env.DB).delete(quickReply).where(eq(quickReply.id, id));
  return { ok: true };
}
