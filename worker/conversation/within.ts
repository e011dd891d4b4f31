/** Searching inside one conversation (B-39): its own messages, newest first, as much of them as may be looked at. */
import type { WithinAnswer } from '#domain/http-within.ts';
import type { Position } from '#domain/message.ts';
import { finderOf } from '#domain/words.ts';
import { fromRow, type MessageRow } from './message-row.ts';
import { saidOf } from './said.ts';

const mostHits = 200;
/** Messages that are looked at before the object does something else that waits. */
const atOnce = 500;
/** Characters that one search looks at: as much as 10,000 long messages. */
const mostRead = 4_000_000;

/** Up to `limit` messages with words that stand before `position`, newest first. */
type Read = (position: Position, limit: number) => readonly MessageRow[];

type Found = { hits: WithinAnswer['hits'][number][]; read: number };

/** Whether it may go on. */
function look(rows: readonly MessageRow[], finds: (text: string) => boolean, found: Found): boolean {
  for (const row of rows) {
    if (found.read >= mostRead) return false;
    const text = saidOf(fromRow(row));
    found.read += text.length;
    if (text === '' || !finds(text)) continue;
    if (found.hits.length === mostHits) return false;
    found.hits.push({ id: row.id, at: row.at, seq: row.seq });
  }
  return true;
}

/** Messages that `q` finds. Any text is safe: it is never part of a statement. */
export async function searchWithin(read: Read, q: string): Promise<WithinAnswer> {
  const finds = finderOf(q);
  const found: Found = { hits: [], read: 0 };
  if (!finds) return { hits: found.hits, more: false };
  let before: Position = { at: Number.MAX_SAFE_INTEGER, seq: Number.MAX_SAFE_INTEGER };
  for (;;) {
    const rows = read(before, atOnce);
    if (!look(rows, finds, found)) return { hits: found.hits, more: true };
    const last = rows.at(-1);
    if (!last || rows.length < atOnce) return { hits: found.hits, more: false };
    before = last;
    await scheduler.wait(0);
  }
}
