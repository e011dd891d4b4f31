/**
 * Open windows by their end. There is no document for this order: the end is among the facets, in buckets, and buckets are
 * walked in their order, as coarse as few enough are in each. Two rows are read for one shown, and as many again at most
 * where a page ends amidst a bucket.
 */
import { facts, latest } from '#domain/facets.ts';
import { closingWithin, type Filter } from '#domain/filter.ts';
import {
  beginOf,
  coarsest,
  filledOf,
  finest,
  ladder,
  readBuckets,
  row,
  widths,
  type Bucket,
  type Ending,
  type Open,
  type Width,
} from './buckets.ts';
import { following, waitingPlaces } from './place.ts';
import { both, readRange } from './stretch.ts';

export type Closing = Open & {
  /** After which row to begin: the beginning of its finest bucket (ms), and its place. */
  readonly after: { readonly bucket: number; readonly place: string } | null;
  readonly limit: number;
};

/** How the windows that a filter asks for change this order. */
export type Share = {
  /** The filter of the open ones without what the order says already; null when it wants none that is open. */
  readonly open: Filter | null;
  /** How long open ones may still have (ms). */
  readonly within: number;
  /** The filter of those that are not open; null when it wants none of them. */
  readonly closed: Filter | null;
};

/** What of a filter is for open windows, and what for the others: so that neither is looked for among the other's. */
export function shareOf(filter: Filter): Share {
  const { windows = [], ...rest } = filter;
  const [open, closed] = [{ ...rest }, { ...rest, windows: ['expired' as const] }];
  if (windows.length === 0) return { open, within: Infinity, closed };
  if (windows.includes('free')) return { open: filter, within: Infinity, closed: filter };
  const widths = windows.map((state) => {
    if (state === 'open') return Infinity;
    return state === 'expired' || state === 'free' ? 0 : closingWithin[state];
  });
  const within = Math.max(...widths);
  return { open: within > 0 ? open : null, within, closed: windows.includes('expired') ? closed : null };
}

/** Buckets of each width that are tried, and how many of them must hold something for that width to be fine enough. */
const tried = 8;
const most = 6;
/** Buckets of one statement: its text is limited. */
const atOnce = 1024;

/** How coarse buckets may be from `from` on so that hardly more than twenty rows are in one. */
async function widthAt(db: D1Database, { compiled }: Open, from: number): Promise<Width> {
  const finer = widths.filter((width) => width < coarsest);
  const buckets = finer.flatMap((width) => row(from, beginOf(from, width) + tried * width, width));
  const filled = await filledOf(db, compiled, buckets);
  const enough = (width: Width): boolean => filled.filter((bucket) => bucket.width === width).length >= most;
  return finer.find(enough) ?? coarsest;
}

/** Rows of one coarse bucket in the order of the finest: first where anything is, then those. */
async function readFinely(
  db: D1Database,
  open: Open,
  { bucket, limit }: { readonly bucket: Bucket; readonly limit: number },
): Promise<Ending[]> {
  const [, finer] = widths;
  const { start, width } = bucket;
  const filled = await filledOf(db, open.compiled, row(start, start + width, finer));
  const buckets = filled.flatMap((one) => row(one.start, one.start + finer, finest));
  const rows: Ending[] = [];
  for (let at = 0; at < buckets.length && rows.length < limit; at += atOnce) {
    const part = { buckets: buckets.slice(at, at + atOnce), limit: limit - rows.length };
    rows.push(...(await readBuckets(db, open, part)));
  }
  return rows;
}

/** The first rows of the bucket amidst which a page ends, of which `known` were read in no order; as many at least. */
async function readEnd(
  db: D1Database,
  { limit, ...open }: Closing,
  { bucket, known }: { readonly bucket: Bucket; readonly known: readonly Ending[] },
): Promise<Ending[]> {
  const last = known.at(-1);
  if (bucket.width === finest || !last) return [...known];
  // Mostly the rest of it is little. Whatever comes of it, less is read than the page once again.
  const room = Math.floor(limit * 0.75) - known.length;
  const rest = await readBuckets(db, open, {
    buckets: [{ ...bucket, from: following(last.place) }],
    limit: room,
  });
  if (rest.length < room) return [...known, ...rest];
  // One of them only shows that more follows: which one is no matter.
  const first = await readFinely(db, open, { bucket, limit: known.length - 1 });
  const ids = new Set(first.map(({ head }) => head.id));
  return [...first, ...known.filter(({ head }) => !ids.has(head.id)).slice(0, 1)];
}

/** Walks from the cursor on until the page is full. */
async function walk(db: D1Database, closing: Closing): Promise<Ending[]> {
  const { since, until, after, limit } = closing;
  const to = Math.min(latest(since), until) + 1;
  const found: Ending[] = [];
  let from = Math.max(since, after?.bucket ?? 0);
  while (from < to) {
    const widest = await widthAt(db, closing, from);
    const [first, ...others] = ladder(from, to, widest).slice(0, atOnce);
    if (!first) break;
    const begin = first.start === after?.bucket ? { ...first, from: following(after.place) } : first;
    const buckets = [begin, ...others];
    const rows = await readBuckets(db, closing, { buckets, limit: limit - found.length });
    const end = rows.length + found.length < limit ? null : rows.at(-1);
    if (end) {
      const bucket = buckets.find(({ start }) => start === end.of) ?? begin;
      const known = rows.filter(({ of }) => of === end.of);
      found.push(...rows.filter(({ of }) => of !== end.of));
      return [...found, ...(await readEnd(db, closing, { bucket, known }))];
    }
    found.push(...rows);
    const last = others.at(-1) ?? first;
    from = last.start + last.width;
  }
  return found;
}

/** After all buckets. */
const afterAll = 10 ** 14;

/** Windows that end later than any does have no bucket: they come last. */
async function readLong(
  db: D1Database,
  { compiled, since, until, after, limit }: Closing,
): Promise<Ending[]> {
  const long = both(compiled, {
    match: `"${facts.longWindow}"`,
    where: 'c.window_expires_at > ? AND c.window_expires_at <= ?',
    params: [since, until],
  });
  const from = after?.bucket === afterAll ? following(after.place) : '0';
  const rows = await readRange(db, long, { from, to: waitingPlaces, limit, down: false });
  return rows.map((one) => ({ ...one, bucket: afterAll, of: afterAll }));
}

function byBucket(a: Ending, b: Ending): number {
  return a.bucket - b.bucket || (BigInt(a.place) < BigInt(b.place) ? -1 : 1);
}

/** Open windows from the cursor on, the next to end first: exactly to 4 s, within which they stand by place. */
export async function readClosing(db: D1Database, closing: Closing): Promise<Ending[]> {
  const found = (await walk(db, closing)).sort(byBucket).slice(0, closing.limit);
  if (found.length === closing.limit) return found;
  return [...found, ...(await readLong(db, { ...closing, limit: closing.limit - found.length }))];
}
