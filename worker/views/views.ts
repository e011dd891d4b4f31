/** Saved views: filters with a name, of one person or shared with everybody. */
import { and, asc, count, eq, gt, or } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type { z } from 'zod';
import type { Me, View, viewBody } from '#domain/http.ts';
import { canManage, type Actor } from '#domain/permission.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { Env } from '../env.ts';
import { allInboxes } from '../inbox/stub.ts';
import { view } from '../inbox/tables.ts';
import { selectPins } from './pins.ts';

type Place = Pick<Env, 'DB' | 'INBOX' | 'LOCATION_HINT' | 'INBOX_SHARDS'>;
type Refused = { readonly refusal: Refusal };
type Body = z.infer<typeof viewBody>;

/** Every view is counted at every message, so there are only so many. */
const most = { own: 50, shared: 100 };

const shown = {
  ...{ id: view.id, owner: view.owner, name: view.name, shared: view.shared },
  ...{ tab: view.tab, sort: view.sort, filter: view.filter },
};
const notFound: Refused = { refusal: { code: 'view-not-found' } };

const selectViews = (env: Pick<Env, 'DB'>, personId: string) =>
  drizzle(env.DB)
    .select(shown)
    .from(view)
    .where(or(eq(view.shared, true), eq(view.owner, personId)))
    .orderBy(asc(view.createdAt), asc(view.id));

/** The views that a person sees: their own and shared ones, oldest first. */
export async function viewsOf(env: Pick<Env, 'DB'>, personId: string): Promise<View[]> {
  return selectViews(env, personId);
}

/** Everybody's views in the order of their ids, from after `after` on. */
export async function viewsAfter(env: Pick<Env, 'DB'>, after: string, limit: number): Promise<View[]> {
  return drizzle(env.DB)
    .select(shown)
    .from(view)
    .where(gt(view.id, after))
    .orderBy(asc(view.id))
    .limit(limit);
}

/** What a person keeps: views and pins, in one round to D1. */
export async function keptBy(env: Pick<Env, 'DB'>, personId: string): Promise<Pick<Me, 'views' | 'pins'>> {
  const [views, pins] = await drizzle(env.DB).batch([selectViews(env, personId), selectPins(env, personId)]);
  return { views, pins: pins.map(({ id }) => id) };
}

/** Their kept counts begin and end with them. */
async function tell(env: Place, change: { readonly added?: View; readonly removed?: string }): Promise<void> {
  await Promise.all(allInboxes(env).map(async (inbox) => inbox.viewsChanged(change)));
}

/** Whether there is no room for one more view of this kind. */
async function isFull(
  env: Place,
  { owner, shared }: Pick<View, 'owner' | 'shared'>,
): Promise<Refused | null> {
  const limit = shared ? most.shared : most.own;
  const same = shared ? eq(view.shared, true) : and(eq(view.shared, false), eq(view.owner, owner));
  const [row] = await drizzle(env.DB).select({ n: count() }).from(view).where(same);
  if ((row?.n ?? 0) < limit) return null;
  return { refusal: { code: 'too-many-kept', what: shared ? 'shared views' : 'own views', limit } };
}

function mayShare(actor: Actor, ...views: readonly Pick<View, 'shared'>[]): Refused | null {
  const allowed = canManage(actor, 'views.share') || !views.some(({ shared }) => shared);
  return allowed ? null : { refusal: { code: 'role-may-not', role: actor.role } };
}

/** Saves a view. Refused: `role-may-not` (sharing), `too-many-kept`. */
export async function addView(env: Place, actor: Actor, body: Body): Promise<View | Refused> {
  const made: View = { id: crypto.randomUUID().slice(-12), owner: actor.id, ...body };
  const refused = mayShare(actor, made) ?? (await isFull(env, made));
  if (refused) return refused;
  await drizzle(env.DB)
    .insert(view)
    .values({ ...made, createdAt: Date.now() });
  await tell(env, { added: made });
  return made;
}

/** A view that `actor` may change: their own, and for an admin every shared one. */
async function changeable(env: Place, actor: Actor, id: string): Promise<View | Refused> {
  const [found] = await drizzle(env.DB).select(shown).from(view).where(eq(view.id, id));
  if (!found) return notFound;
  const mine = found.owner === actor.id || (found.shared && actor.role === 'admin');
  return mine ? (mayShare(actor, found) ?? found) : notFound;
}

/** Changes a view as a whole; it stays its owner's. Refused: `view-not-found`, `role-may-not`, `too-many-kept`. */
export async function changeView(
  env: Place,
  actor: Actor,
  { id, body }: { readonly id: string; readonly body: Body },
): Promise<View | Refused> {
  const before = await changeable(env, actor, id);
  if ('refusal' in before) return before;
  const changed: View = { id, owner: before.owner, ...body };
  const moves = before.shared !== changed.shared;
  const refused = mayShare(actor, changed) ?? (moves ? await isFull(env, changed) : null);
  if (refused) return refused;
  await drizzle(env.DB).update(view).set(body).where(eq(view.id, id));
  await tell(env, { removed: id, added: changed });
  return changed;
}

/** Drops a view. Refused: `view-not-found`, `role-may-not`. */
export async function dropView(
  env: Place,
  actor: Actor,
  id: string,
): Promise<{ readonly ok: true } | Refused> {
  const before = await changeable(env, actor, id);
  if ('refusal' in before) return before;
  await drizzle(env.DB).delete(view).where(eq(view.id, id));
  await tell(env, { removed: id });
  return { ok: true };
}
