/** What to fetch next so that the places on the screen have their rows, and what an answer covers. Pure. */
import type { Sort } from '#domain/filter.ts';
import type { ListPage } from '#domain/http.ts';
import { comparePlaces, isByTime, keyAtTime, keyOf, reversed, timeOf, type Key } from './order.ts';
import {
  compareEdges,
  pageRows,
  type Block,
  type Edge,
  type Sparse,
  type Start,
  type Stretch,
} from './sparse.ts';

export type Load = {
  /** The gap that it is for, by its edge. */
  readonly gap: Edge;
  readonly after: Edge;
  readonly start: Start;
  readonly limit: number;
  /** Rows of the gap that stay above what comes. */
  readonly above: number;
  /** The last page of the list, asked for from the other end. */
  readonly last: boolean;
};

/** Where steps through the list are the only way, they are larger. */
const longStep = 200;
/** Rows above the first one that is wanted, so that a small step back finds them. */
const margin = 10;

type Page = Pick<ListPage, 'rows' | 'next'>;
type Range = { readonly from: number; readonly to: number };

/** The time (ms) before the rows of a gap, linear between its edges; null where only steps lead on. */
function timeWithin(sparse: Sparse, index: number, part: number): number | null {
  const { sort, blocks } = sparse;
  const above = blocks[index]?.segment.after?.key;
  const below = blocks[index + 1]?.segment.after?.key;
  if (!isByTime(sort) || !above || !below) return null;
  const [from, to] = [timeOf(above, sort), timeOf(below, sort)];
  const at = from + (to - from) * part;
  return comparePlaces(keyAtTime(at, sort), above) > 0 ? at : null;
}

function fromTop(block: Block, limit: number): Load {
  const { after, start } = block.segment;
  return { gap: after, after, start, limit, above: 0, last: false };
}

/** How to load the places `from` to `to` of the gap, counted from its first. */
function loadOf(sparse: Sparse, index: number, { from, to }: Range): Load | null {
  const block = sparse.blocks[index];
  if (!block) return null;
  const { sort } = sparse;
  const { after, size } = block.segment;
  if (from < pageRows || !isByTime(sort)) return fromTop(block, from < pageRows ? pageRows : longStep);
  const isLast = index === sparse.blocks.length - 1;
  if (isLast) return { gap: after, after, start: {}, limit: pageRows, above: size - pageRows, last: true };
  const above = Math.max(0, Math.min(from, size - 1, to) - margin);
  const at = timeWithin(sparse, index, above / size);
  if (at === null) return fromTop(block, longStep);
  const edge: Edge = { key: keyAtTime(at, sort), before: true };
  return { gap: after, after: edge, start: { from: Math.floor(at) }, limit: pageRows, above, last: false };
}

/** The next thing to fetch for the places `from` to `to`; `busy`: gaps for which something is on its way. */
export function nextLoad(sparse: Sparse, { from, to }: Range, busy: readonly Edge[]): Load | null {
  for (const [index, block] of sparse.blocks.entries()) {
    const { segment, at } = block;
    const end = at + segment.size - 1;
    if (segment.loaded || end < from || at > to) continue;
    if (busy.some((edge) => compareEdges(edge, segment.after) === 0)) continue;
    return loadOf(sparse, index, { from: Math.max(0, from - at), to: Math.min(to, end) - at });
  }
  return null;
}

/** The first page of the list. */
export function firstLoad(): Load {
  return { gap: null, after: null, start: {}, limit: pageRows, above: 0, last: false };
}

/** What fetches the loaded rows among the places `from` to `to` again; null where the first page has them. */
export function resumeLoad(sparse: Sparse, { from, to }: Range): Load | null {
  const block = sparse.blocks.find(
    ({ segment, at }) => segment.loaded && at + segment.size > from && at <= to,
  );
  if (!block || block.segment.after === null) return null;
  const { after, start } = block.segment;
  const limit = Math.min(longStep, Math.max(pageRows, to - block.at + 1));
  return { gap: after, after, start, limit, above: block.at, last: false };
}

/** How a load is asked for. */
export function requestOf(load: Load, sort: Sort): { sort: Sort; limit: number } & Start {
  if (load.last && isByTime(sort)) return { sort: reversed(sort), limit: load.limit };
  return { sort, limit: load.limit, ...load.start };
}

/**
 * What the answer to a load covers. `asOf` (ms): when the list was begun, by which the edge ordered it. Null: it did not
 * get beyond the edge of the load, and has to be gone on from its cursor.
 */
export function stretchOf(
  load: Load,
  page: Page,
  by: Pick<Sparse, 'sort'> & { asOf: number },
): Stretch | null {
  const { after, start, above } = load;
  const count = page.rows.length;
  const places = page.rows.map((head) => keyOf(head, by.sort, by.asOf)).sort(comparePlaces);
  const next: Start = page.next === null ? {} : { cursor: page.next };
  if (load.last) return lastStretch(load, page, places[0]);
  const last = places.at(-1);
  if (page.next === null || !last) return { after, start, upTo: 'end', next, count, above };
  const upTo: Edge = { key: last, before: false };
  if (compareEdges(upTo, after) <= 0) return null;
  return { after, start, upTo, next, count, above };
}

/** The end of the list, asked for from there. */
function lastStretch(load: Load, page: Page, first: Key | undefined): Stretch {
  const count = page.rows.length;
  const whole = page.next === null || !first;
  const after: Edge = whole ? null : { key: first, before: true };
  // Its last row stands highest here.
  const start: Start = whole ? {} : { from: page.rows.at(-1)?.lastAt ?? 0 };
  return { after, start, upTo: 'end', next: {}, count, above: load.above };
}
