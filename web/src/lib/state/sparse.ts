/**
 * A list of which only stretches are loaded: 100,000 rows in little memory. Pure.
 * The order is cut into segments. Of a loaded one every row is here; of a gap only the estimated size is known, and how to
 * fetch it from its upper edge. So a row that changes has one right place, whatever was loaded when.
 */
import type { Sort } from '#domain/filter.ts';
import type { Head } from '#domain/head.ts';
import { compareKeys, comparePlaces, isByTime, keyAtTime, type Key } from './order.ts';

export type Row = { readonly head: Head; readonly key: Key };

/** Just before or just after a place; null: the beginning of the list. */
export type Edge = { readonly key: Key; readonly before: boolean } | null;

/** How the rows after an edge are asked for: at a cursor, at a time (ms), or from the top. */
export type Start = Readonly<{ cursor?: string; from?: number }>;

/** From its edge to the edge of the next one. */
export type Segment = {
  readonly after: Edge;
  readonly start: Start;
  readonly loaded: boolean;
  /** Rows of a gap, estimated, at least one; of a loaded segment, as they are. */
  readonly size: number;
};

/** A segment as it lies on the screen. */
export type Block = {
  readonly segment: Segment;
  /** Place of its first row. */
  readonly at: number;
  /** Index of its first row among the loaded ones. */
  readonly row: number;
};

export type Sparse = {
  readonly sort: Sort;
  /** All loaded rows, in order. */
  readonly rows: readonly Row[];
  readonly blocks: readonly Block[];
  readonly length: number;
};

/** Rows that a gap has when nothing is known of it, and rows of a page. */
export const pageRows = 50;
/** A loaded segment with more rows than this is cut, so that a part of it can be let go. */
const mostInSegment = 200;

/** Below 0: the place is above the edge. */
function side(key: Key, edge: Edge): number {
  if (edge === null) return 1;
  const compared = comparePlaces(key, edge.key);
  if (compared !== 0) return compared;
  return edge.before ? 1 : -1;
}

/** Below 0: edge `a` is above edge `b`. */
export function compareEdges(a: Edge, b: Edge): number {
  if (a === null || b === null) return (a === null ? 0 : 1) - (b === null ? 0 : 1);
  return comparePlaces(a.key, b.key) || Number(b.before) - Number(a.before);
}

/** How many of `count` ascending items come before the first for which `reached` says yes. */
function search(count: number, reached: (index: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (reached(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Index of the first row at or below a place. */
function rowIndex(rows: readonly Row[], reached: (key: Key) => boolean): number {
  return search(rows.length, (index) => {
    const row = rows[index];
    return row === undefined || reached(row.key);
  });
}

function lay(sort: Sort, rows: readonly Row[], segments: readonly Segment[]): Sparse {
  const blocks: Block[] = [];
  let at = 0;
  let row = 0;
  for (const [index, segment] of segments.entries()) {
    const end = segments[index + 1]?.after ?? null;
    // Within one second the rows may stand otherwise than their segments do; none is left out for that.
    const found = end === null ? rows.length : rowIndex(rows, (key) => side(key, end) > 0);
    const until = segment.loaded ? Math.max(row, found) : row;
    const size = segment.loaded ? until - row : Math.max(1, segment.size);
    blocks.push({ segment: size === segment.size ? segment : { ...segment, size }, at, row });
    at += size;
    row = until;
  }
  return { sort, rows, blocks, length: at };
}

function segmentsOf(sparse: Sparse): readonly Segment[] {
  return sparse.blocks.map((block) => block.segment);
}

/** A list of which nothing is loaded. */
export function blank(sort: Sort, size = pageRows): Sparse {
  return lay(sort, [], [{ after: null, start: {}, loaded: false, size }]);
}

function blockAt(sparse: Sparse, index: number): Block | null {
  const after = search(sparse.blocks.length, (at) => (sparse.blocks[at]?.at ?? 0) > index);
  return sparse.blocks[after - 1] ?? null;
}

function blockIndexOf(sparse: Sparse, key: Key): number {
  const { blocks } = sparse;
  return search(blocks.length, (at) => side(key, blocks[at]?.segment.after ?? null) < 0) - 1;
}

/** Whether all rows around this place are here. */
export function isLoaded(sparse: Sparse, key: Key): boolean {
  return sparse.blocks[blockIndexOf(sparse, key)]?.segment.loaded ?? false;
}

/** The row at a place; null in a gap and outside. */
export function at(sparse: Sparse, index: number): Row | null {
  if (index < 0 || index >= sparse.length) return null;
  const block = blockAt(sparse, index);
  if (!block?.segment.loaded) return null;
  return sparse.rows[block.row + index - block.at] ?? null;
}

/** The place of a loaded row; -1 when it is not here. */
export function placeOf(sparse: Sparse, key: Key): number {
  const index = rowIndex(sparse.rows, (other) => compareKeys(other, key) >= 0);
  if (sparse.rows[index]?.key.id !== key.id) return -1;
  const block = sparse.blocks[blockIndexOf(sparse, key)];
  return block ? block.at + index - block.row : -1;
}

function merged(rows: readonly Row[], added: readonly Row[]): Row[] {
  const incoming = [...added].sort((a, b) => compareKeys(a.key, b.key));
  const all: Row[] = [];
  let next = 0;
  for (const row of rows) {
    for (let one = incoming[next]; one && compareKeys(one.key, row.key) < 0; one = incoming[next]) {
      all.push(one);
      next += 1;
    }
    all.push(row);
  }
  return [...all, ...incoming.slice(next)];
}

/** Gaps into which rows fell that were on the screen are so much larger. */
function grown(sparse: Sparse, fallen: readonly Row[]): readonly Segment[] {
  if (fallen.length === 0) return segmentsOf(sparse);
  const more = new Map<number, number>();
  for (const { key } of fallen) {
    const index = blockIndexOf(sparse, key);
    more.set(index, (more.get(index) ?? 0) + 1);
  }
  return segmentsOf(sparse).map((segment, index) => ({
    ...segment,
    size: segment.size + (more.get(index) ?? 0),
  }));
}

/**
 * Rows that changed take their places, those of `gone` go. One whose place is in a gap is not kept here: it comes with
 * its page.
 */
export function put(sparse: Sparse, changed: readonly Row[], gone: Iterable<string> = []): Sparse {
  const ids = new Set([...gone, ...changed.map((row) => row.key.id)]);
  if (ids.size === 0) return sparse;
  const left = new Set<string>();
  const stayed = sparse.rows.filter(({ key }) => {
    if (ids.has(key.id)) left.add(key.id);
    return !ids.has(key.id);
  });
  const here = changed.filter((row) => isLoaded(sparse, row.key));
  if (left.size === 0 && here.length === 0) return sparse;
  const fallen = changed.filter((row) => left.has(row.key.id) && !isLoaded(sparse, row.key));
  const rows = here.length === 0 ? stayed : merged(stayed, here);
  return cut(lay(sparse.sort, rows, grown(sparse, fallen)));
}

/** A stretch that was fetched: everything from one edge to another. */
export type Stretch = {
  readonly after: Edge;
  readonly start: Start;
  /** Where it ends; `end`: with the list. */
  readonly upTo: Edge | 'end';
  /** How its rows go on. */
  readonly next: Start;
  readonly count: number;
  /** How many rows of the gap stay above it: where a person jumped to. */
  readonly above: number;
};

function isPast(edge: Edge, upTo: Stretch['upTo']): boolean {
  return upTo !== 'end' && compareEdges(edge, upTo) >= 0;
}

/** What is left of a segment above and below a stretch. */
function remains(
  segment: Segment,
  end: Edge | 'end',
  stretch: Stretch,
): { above: Segment[]; below: Segment[] } {
  const begins = compareEdges(segment.after, stretch.after) < 0;
  const endsBefore = end !== 'end' && compareEdges(end, stretch.after) <= 0;
  if (endsBefore) return { above: [segment], below: [] };
  if (isPast(segment.after, stretch.upTo)) return { above: [], below: [segment] };
  const size = begins ? Math.min(stretch.above, Math.max(1, segment.size - 1)) : 0;
  const goesOn = stretch.upTo !== 'end' && (end === 'end' || compareEdges(stretch.upTo, end) < 0);
  const rest = { after: stretch.upTo === 'end' ? null : stretch.upTo, start: stretch.next };
  return {
    above: begins ? [{ ...segment, size }] : [],
    below: goesOn ? [{ ...segment, ...rest, size: Math.max(1, segment.size - size - stretch.count) }] : [],
  };
}

/** Takes a stretch in: what it covers is loaded now. Its rows are to be `put` afterwards. */
export function fill(sparse: Sparse, stretch: Stretch): Sparse {
  const segments = segmentsOf(sparse);
  const parts = segments.map((segment, index) => {
    const following = segments[index + 1];
    return remains(segment, following ? following.after : 'end', stretch);
  });
  const { after, start } = stretch;
  return lay(sparse.sort, sparse.rows, [
    ...parts.flatMap((part) => part.above),
    { after, start, loaded: true, size: stretch.count },
    ...parts.flatMap((part) => part.below),
  ]);
}

/** Cuts segments that grew long; only orders by time can begin anywhere. */
function cut(sparse: Sparse): Sparse {
  const { sort, rows, blocks } = sparse;
  if (!isByTime(sort) || blocks.every(({ segment }) => !segment.loaded || segment.size <= mostInSegment)) {
    return sparse;
  }
  const segments = blocks.flatMap(({ segment, row }) => {
    if (!segment.loaded || segment.size <= mostInSegment) return [segment];
    const parts: Segment[] = [segment];
    for (let from = pageRows; from + pageRows <= segment.size; from += pageRows) {
      const [above, below] = [rows[row + from - 1], rows[row + from]];
      // A second is never cut in two: it is asked for as a whole.
      if (!above || !below || above.key.time === below.key.time) continue;
      const { lastAt } = below.head;
      parts.push({
        ...segment,
        after: { key: keyAtTime(lastAt, sort), before: true },
        start: { from: lastAt },
      });
    }
    return parts;
  });
  return lay(sort, rows, segments);
}

/** Lets the loaded segments go that are farthest from the places `from` to `to`, until at most `most` rows are left. */
export function letGo(
  sparse: Sparse,
  { from, to, most }: { from: number; to: number; most: number },
): Sparse {
  if (sparse.rows.length <= most) return sparse;
  const distance = ({ at: begin, segment }: Block): number =>
    Math.max(0, begin - to, from - (begin + segment.size - 1));
  const farthest = sparse.blocks
    .map((block, index) => ({ block, index, away: distance(block) }))
    // What is on top stays: news comes there, and it is where a person returns to.
    .filter(
      ({ block, index, away }) => block.segment.loaded && block.segment.size > 0 && index > 0 && away > 0,
    )
    .sort((a, b) => b.away - a.away);
  const left = new Set<Block>();
  let kept = sparse.rows.length;
  for (const { block } of farthest) {
    if (kept <= most) break;
    left.add(block);
    kept -= block.segment.size;
  }
  const segments = sparse.blocks.map((block) =>
    left.has(block) ? { ...block.segment, loaded: false } : block.segment,
  );
  const emptied = lay(sparse.sort, [], segments);
  const rows = sparse.rows.filter((row) => isLoaded(emptied, row.key));
  return lay(sparse.sort, rows, segments);
}

/** Makes the gaps fit a length that is known, the lowest first, so that what is above stays where it is. */
export function fit(sparse: Sparse, total: number): Sparse {
  let off = total - sparse.length;
  if (off === 0) return sparse;
  const sizes = segmentsOf(sparse).map((segment) => segment.size);
  for (let index = sizes.length - 1; index >= 0 && off !== 0; index -= 1) {
    const { segment } = sparse.blocks[index] ?? {};
    if (!segment || segment.loaded) continue;
    const size = Math.max(1, segment.size + off);
    off -= size - segment.size;
    sizes[index] = size;
  }
  const segments = segmentsOf(sparse).map((segment, index) => ({
    ...segment,
    size: sizes[index] ?? segment.size,
  }));
  return lay(sparse.sort, sparse.rows, segments);
}

/** A gap of which the end is not known has one page, as long as nobody knows better. */
export function openEnded(sparse: Sparse): Sparse {
  const last = sparse.blocks.at(-1)?.segment;
  if (!last || last.loaded) return sparse;
  return fit(sparse, sparse.length - last.size + pageRows);
}

/** Says anew how the gap after `edge` is asked for. */
export function restart(sparse: Sparse, edge: Edge, start: Start): Sparse {
  const segments = segmentsOf(sparse).map((segment) =>
    !segment.loaded && compareEdges(segment.after, edge) === 0 ? { ...segment, start } : segment,
  );
  return lay(sparse.sort, sparse.rows, segments);
}

/** Whether everything is loaded. */
export function isWhole(sparse: Sparse): boolean {
  return sparse.blocks.every((block) => block.segment.loaded);
}
