import { beforeEach, expect, test } from 'vitest';
import { LiveSocket, type End, type LineState, type Timers, type Wire } from './socket.ts';

class FakeWire implements Wire {
  onopen: (() => void) | null = null;
  onmessage: ((text: string) => void) | null = null;
  onclose: ((code: number, reason: string) => void) | null = null;
  readonly sent: string[] = [];
  closed = false;
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.closed = true;
  }
}

class FakeTimers implements Timers {
  now = 0;
  #next = 1;
  readonly #due = new Map<number, { at: number; run: () => void }>();
  set(run: () => void, delay: number): number {
    this.#due.set(this.#next, { at: this.now + delay, run });
    return this.#next++;
  }
  clear(id: number): void {
    this.#due.delete(id);
  }
  random(): number {
    return 1;
  }
  get waiting(): number {
    return this.#due.size;
  }
  pass(time: number): void {
    const end = this.now + time;
    for (;;) {
      const [id, next] = [...this.#due].sort((a, b) => a[1].at - b[1].at)[0] ?? [];
      if (id === undefined || next === undefined || next.at > end) break;
      this.#due.delete(id);
      this.now = next.at;
      next.run();
    }
    this.now = end;
  }
}

let wires: FakeWire[] = [];
let states: LineState[] = [];
let texts: string[] = [];
let ended: End[] = [];
let reasons: string[] = [];
let timers = new FakeTimers();
let since = 0;

function make(): LiveSocket {
  return new LiveSocket({
    open: () => {
      const wire = new FakeWire();
      wires.push(wire);
      return wire;
    },
    timers,
    hello: () => ({ t: 'hello', v: 1, since }),
    onText: (text) => texts.push(text),
    onState: (state) => states.push(state),
    onEnd: (why, reason) => {
      ended.push(why);
      reasons.push(reason);
    },
  });
}

function wire(index: number): FakeWire {
  const found = wires[index];
  if (!found) throw new Error(`socket ${index} was never opened`);
  return found;
}

beforeEach(() => {
  wires = [];
  states = [];
  texts = [];
  ended = [];
  reasons = [];
  timers = new FakeTimers();
  since = 0;
});

test('says hello on every connection, with what is known then', () => {
  const socket = make();
  socket.start();
  wire(0).onopen?.();
  expect(wire(0).sent).toEqual(['{"t":"hello","v":1,"since":0}']);
  since = 7;
  wire(0).onclose?.(1006, '');
  timers.pass(500);
  wire(1).onopen?.();
  expect(wire(1).sent).toEqual(['{"t":"hello","v":1,"since":7}']);
  expect(states).toEqual(['connecting', 'open', 'waiting', 'connecting', 'open']);
});

test('waits longer after each failure, at most 30 s, and from the start again once a frame came', () => {
  const socket = make();
  socket.start();
  const delays: number[] = [];
  for (let index = 0; index < 9; index += 1) {
    const before = timers.now;
    wire(index).onclose?.(1006, '');
    while (wires.length === index + 1) timers.pass(1);
    delays.push(timers.now - before);
  }
  expect(delays).toEqual([500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000]);
  wire(9).onopen?.();
  wire(9).onmessage?.('{}');
  wire(9).onclose?.(1006, '');
  timers.pass(500);
  expect(wires).toHaveLength(11);
});

test('an open line that brings nothing does not count as recovered', () => {
  make().start();
  wire(0).onopen?.();
  wire(0).onclose?.(1011, '');
  timers.pass(500);
  wire(1).onopen?.();
  wire(1).onclose?.(1011, '');
  timers.pass(999);
  expect(wires).toHaveLength(2);
  timers.pass(1);
  expect(wires).toHaveLength(3);
});

test('pings every 25 s, asks again after 5 s without an answer, and gives up after two', () => {
  make().start();
  wire(0).onopen?.();
  const pings = (): number => wire(0).sent.filter((text) => text === 'ping').length;
  timers.pass(25_000);
  wire(0).onmessage?.('pong');
  expect(texts).toEqual([]);
  timers.pass(24_999);
  expect(pings()).toBe(1);
  timers.pass(1);
  expect(pings()).toBe(2);
  timers.pass(5_000);
  expect(pings()).toBe(3);
  timers.pass(4_999);
  expect(wire(0).closed).toBe(false);
  timers.pass(1);
  expect(wire(0).closed).toBe(true);
  timers.pass(500);
  expect(wires).toHaveLength(2);
});

test('an answer to the second ping is as good', () => {
  make().start();
  wire(0).onopen?.();
  timers.pass(30_000);
  wire(0).onmessage?.('pong');
  timers.pass(24_999);
  expect(wire(0).sent.filter((text) => text === 'ping')).toHaveLength(2);
  expect(wire(0).closed).toBe(false);
});

test('any frame counts as a sign of life', () => {
  make().start();
  wire(0).onopen?.();
  for (let index = 0; index < 8; index += 1) {
    timers.pass(34_000);
    wire(0).onmessage?.('{"t":"rows"}');
  }
  expect(wire(0).closed).toBe(false);
  expect(texts).toHaveLength(8);
});

test('waking connects at once instead of waiting', () => {
  const socket = make();
  socket.start();
  for (let index = 0; index < 5; index += 1) {
    wire(index).onclose?.(1006, '');
    while (wires.length === index + 1) timers.pass(1);
  }
  wire(5).onclose?.(1006, '');
  socket.wake();
  expect(wires).toHaveLength(7);
});

test('waking asks an open line whether it lives, and connects anew at once where it is silent (B-62)', () => {
  const socket = make();
  socket.start();
  wire(0).onopen?.();
  socket.wake();
  expect(wire(0).sent.at(-1)).toBe('ping');
  wire(0).onmessage?.('pong');
  timers.pass(6_000);
  expect(wire(0).closed).toBe(false);
  socket.wake();
  timers.pass(800);
  expect(wire(0).closed).toBe(true);
  expect(wires).toHaveLength(2);
});

test('a connection that never opens is given up after 10 s', () => {
  make().start();
  timers.pass(10_000);
  expect(wire(0).closed).toBe(true);
  timers.pass(500);
  expect(wires).toHaveLength(2);
});

test.each([
  [4401, 'signed-out'],
  [4403, 'forbidden'],
  [4400, 'old-page'],
  [4410, 'moved'],
] as const)('close code %i ends the line', (code, why) => {
  const socket = make();
  socket.start();
  wire(0).onopen?.();
  wire(0).onclose?.(code, 'c2');
  expect(ended).toEqual([why]);
  expect(reasons).toEqual(['c2']);
  timers.pass(120_000);
  socket.wake();
  expect(wires).toHaveLength(1);
  expect(socket.state).toBe('ended');
});

test('stopping leaves no timer and hears nothing more', () => {
  const socket = make();
  socket.start();
  const first = wire(0);
  first.onopen?.();
  socket.stop();
  expect(timers.waiting).toBe(0);
  expect(first.onmessage).toBe(null);
  expect(socket.send({ t: 'since', since: 1 })).toBe(false);
  socket.start();
  expect(wires).toHaveLength(2);
});

test('sends frames only while open', () => {
  const socket = make();
  socket.start();
  expect(socket.send({ t: 'since', since: 3 })).toBe(false);
  wire(0).onopen?.();
  expect(socket.send({ t: 'since', since: 3 })).toBe(true);
  expect(wire(0).sent.at(-1)).toBe('{"t":"since","since":3}');
});
