/** Imported contacts in D1: writing them, finding those that wait, and handing them to their conversations. */
import type { Channel } from '#domain/channel.ts';
import { facet, phoneToken } from '#domain/facets.ts';
import { canonicalPhone, phoneSpellings } from '../channels/names.ts';
import type { Env } from '../env.ts';
import type { Contact, ContactFacts } from './contact.ts';

type Place = Pick<Env, 'DB'>;
type Row = Omit<Contact, 'facts'> & { readonly facts: string };

const columns = `contact.id, contact.channel, contact.account_id AS accountId, contact.phone, contact.facts,
  contact.import_id AS importId`;

const contactOf = ({ facts, ...row }: Row): Contact => ({ ...row, facts: JSON.parse(facts) as ContactFacts });

/** The statement that keeps contacts; those that are there stay as they are. */
export function keepContacts(db: D1Database, contacts: readonly Contact[]): D1PreparedStatement {
  const rows = contacts.map(({ id, channel, accountId, phone, facts, importId }) => [
    ...[id, channel, accountId, phone],
    JSON.stringify(facts),
    importId,
  ]);
  return db
    .prepare(
      `INSERT INTO contact (id, channel, account_id, phone, facts, import_id)
      SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5 FROM json_each(?)
      WHERE true ON CONFLICT (id) DO NOTHING`,
    )
    .bind(JSON.stringify(rows));
}

/** Those of `ids` whom no conversation has taken over, by id. @throws when D1 does not answer */
export async function waitingContacts({ DB }: Place, ids: readonly string[]): Promise<Map<string, Contact>> {
  const { results } = await DB.prepare(
    `SELECT ${columns} FROM json_each(?) AS asked CROSS JOIN contact ON contact.id = asked.value
    WHERE contact.taken_at IS NULL`,
  )
    .bind(JSON.stringify(ids))
    .all<Row>();
  return new Map(results.map((row) => [row.id, contactOf(row)]));
}

/** Up to `limit` ids after `after` of contacts that wait, in their order. */
export async function waitingIds({ DB }: Place, after: string, limit: number): Promise<string[]> {
  const { results } = await DB.prepare(
    'SELECT id FROM contact WHERE id > ? AND taken_at IS NULL ORDER BY id LIMIT ?',
  )
    .bind(after, limit)
    .all<{ id: string }>();
  return results.map(({ id }) => id);
}

/** Their conversations have what was known of these. @throws when D1 does not answer */
export async function markTaken({ DB }: Place, ids: readonly string[], now: number): Promise<void> {
  await DB.prepare(
    'UPDATE contact SET taken_at = ? WHERE id IN (SELECT value FROM json_each(?)) AND taken_at IS NULL',
  )
    .bind(now, JSON.stringify(ids))
    .run();
}

export type Asked = { readonly id: string; readonly phone: string };
type Line = { readonly channel: Channel; readonly accountId: string };

/** By id, with the import that brought them; null for a conversation. */
const byId = `SELECT asked.value AS id, contact.import_id AS importId
FROM json_each(?) AS asked LEFT JOIN contact ON contact.id = asked.value
  LEFT JOIN conversation ON conversation.id = asked.value
WHERE contact.id IS NOT NULL OR conversation.id IS NOT NULL`;

const byPhone = `SELECT conversation.head ->> 'phone' AS phone
FROM facet CROSS JOIN conversation ON conversation.id = facet.id WHERE facet MATCH ?`;

/**
 * Those of `asked` who are known on this account already, each with the id of the import that brought them, or null: by the
 * id of their conversation, and by the phone where that has the id of another name.
 * @throws when D1 does not answer
 */
export async function knownOf(
  { DB }: Place,
  line: Line,
  asked: readonly Asked[],
): Promise<Map<string, string | null>> {
  if (asked.length === 0) return new Map();
  const tokens = asked.flatMap(({ phone }) => phoneSpellings(phone).map((one) => `"${phoneToken(one)}"`));
  const account = facet('account', `${line.channel}:${line.accountId}`);
  const [found, phones] = await DB.batch<Record<string, string | null>>([
    DB.prepare(byId).bind(JSON.stringify(asked.map(({ id }) => id))),
    DB.prepare(byPhone).bind(`"${account}" AND (${[...new Set(tokens)].join(' OR ')})`),
  ]);
  const taken = new Set((phones?.results ?? []).map(({ phone }) => canonicalPhone(phone ?? '')));
  const known = new Map((found?.results ?? []).map(({ id, importId }) => [id ?? '', importId ?? null]));
  for (const { id, phone } of asked) {
    if (!known.has(id) && taken.has(canonicalPhone(phone))) known.set(id, null);
  }
  return known;
}
