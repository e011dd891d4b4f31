import { beforeEach, expect, test } from 'vitest';
import { shardOf } from '#domain/shard.ts';
import type { LineState, Wire } from '../live/socket.ts';
import { ListLines } from './lines.ts';

class FakeWire implements Wire {
  onopen: (() => void) | null = null;
  onmessage: ((text: string) => void) | null = null;
  onclose: ((code: number, reason: string) => void) | null = null;
  readonly sent: unknown[] = [];
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {}
}

let wires = new Map<string, FakeWire>();
let states: LineState[] = [];
const shards = 3;
/** Conversations of shard 0 and of shard 1. */
const ids = Array.from({ length: 40 }, (_, index) => `c${index}`);
const ofShard = (shard: number): readonly string[] => ids.filter((id) => shardOf(id, shards) === shard);

function make(): { lines: ListLines; frames: [string, number][] } {
  const frames: [string, number][] = [];
  const lines = new ListLines(
    { tab: 'active', filter: {} },
    {
      shards,
      openWire: (path) => {
        const wire = new FakeWire();
        wires.set(path, wire);
        return wire;
      },
      timers: { set: () => 0, clear: () => {}, random: () => 0 },
      onLine: (state) => states.push(state),
      onEnd: () => {},
      onBell: () => {},
    },
    (frame, shard) => frames.push([frame.t, shard]),
  );
  lines.start();
  return { lines, frames };
}

function wire(shard: number): FakeWire {
  const found = wires.get(`/api/live?shard=${shard}`);
  if (!found) throw new Error(`no line to shard ${shard}`);
  return found;
}

beforeEach(() => {
  wires = new Map();
  states = [];
});

test('one line to each shard; each hears first who comes and what is watched', () => {
  const { lines, frames } = make();
  for (let shard = 0; shard < shards; shard += 1) wire(shard).onopen?.();
  for (let shard = 0; shard < shards; shard += 1) {
    expect(wire(shard).sent).toEqual([
      { t: 'hello', v: 2, since: null },
      { t: 'watch', tab: 'active', filter: {} },
    ]);
  }
  lines.watch({ tab: 'archived', filter: { unread: true } });
  expect(wire(2).sent.at(-1)).toEqual({ t: 'watch', tab: 'archived', filter: { unread: true } });
  wire(1).onmessage?.(JSON.stringify({ t: 'rows', now: 0, rows: [], gone: [] }));
  wire(1).onmessage?.(JSON.stringify({ t: 'strange' }));
  expect(frames).toEqual([['rows', 1]]);
});

test('a line that comes back says again what is watched and looked at', () => {
  const { lines } = make();
  const [id = ''] = ofShard(1);
  lines.lookAt({ id, typing: true });
  wire(1).onopen?.();
  expect(wire(1).sent.slice(1)).toEqual([
    { t: 'watch', tab: 'active', filter: {} },
    { t: 'at', id, typing: true },
  ]);
});

test('who leaves a conversation is told to its shard; within one shard the next one says it', () => {
  const { lines } = make();
  for (let shard = 0; shard < shards; shard += 1) wire(shard).onopen?.();
  const [first = '', second = ''] = ofShard(0);
  const [other = ''] = ofShard(1);
  const said = (shard: number): unknown[] => wire(shard).sent.slice(2);
  lines.lookAt({ id: first, typing: false });
  lines.lookAt({ id: first, typing: false });
  lines.lookAt({ id: second, typing: false });
  lines.lookAt({ id: other, typing: false });
  lines.lookAt({ id: null, typing: false });
  expect(said(0)).toEqual([
    { t: 'at', id: first, typing: false },
    { t: 'at', id: second, typing: false },
    { t: 'at', id: null, typing: false },
  ]);
  expect(said(1)).toEqual([
    { t: 'at', id: other, typing: false },
    { t: 'at', id: null, typing: false },
  ]);
});

test('the state is that of the worst line', () => {
  make();
  wire(0).onopen?.();
  wire(1).onopen?.();
  expect(states.at(-1)).toBe('connecting');
  wire(2).onopen?.();
  expect(states.at(-1)).toBe('open');
  wire(1).onclose?.(1006, '');
  expect(states.at(-1)).toBe('waiting');
});
