/** Messages by what they say, newest first. */
import { messageQuery } from '#domain/facets.ts';
import { matches, type Filter } from '#domain/filter.ts';
import type { Found, MessageHit } from '#domain/http.ts';
import { can, type Actor } from '#domain/permission.ts';
import { hitsIn } from '#domain/words.ts';
import { writeCursor } from './cursor.ts';
import { headOf } from './index-row.ts';

/** What a search looks for, and how far. */
export type Asked = {
  readonly db: D1Database;
  readonly actor: Actor;
  readonly now: number;
  readonly filter: Filter;
  readonly q: string;
  /** Places before this one; null from the newest on. */
  readonly before: string | null;
  readonly limit: number;
};

type Row = {
  readonly place: string;
  readonly message: string;
  readonly at: number;
  readonly text: string;
  /** Null when the conversation is not in the index any more. */
  readonly head: string | null;
};

/** Messages that one page looks at: common words of which one may see few would else read the whole index. */
const mostScanned = 2000;
const lastPlace = '9223372036854775807';

async function scan(
  db: D1Database,
  sought: string,
  { before, limit }: { before: string; limit: number },
): Promise<Row[]> {
  const { results } = await db
    .prepare(
      `SELECT CAST(said.rowid AS TEXT) AS place, said.message, said.at, said.text, c.head
      FROM said LEFT JOIN conversation AS c ON c.id = said.conversation
      WHERE said MATCH ? AND said.rowid < CAST(? AS INTEGER) ORDER BY said.rowid DESC LIMIT ?`,
    )
    .bind(sought, before, limit)
    .all<Row>();
  return results;
}

/** Characters of a hit that are shown, and of those how many before it. */
const shown = 160;
const lead = 40;

/** What stands around the first hit; the beginning where the hit is near it. */
function around(text: string, q: string): string {
  const [first] = hitsIn(text, q);
  const hit = first?.[0] ?? 0;
  if (hit <= lead || text.length <= shown) return text.slice(0, shown).toWellFormed();
  const space = text.indexOf(' ', hit - lead);
  const begin = space >= 0 && space < hit ? space + 1 : hit;
  return `…${text.slice(begin, begin + shown).toWellFormed()}`;
}

function hitOf(row: Row, { actor, now, filter, q }: Asked): MessageHit | null {
  if (row.head === null) return null;
  const head = headOf({ head: row.head });
  const seen = can(actor, 'conversation.see', head) && matches(head, filter, { me: actor.id, now });
  return seen ? { head, messageId: row.message, at: row.at, text: around(row.text, q) } : null;
}

/**
 * One page of messages that the caller may see, of conversations that fit the filter. It looks at 2,000 messages at most;
 * where that did not fill the page, `next` goes on from there.
 */
export async function findMessages(asked: Asked): Promise<Found<MessageHit>> {
  const sought = messageQuery(asked.q);
  const hits: MessageHit[] = [];
  let before = asked.before ?? lastPlace;
  let scanned = 0;
  // Mostly the first messages are seen; where they are not, ever more are looked at in one go.
  for (let size = asked.limit + 1; sought !== ''; size = Math.min(size * 4, mostScanned - scanned)) {
    const rows = await scan(asked.db, sought, { before, limit: size });
    for (const row of rows) {
      const hit = hitOf(row, asked);
      if (hit && hits.length === asked.limit)
        return { hits, next: writeCursor({ stretch: 0, place: before }) };
      if (hit) hits.push(hit);
      before = row.place;
    }
    scanned += rows.length;
    if (rows.length < size) break;
    if (scanned >= mostScanned) return { hits, next: writeCursor({ stretch: 0, place: before }) };
  }
  return { hits, next: null };
}
