/** How far looking the index over has come: first the rows, in the order of their ids, then the kept counts. */

/** `shards`: the Inbox objects that know conversations. `after`: the last id that was looked at, '' before the first. */
export type Progress =
  | { readonly of: 'rows'; readonly shards: readonly number[]; readonly after: string }
  | { readonly of: 'counts'; readonly after: string };

const written = /^(?:rows ([0-9a-f]{1,16}) |(counts) )([\w-]{0,120})$/;

const maskOf = (shards: readonly number[]): string =>
  shards.reduce((mask, shard) => mask | (1n << BigInt(shard)), 0n).toString(16);

function shardsIn(mask: string): number[] {
  const bits = BigInt(`0x${mask}`);
  return Array.from({ length: 64 }, (_none, shard) => shard).filter((shard) => (bits >> BigInt(shard)) & 1n);
}

/** As a cursor of the API: at most 200 characters. */
export function writeProgress(progress: Progress): string {
  if (progress.of === 'counts') return `counts ${progress.after}`;
  return `rows ${maskOf(progress.shards)} ${progress.after}`;
}

/** Null for the beginning, which a cursor of another age is, too. */
export function readProgress(cursor: string | null): Progress | null {
  const [, mask, counts, after] = written.exec(cursor ?? '') ?? [];
  if (after === undefined) return null;
  if (counts !== undefined) return { of: 'counts', after };
  return mask === undefined ? null : { of: 'rows', shards: shardsIn(mask), after };
}
