/** Writing and reading down who did what that leaves no line in a timeline. */
import { and, desc, eq, gte, lt } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type { Person } from '#domain/message.ts';
import type { Env } from '../env.ts';
import { audit } from './tables.ts';

type Place = Pick<Env, 'DB'>;

export type Deed = {
  readonly by: Person;
  /** In ms. */
  readonly at: number;
  readonly what: string;
  /** What it is about: the id of a conversation, a person, an import. */
  readonly about: string;
  /** The particulars, as JSON takes them. */
  readonly body: Readonly<Record<string, unknown>>;
};

/** Statements that write deeds down, for the batch of what was done. */
export function auditing(env: Place, deeds: readonly Deed[]): D1PreparedStatement[] {
  const insert = env.DB.prepare(
    'INSERT INTO audit (id, at, person_id, person_name, what, about, body) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  return deeds.map(({ by, at, what, about, body }) =>
    insert.bind(crypto.randomUUID(), at, by.id, by.name, what, about, JSON.stringify(body)),
  );
}

/** Writes one down. @throws when D1 does not answer: then it must not be done, either */
export async function writeDown(env: Place, deed: Deed): Promise<void> {
  await env.DB.batch(auditing(env, [deed]));
}

type Span = { readonly about: string; readonly from: number; readonly before: number };
const most = 100;

/** What was done about something from a time (ms) on and before another, the newest first. */
export async function deedsOf(env: Place, { about, from, before }: Span) {
  return drizzle(env.DB)
    .select()
    .from(audit)
    .where(and(eq(audit.about, about), gte(audit.at, from), lt(audit.at, before)))
    .orderBy(desc(audit.at))
    .limit(most);
}
