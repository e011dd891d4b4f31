/**
 * Follow-ups of all conversations, read from the copy in D1. Each is shown only to whom may see its conversation: its row is
 * read beside it and asked, so a page costs three to four rows a follow-up, and no more than `looks` pages of others are passed over.
 */
import { dayOf, endOf } from '#domain/day.ts';
import type { FollowUpScope, FollowUpTab } from '#domain/follow-up.ts';
import type {
  FollowUpCounts,
  FollowUpRow,
  FollowUpsAnswer,
  FollowUpsQuery,
} from '#domain/http-follow-ups.ts';
import type { BoundedCount } from '#domain/http.ts';
import type { Head } from '#domain/head.ts';
import type { FollowUp } from '#domain/panel.ts';
import { can, type Actor } from '#domain/permission.ts';
import type { Env } from '../env.ts';

type Place = Pick<Env, 'DB'>;

const pageSize = 50;
/** Pages that one request reads where most of what it finds is not for the caller. */
const looks = 4;
/** Counts stop here: “99+” says enough. */
const mostCounted = 100;

/** Times from `from` (with it) to `to` (without it), in ms. */
type Span = { readonly from: number; readonly to: number };
type Asked = { readonly state: FollowUp['state']; readonly scope: FollowUpScope; readonly span: Span };
type Row = { readonly at: number; readonly place: number; readonly body: string; readonly head: string };
type Cursor = Pick<Row, 'at' | 'place'>;

function endOfDay(now: number, zone: string): number {
  return endOf(dayOf(now, zone), zone) ?? now;
}

function spanOf(tab: FollowUpTab, { now, zone }: { now: number; zone: string }): Span {
  const end = Number.MAX_SAFE_INTEGER;
  if (tab === 'overdue') return { from: 0, to: now + 1 };
  if (tab === 'today') return { from: now + 1, to: endOfDay(now, zone) };
  return tab === 'upcoming' ? { from: endOfDay(now, zone), to: end } : { from: 0, to: end };
}

type Way = { readonly scope: FollowUpScope; readonly down: boolean };

/** The index is gone along in its order: nothing is sorted, and nothing is read that is not asked for. */
function statement({ scope, down }: Way, range: string): string {
  const [index, whose] =
    scope === 'me' ? ['follow_up_owner', 'f.owner_id = ?1'] : ['follow_up_at', '?1 IS NOT NULL'];
  const order = down ? 'DESC' : 'ASC';
  return `SELECT f.at, f.rowid AS place, f.body, c.head
    FROM follow_up AS f INDEXED BY ${index} CROSS JOIN conversation AS c ON c.id = f.conversation_id
    WHERE ${whose} AND f.state = ?2 AND ${range}
    ORDER BY f.at ${order}, f.rowid ${order} LIMIT ?5`;
}

/**
 * Up to `limit` rows after the cursor. Many may be due at one time, and an index is entered at a time and a place only where
 * the time is one: so what is left of the cursor's own time is read first, and then what comes after it.
 */
async function read(
  { DB: db }: Place,
  { state, scope, span }: Asked,
  page: { readonly me: string; readonly after: Cursor | null; readonly limit: number },
): Promise<Row[]> {
  const way = { scope, down: state === 'done' };
  const { me, after, limit } = page;
  const rows = async (range: string, values: readonly number[]): Promise<Row[]> => {
    const { results } = await db
      .prepare(statement(way, range))
      .bind(me, state, ...values)
      .all<Row>();
    return results;
  };
  const same = after
    ? await rows(`f.at = ?3 AND f.rowid ${way.down ? '<' : '>'} ?4`, [after.at, after.place, limit])
    : [];
  if (same.length === limit) return same;
  const rest = limit - same.length;
  const later = way.down
    ? await rows('f.at < ?3 AND f.at >= ?4', [after?.at ?? span.to, span.from, rest])
    : await rows('f.at > ?3 AND f.at < ?4', [after?.at ?? span.from - 1, span.to, rest]);
  return [...same, ...later];
}

function shownTo(actor: Actor, { body, head }: Row): FollowUpRow[] {
  const row = { head: JSON.parse(head) as Head, followUp: JSON.parse(body) as FollowUp };
  return can(actor, 'conversation.see', row.head) ? [row] : [];
}

function cursorIn(text: string | undefined): Cursor | null {
  const [at, place] = (text ?? '').split('-').map(Number);
  return at === undefined || place === undefined ? null : { at, place };
}

/** One page of `tab`, as far as `actor` may see the conversations. It may be short of rows and not be the last. */
export async function followUpsPage(
  env: Place,
  actor: Actor,
  query: FollowUpsQuery,
): Promise<FollowUpsAnswer> {
  const now = Date.now();
  const { tab, scope, zone, from = 0, to = Number.MAX_SAFE_INTEGER } = query;
  const whole = spanOf(tab, { now, zone });
  const span = { from: Math.max(whole.from, from), to: Math.min(whole.to, to) };
  const asked: Asked = { state: tab === 'done' ? 'done' : 'open', scope, span };
  const rows: FollowUpRow[] = [];
  let after = cursorIn(query.cursor);
  for (let look = 0; look < looks && rows.length < pageSize; look += 1) {
    const limit = pageSize - rows.length;
    const found = await read(env, asked, { me: actor.id, after, limit });
    rows.push(...found.flatMap((row) => shownTo(actor, row)));
    if (found.length < limit) return { rows, next: null, now };
    after = found.at(-1) ?? after;
  }
  return { rows, next: after && `${after.at}-${after.place}`, now };
}

/** How many there are of what is not done, counted no further than a hundred of each. */
export async function followUpCounts(
  env: Place,
  actor: Actor,
  { scope, zone }: { readonly scope: FollowUpScope; readonly zone: string },
): Promise<FollowUpCounts> {
  const now = Date.now();
  const count = async (
    tab: FollowUpTab,
  ): Promise<BoundedCount & { readonly first: FollowUpRow | undefined }> => {
    const asked: Asked = { state: 'open', scope, span: spanOf(tab, { now, zone }) };
    const found = await read(env, asked, { me: actor.id, after: null, limit: mostCounted });
    const seen = found.flatMap((row) => shownTo(actor, row));
    return { n: seen.length, more: found.length === mostCounted, first: seen[0] };
  };
  const [overdue, today, upcoming] = await Promise.all([count('overdue'), count('today'), count('upcoming')]);
  const counted = ({ n, more }: BoundedCount): BoundedCount => ({ n, more });
  return {
    ...{ overdue: counted(overdue), today: counted(today), upcoming: counted(upcoming) },
    nextAt: today.first?.followUp.dueAt ?? null,
  };
}
