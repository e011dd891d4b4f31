/** Interactive messages that are kept for everybody, to be sent again (B-57). */
import { asc, count, eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type { z } from 'zod';
import { savedInteractiveBody, type SavedInteractive } from '#domain/http-kept.ts';
import { refuseDraft } from '#domain/limits.ts';
import { canManage, type Actor } from '#domain/permission.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { Env } from '../env.ts';
import { log } from '../log.ts';
import { savedInteractive } from './tables.ts';

type Place = Pick<Env, 'DB'>;
type Refused = { readonly refusal: Refusal };
type Body = z.infer<typeof savedInteractiveBody>;
type Row = typeof savedInteractive.$inferSelect;

const mostSaved = 500;
const notFound: Refused = { refusal: { code: 'kept-not-found' } };

/** A row whose draft is not understood any more is left out, and stands in the log. */
function fromRow({ id, name, channel, draft, ownerId }: Row): SavedInteractive | null {
  const read = savedInteractiveBody.safeParse({ name, channel, draft: JSON.parse(draft) as unknown });
  if (!read.success) log('library.not-understood', { id });
  return read.success ? { id, owner: ownerId, ...read.data } : null;
}

/** All of them, by name. */
export async function libraryOf(env: Place): Promise<SavedInteractive[]> {
  const rows = await drizzle(env.DB)
    .select()
    .from(savedInteractive)
    .orderBy(asc(savedInteractive.name), asc(savedInteractive.id));
  return rows.flatMap((row) => fromRow(row) ?? []);
}

/** Keeps one that its channel takes. Refused: what `refuseDraft` says, `too-many-kept`. */
export async function addSaved(env: Place, actor: Actor, body: Body): Promise<SavedInteractive | Refused> {
  const refusal = refuseDraft(body.channel, body.draft);
  if (refusal) return { refusal };
  const [row] = await drizzle(env.DB).select({ n: count() }).from(savedInteractive);
  if ((row?.n ?? 0) >= mostSaved) {
    return { refusal: { code: 'too-many-kept', what: 'messages in the library', limit: mostSaved } };
  }
  const id = crypto.randomUUID();
  await drizzle(env.DB)
    .insert(savedInteractive)
    .values({
      id,
      ...body,
      draft: JSON.stringify(body.draft),
      ownerId: actor.id,
      changedAt: Date.now(),
    });
  return { id, owner: actor.id, ...body };
}

/** One that `actor` may change: their own, and with the right to share every one. */
async function changeable(env: Place, actor: Actor, id: string): Promise<Row | Refused> {
  const [found] = await drizzle(env.DB).select().from(savedInteractive).where(eq(savedInteractive.id, id));
  if (!found) return notFound;
  if (found.ownerId === actor.id || canManage(actor, 'replies.share')) return found;
  return { refusal: { code: 'role-may-not', role: actor.role } };
}

/** Changes one as a whole; it stays its owner's. Refused: `kept-not-found`, `role-may-not`, what `refuseDraft` says. */
export async function changeSaved(
  env: Place,
  actor: Actor,
  { id, body }: { readonly id: string; readonly body: Body },
): Promise<SavedInteractive | Refused> {
  const before = await changeable(env, actor, id);
  if ('refusal' in before) return before;
  const refusal = refuseDraft(body.channel, body.draft);
  if (refusal) return { refusal };
  await drizzle(env.DB)
    .update(savedInteractive)
    .set({ ...body, draft: JSON.stringify(body.draft), changedAt: Date.now() })
    .where(eq(savedInteractive.id, id));
  return { id, owner: before.ownerId, ...body };
}

/** Drops one. Refused: `kept-not-found`, `role-may-not`. */
export async function dropSaved(
  env: Place,
  actor: Actor,
  id: string,
): Promise<{ readonly ok: true } | Refused> {
  const before = await changeable(env, actor, id);
  if ('refusal' in before) return before;
  await drizzle(env.DB).delete(savedInteractive).where(eq(savedInteractive.id, id));
  return { ok: true };
}
