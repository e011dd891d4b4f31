/** The list: pages of it, whom a bulk action is about, and what is overdue. */
import { spans } from '#domain/facets.ts';
import { isEmpty } from '#domain/filter.ts';
import { mostInBulk } from '#domain/bulk.ts';
import type { ListCounts, ListPage, ListQuery, Matching } from '#domain/http.ts';
import type { Actor } from '#domain/permission.ts';
import type { Env } from '../env.ts';
import { viewsOf } from '../views/views.ts';
import { compile } from './compile.ts';
import { boundedCount, boundedCounts, countsFor, readTally } from './counts.ts';
import { placesOf, waitingPlaces } from './place.ts';
import { readRows } from './sorts.ts';
import { isKept } from './tally.ts';

type Place = Pick<Env, 'DB'>;
type Asking = { readonly actor: Actor; readonly now: number };

/** Kept counts; on a first page also those of views that are not kept. */
async function countsOf(db: D1Database, { actor, now }: Asking, isFirst: boolean): Promise<ListCounts> {
  const [rows, views] = await Promise.all([readTally(db), viewsOf({ DB: db }, actor.id)]);
  const counts = countsFor(rows, actor, views);
  if (!isFirst) return counts;
  const others = views.filter((view) => !isKept(view));
  const asked = others.map(({ filter, tab }) => ({ filter, asker: { actor, tab, now } }));
  const numbers = await boundedCounts(db, asked);
  const told = others.flatMap(({ id }, index) => {
    const number = numbers[index];
    return number ? [[id, number] as const] : [];
  });
  return { ...counts, views: { ...counts.views, ...Object.fromEntries(told) } };
}

/** One page of what `actor` may see, in the order of the sort; never more than four rows read for a row shown. */
export async function listPage({ DB: db }: Place, actor: Actor, query: ListQuery): Promise<ListPage> {
  const now = Date.now();
  const { tab, filter } = query;
  const asker = { actor, tab, now };
  const isFirst = query.cursor === undefined && query.from === undefined;
  const [page, counts] = await Promise.all([
    readRows({ db, actor, now }, query),
    countsOf(db, { actor, now }, isFirst),
  ]);
  if (!isFirst || isEmpty(filter)) return { ...page, counts, matching: null, now };
  const matching =
    page.next === null ? { n: page.rows.length, more: false } : await boundedCount(db, filter, asker);
  return { ...page, counts, matching, now };
}

/** Ids of what matches, newest first, `limit` of them at most. */
export async function idsOf(
  { DB: db }: Place,
  actor: Actor,
  query: Pick<ListQuery, 'tab' | 'filter' | 'limit'>,
): Promise<string[]> {
  const { match, where, params } = compile(query.filter, { actor, tab: query.tab, now: Date.now() });
  const { from, to } = placesOf(query.filter);
  const row = where === '1' ? '' : 'CROSS JOIN conversation AS c ON c.id = facet.id';
  const { results } = await db
    .prepare(
      `SELECT facet.id FROM facet ${row} WHERE facet MATCH ?
        AND facet.rowid >= CAST(? AS INTEGER) AND facet.rowid < CAST(? AS INTEGER) AND (${where})
      ORDER BY facet.rowid DESC LIMIT ?`,
    )
    .bind(match, from, to, ...params, query.limit)
    .all<{ id: string }>();
  return results.map(({ id }) => id);
}

/** Whom a bulk action over all that match would be about: newest first, and no more than one action takes. */
export async function matchingIds(env: Place, actor: Actor, query: ListQuery): Promise<Matching> {
  const ids = await idsOf(env, actor, { ...query, limit: mostInBulk + 1 });
  return { ids: ids.slice(0, mostInBulk), more: ids.length > mostInBulk };
}

const lateness = 5 * 60 * 1000;
const sweepSize = 200;

/** Conversations whose alarm should have rung a while ago. */
export async function overdue({ DB: db }: Place, now: number): Promise<string[]> {
  const late = now - lateness;
  const buckets = spans('due', 0, late).map((token) => `"${token}"`);
  const { results } = await db
    .prepare(
      `SELECT facet.id FROM facet CROSS JOIN conversation AS c ON c.id = facet.id
      WHERE facet MATCH ? AND facet.rowid < ${waitingPlaces} AND c.due_at < ? LIMIT ${sweepSize}`,
    )
    .bind(buckets.join(' OR '), late)
    .all<{ id: string }>();
  return results.map(({ id }) => id);
}
