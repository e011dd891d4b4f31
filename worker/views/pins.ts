/** Pins: conversations that a person keeps at the top of their list. */
import { and, asc, eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type { z } from 'zod';
import type { pinBody } from '#domain/http.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { Env } from '../env.ts';
import { pin } from '../inbox/tables.ts';

type Place = Pick<Env, 'DB'>;

const most = 50;

/** The statement that finds what a person has pinned, to be asked together with others. */
export const selectPins = (env: Place, personId: string) =>
  drizzle(env.DB)
    .select({ id: pin.conversationId })
    .from(pin)
    .where(eq(pin.personId, personId))
    .orderBy(asc(pin.conversationId));

/**
 * Pins a conversation or takes its pin away; what is so already stays so. Whether the person may see it is asked when the
 * list is read, as rights come and go. Refused: `too-many-kept`.
 */
export async function setPin(
  env: Place,
  personId: string,
  { id, on }: z.infer<typeof pinBody>,
): Promise<{ readonly ok: true } | { readonly refusal: Refusal }> {
  if (!on) {
    const one = and(eq(pin.personId, personId), eq(pin.conversationId, id));
    await drizzle(env.DB).delete(pin).where(one);
    return { ok: true };
  }
  const [, pinned] = await env.DB.batch<{ id: string }>([
    env.DB.prepare(
      `INSERT OR IGNORE INTO pin (person_id, conversation_id)
       SELECT ?1, ?2 WHERE (SELECT count(*) FROM pin WHERE person_id = ?1) < ?3`,
    ).bind(personId, id, most),
    env.DB.prepare('SELECT conversation_id AS id FROM pin WHERE person_id = ? AND conversation_id = ?').bind(
      personId,
      id,
    ),
  ]);
  const there = (pinned?.results.length ?? 0) > 0;
  return there ? { ok: true } : { refusal: { code: 'too-many-kept', what: 'pins', limit: most } };
}

/** A conversation became part of another: whoever had pinned it has pinned that one. @throws when D1 fails */
export async function movePins({ DB: db }: Place, from: string, to: string): Promise<void> {
  await db
    .prepare('UPDATE OR REPLACE pin SET conversation_id = ? WHERE conversation_id = ?')
    .bind(to, from)
    .run();
}
