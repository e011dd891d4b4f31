/** Which attributes customers and conversations have: looking them up, making, changing, ordering and dropping them. */
import { asc, eq, max, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type { z } from 'zod';
import type { Attribute } from '#domain/attribute.ts';
import type { attributeBody } from '#domain/http-contact.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { Env } from '../env.ts';
import { attribute } from './tables.ts';

type Place = Pick<Env, 'DB'>;
type Refused = { readonly refusal: Refusal };
type Body = z.infer<typeof attributeBody>;

const nameTaken: Refused = { refusal: { code: 'name-taken' } };
const notFound: Refused = { refusal: { code: 'attribute-not-found' } };
/** As many as a conversation carries. */
const most = 50;

const columns = {
  id: attribute.id,
  name: attribute.name,
  type: attribute.type,
  of: attribute.of,
  options: attribute.options,
  required: attribute.required,
  filterable: attribute.filterable,
};

/** The statement that reads all of them, in the order of the panel. */
export const attributesOf = (env: Place) =>
  drizzle(env.DB).select(columns).from(attribute).orderBy(asc(attribute.position), asc(attribute.name));

/** An attribute, or null. */
export async function findAttribute(env: Place, id: string): Promise<Attribute | null> {
  const [row] = await drizzle(env.DB).select(columns).from(attribute).where(eq(attribute.id, id));
  return row ?? null;
}

const folded = (name: string): string => name.normalize('NFKC').toLowerCase();

/**
 * An id that says what it is: it stands in addresses of the list and in files that are imported. What has no Latin letters
 * gets a number of its own.
 */
function idOf(name: string): string {
  const plain = folded(name)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/gu, '-')
    .replace(/^-|-$/gu, '');
  return plain.slice(0, 40) || crypto.randomUUID().slice(-12);
}

/** Its id, or where another attribute that is called otherwise now has it, one with a number. */
function freeId(name: string, all: readonly Attribute[]): string {
  const taken = new Set(all.map(({ id }) => id));
  const id = idOf(name);
  let number = 1;
  const numbered = (): string => (number === 1 ? id : `${id}-${number}`);
  while (taken.has(numbered())) number += 1;
  return numbered();
}

/** A new one, after those that there are. Refused: `name-taken`, `invalid-input` when there are too many. */
export async function addAttribute(env: Place, body: Body): Promise<Attribute | Refused> {
  const all = await attributesOf(env);
  if (all.some(({ name }) => folded(name) === folded(body.name))) return nameTaken;
  if (all.length >= most)
    return { refusal: { code: 'invalid-input', problem: `there are ${most} attributes already` } };
  const made = { id: freeId(body.name, all), ...body };
  const [last] = await drizzle(env.DB)
    .select({ at: max(attribute.position) })
    .from(attribute);
  const row = { ...made, position: (last?.at ?? 0) + 1 };
  const { meta } = await drizzle(env.DB).insert(attribute).values(row).onConflictDoNothing();
  return meta.changes > 0 ? made : nameTaken;
}

/**
 * Another name, other options. It keeps its type and owner: what is noted under it stays readable.
 * Refused: `attribute-not-found`, `name-taken`, `value-not-allowed` for another type.
 */
export async function changeAttribute(env: Place, id: string, body: Body): Promise<Attribute | Refused> {
  const all = await attributesOf(env);
  const before = all.find((one) => one.id === id);
  if (!before) return notFound;
  if (all.some((one) => one.id !== id && folded(one.name) === folded(body.name))) return nameTaken;
  if (before.type !== body.type || before.of !== body.of) {
    const problem = `${before.name} keeps its type, because of what is noted already. Make another attribute.`;
    return { refusal: { code: 'value-not-allowed', problem } };
  }
  await drizzle(env.DB).update(attribute).set(body).where(eq(attribute.id, id));
  return { id, ...body };
}

/** Puts them in this order; those that are not named come after. */
export async function orderAttributes(env: Place, ids: readonly string[]): Promise<Attribute[]> {
  const place = sql`(SELECT key FROM json_each(${JSON.stringify(ids)}) WHERE value = ${attribute.id})`;
  await drizzle(env.DB)
    .update(attribute)
    .set({ position: sql`coalesce(${place}, ${ids.length})` });
  return attributesOf(env);
}

/** Drops one. What is noted under it stays in the conversations, where no screen shows it. Refused: `attribute-not-found`. */
export async function dropAttribute(env: Place, id: string): Promise<{ readonly ok: true } | Refused> {
  const { meta } = await drizzle(env.DB).delete(attribute).where(eq(attribute.id, id));
  return meta.changes > 0 ? { ok: true } : notFound;
}
