/**
 * The four sorts. Each is one or two stretches of the index, read one after the other: those that the sort is about, then
 * the others by newest.
 */
import { facts } from '#domain/facets.ts';
import type { Filter, Sort } from '#domain/filter.ts';
import type { Head } from '#domain/head.ts';
import type { ListPage, ListQuery, Tab } from '#domain/http.ts';
import type { Actor } from '#domain/permission.ts';
import { readClosing, shareOf } from './closing.ts';
import { compile, type Compiled } from './compile.ts';
import { readCursor, writeCursor, type Cursor } from './cursor.ts';
import { following, placeAfter, placeFrom, placesOf, waitingPlaces, within } from './place.ts';
import { both, readRange, type Standing } from './stretch.ts';

/** Who asks for rows, and when (ms). */
export type Asked = { readonly db: D1Database; readonly actor: Actor; readonly now: number };

type Reading = Asked & {
  readonly tab: Tab | null;
  readonly filter: Filter;
  /** Begin with rows of this time (ms): newest and oldest only. */
  readonly from: number | undefined;
  /** Windows that end after it count as open, from the first page on: what ends meanwhile is not told twice. */
  readonly since: number;
};
type Row = Standing & { readonly bucket?: number };
type Stretch = {
  /** Rows after the cursor, or from the beginning of the stretch. */
  readonly read: (reading: Reading, after: Cursor | null, limit: number) => Promise<Row[]>;
  /** What its rows are sorted by within a page (ms), and which way; then by id. */
  readonly by: (head: Head) => number;
  readonly down: boolean;
};

const lastPlace = '9223372036854775807';

/** Rows by newest, from a place or a time on. */
async function readNewest(
  { db, filter, from }: Reading,
  compiled: Compiled,
  { after, limit }: { readonly after: Cursor | null; readonly limit: number },
): Promise<Row[]> {
  const to = after?.place ?? (from === undefined ? waitingPlaces : placeAfter(from));
  return readRange(db, compiled, { ...within(placesOf(filter), { from: '0', to }), limit, down: true });
}

const newest: Stretch = {
  read: async (reading, after, limit) =>
    readNewest(reading, compile(reading.filter, reading), { after, limit }),
  by: ({ lastAt }) => lastAt,
  down: true,
};

const oldest: Stretch = {
  read: async (reading, after, limit) => {
    const from = after ? following(after.place) : placeFrom(reading.from ?? 0);
    const places = within(placesOf(reading.filter), { from, to: waitingPlaces });
    const range = { ...places, limit, down: false };
    return readRange(reading.db, compile(reading.filter, reading), range);
  },
  by: ({ lastAt }) => lastAt,
  down: false,
};

const waiting: Stretch = {
  read: async (reading, after, limit) => {
    const from = after ? following(after.place) : waitingPlaces;
    const range = { from, to: lastPlace, limit, down: false };
    return readRange(reading.db, compile(reading.filter, reading), range);
  },
  by: ({ waitingSince }) => waitingSince ?? 0,
  down: false,
};

/** Nobody waits in these. */
const answered: Stretch = {
  ...newest,
  read: async (reading, after, limit) => {
    const compiled = compile(reading.filter, reading);
    const match = `(${compiled.match}) NOT "${facts.unanswered}"`;
    return readNewest(reading, { ...compiled, match }, { after, limit });
  },
};

const closing: Stretch = {
  read: async (reading, after, limit) => {
    const { db, filter, since } = reading;
    const { open, within } = shareOf(filter);
    if (open === null) return [];
    const cursor = after && { bucket: after.closing?.bucket ?? 0, place: after.place };
    const until = Math.min(since + within, Number.MAX_SAFE_INTEGER);
    return readClosing(db, { compiled: compile(open, reading), since, until, after: cursor, limit });
  },
  by: ({ windowExpiresAt }) => windowExpiresAt ?? 0,
  down: false,
};

/** The window of these is not open. */
const closed: Stretch = {
  ...newest,
  read: async (reading, after, limit) => {
    const { since } = reading;
    const share = shareOf(reading.filter).closed;
    if (share === null) return [];
    const expired = compile({ windows: ['expired'] }, { ...reading, now: since });
    return readNewest(reading, both(compile(share, reading), expired), { after, limit });
  },
};

const stretches: Readonly<Record<Sort, readonly Stretch[]>> = {
  newest: [newest],
  oldest: [oldest],
  waiting: [waiting, answered],
  closing: [closing, closed],
};

/** Rows as the sort says, to the millisecond: places know seconds. */
function inOrder(found: readonly Row[], { by, down }: Stretch): Head[] {
  const way = down ? -1 : 1;
  const heads = found.map(({ head }) => head);
  return heads.sort((a, b) => way * (by(a) - by(b) || (a.id < b.id ? -1 : 1)));
}

type Query = Pick<ListQuery, 'tab' | 'sort' | 'filter' | 'cursor' | 'from' | 'limit'>;

/** One page. One row more is looked for, to know whether anything follows. */
export async function readRows(asked: Asked, query: Query): Promise<Pick<ListPage, 'rows' | 'next'>> {
  const { tab, sort, filter, limit } = query;
  const cursor = readCursor(query.cursor);
  const since = cursor?.closing?.now ?? asked.now;
  const from = sort === 'newest' || sort === 'oldest' ? query.from : undefined;
  const at = (stretch: number, { place, bucket = 0 }: { place: string; bucket?: number }): string =>
    writeCursor({ stretch, place, ...(sort === 'closing' && { closing: { bucket, now: since } }) });
  const rows: Head[] = [];
  for (const [index, stretch] of stretches[sort].entries()) {
    if (index < (cursor?.stretch ?? 0)) continue;
    const room = limit - rows.length;
    const after = index === cursor?.stretch ? cursor : null;
    const found = await stretch.read({ ...asked, tab, filter, from, since }, after, room + 1);
    const shown = found.slice(0, room);
    rows.push(...inOrder(shown, stretch));
    // The second stretch may begin with the next page: it is by newest, and so begins here.
    if (found.length > room) return { rows, next: at(index, shown.at(-1) ?? { place: waitingPlaces }) };
  }
  return { rows, next: null };
}
