/** Buckets of the ends of windows: the facets that the sort "closing" walks, and the statements that look into them. */
import { spans } from '#domain/facets.ts';
import type { Compiled } from './compile.ts';
import { headOf } from './index-row.ts';
import { waitingPlaces } from './place.ts';
import type { Standing } from './stretch.ts';

/** 4 s, 65 s, 17 min and 4.7 h (ms): the finest, in which rows stand in order, to the coarsest. */
export const widths = [2 ** 12, 2 ** 16, 2 ** 20, 2 ** 24] as const;
export type Width = (typeof widths)[number];
export const [finest, , , coarsest] = widths;

/** All windows that end from `start` (ms) on for `width` ms. */
export type Bucket = {
  readonly start: number;
  readonly width: Width;
  readonly token: string;
  /** Rows before this place are known. */
  readonly from?: string;
};

/** A row by the end of its window. `bucket`: where its finest bucket begins (ms); `of`: the one that was read. */
export type Ending = Standing & { readonly bucket: number; readonly of: number };

/** Where the bucket of a time begins. */
export const beginOf = (at: number, width: Width): number => at - (at % width);

/** @throws when `start` is no multiple of `width` */
function bucketAt(start: number, width: Width): Bucket {
  const [token, ...others] = spans('window', start, start + width - 1);
  if (token === undefined || others.length > 0) throw new Error(`No window bucket begins at ${start}.`);
  return { start, width, token };
}

/** Buckets of one width, from that in which `from` lies to the one before `to`. */
export function row(from: number, to: number, width: Width): Bucket[] {
  const count = Math.max(Math.ceil((to - beginOf(from, width)) / width), 0);
  return Array.from({ length: count }, (_none, n) => bucketAt(beginOf(from, width) + n * width, width));
}

/** The fewest buckets from `from` to `to` that are no wider than `widest`; the first one is of the finest. */
export function ladder(from: number, to: number, widest: Width): Bucket[] {
  const first = beginOf(from, finest);
  const buckets = [bucketAt(first, finest)];
  for (let start = first + finest; start < to;) {
    const width = widths.findLast((one) => one <= widest && start % one === 0) ?? finest;
    buckets.push(bucketAt(start, width));
    start += width;
  }
  return buckets;
}

const valuesOf = (buckets: readonly Bucket[]): string =>
  buckets.map(({ start, width, token, from = '0' }) => `(${start},${width},'${token}',${from})`).join();

const inBucket = `facet MATCH ? || ' AND "' || bucket.column3 || '"' AND facet.rowid < ${waitingPlaces}`;

/** Those of `buckets` in which anything is. The index only looks for a first one of each: no row is read for it. */
export async function filledOf(
  db: D1Database,
  { match }: Compiled,
  buckets: readonly Bucket[],
): Promise<Bucket[]> {
  const { results } = await db
    .prepare(
      `SELECT bucket.column1 AS start, bucket.column2 AS width FROM (VALUES ${valuesOf(buckets)}) AS bucket
      WHERE (SELECT 1 FROM facet WHERE ${inBucket} LIMIT 1) IS NOT NULL`,
    )
    .bind(`(${match})`)
    .all<{ start: number; width: Width }>();
  return results.map(({ start, width }) => bucketAt(start, width));
}

/** Windows that end after `since` and by `until` (ms), of what is asked. */
export type Open = { readonly compiled: Compiled; readonly since: number; readonly until: number };

/** Rows of buckets, bucket by bucket; within one by place. */
export async function readBuckets(
  db: D1Database,
  { compiled: { match, where, params }, since, until }: Open,
  { buckets, limit }: { readonly buckets: readonly Bucket[]; readonly limit: number },
): Promise<Ending[]> {
  if (buckets.length === 0 || limit <= 0) return [];
  const { results } = await db
    .prepare(
      `SELECT c.head, CAST(facet.rowid AS TEXT) AS place, bucket.column1 AS bucket
      FROM (VALUES ${valuesOf(buckets)}) AS bucket
      CROSS JOIN facet CROSS JOIN conversation AS c ON c.id = facet.id
      WHERE ${inBucket} AND facet.rowid >= bucket.column4
        AND c.window_expires_at > ? AND c.window_expires_at <= ? AND (${where})
      LIMIT ?`,
    )
    .bind(`(${match})`, since, until, ...params, limit)
    .all<{ head: string; place: string; bucket: number }>();
  return results.map(({ place, bucket: of, ...stored }) => {
    const head = headOf(stored);
    return { head, place, of, bucket: beginOf(head.windowExpiresAt ?? 0, finest) };
  });
}
