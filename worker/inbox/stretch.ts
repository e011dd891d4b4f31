/** Reading rows of the list by their places. */
import type { Head } from '#domain/head.ts';
import type { Compiled } from './compile.ts';
import { headOf } from './index-row.ts';

/** A row where it stands. */
export type Standing = { readonly head: Head; readonly place: string };

/** Places from `from` (with it) to `to` (without it). */
export type Range = {
  readonly from: string;
  readonly to: string;
  readonly limit: number;
  readonly down: boolean;
};

/** Both filters at once. */
export function both(a: Compiled, b: Compiled): Compiled {
  return {
    match: `(${a.match}) AND (${b.match})`,
    where: `(${a.where}) AND (${b.where})`,
    params: [...a.params, ...b.params],
  };
}

/** Rows of a range of places, upwards or downwards. The index takes one bound a side: a second would not spare it reading. */
export async function readRange(
  db: D1Database,
  { match, where, params }: Compiled,
  { from, to, limit, down }: Range,
): Promise<Standing[]> {
  const { results } = await db
    .prepare(
      `SELECT c.head, CAST(facet.rowid AS TEXT) AS place
      FROM facet CROSS JOIN conversation AS c ON c.id = facet.id
      WHERE facet MATCH ? AND facet.rowid >= CAST(? AS INTEGER) AND facet.rowid < CAST(? AS INTEGER) AND (${where})
      ORDER BY facet.rowid ${down ? 'DESC' : 'ASC'} LIMIT ?`,
    )
    .bind(match, from, to, ...params, limit)
    .all<{ head: string; place: string }>();
  return results.map((row) => ({ head: headOf(row), place: row.place }));
}
