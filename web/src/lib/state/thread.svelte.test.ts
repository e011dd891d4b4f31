import { beforeEach, describe, expect, test, vi } from 'vitest';
import { protocolVersion, type Changes, type ConversationFrame } from '#domain/frame.ts';
import type { AroundPage, ConversationView } from '#domain/http.ts';
import type { Outcome } from '../api.ts';
import type { Wire } from '../live/socket.ts';
import { headOf, messageOf } from './fixtures.ts';
import { Thread } from './thread.svelte.ts';
import { Threads } from './threads.svelte.ts';

class FakeWire implements Wire {
  onopen: (() => void) | null = null;
  onmessage: ((text: string) => void) | null = null;
  onclose: ((code: number, reason: string) => void) | null = null;
  readonly sent: unknown[] = [];
  send(text: string): void {
    this.sent.push(text === 'ping' ? text : JSON.parse(text));
  }
  close(): void {}
  hear(frame: ConversationFrame): void {
    this.onmessage?.(JSON.stringify(frame));
  }
}

let wires: FakeWire[] = [];
let view: Outcome<ConversationView>;
const command = vi.fn(() => Promise.resolve({ ok: true, value: { rev: 1 }, cookies: [] } as const));
const tell = vi.fn();
const onMoved = vi.fn();

const page = (seqs: readonly number[], moreAfter: boolean): Promise<Outcome<AroundPage>> => {
  const messages = seqs.map((seq) => messageOf({ id: `w${seq}`, seq, at: seq - 1_000 }));
  return Promise.resolve({ ok: true, value: { messages, more: true, moreAfter }, cookies: [] });
};
const around = vi.fn((_messageId: string) => page([10, 11, 12], true));
const later = vi.fn(() => page([13], true));
const from = vi.fn((_at: number) => page([10, 11, 12], true));

const options = {
  api: {
    conversation: () => Promise.resolve(view),
    history: () =>
      Promise.resolve({
        ok: true,
        value: { messages: [messageOf({ id: 'm0', at: -5, seq: 1 })], more: false },
        cookies: [],
      } as const),
    around: (_id: string, messageId: string) => around(messageId),
    later: () => later(),
    from: (_id: string, at: number) => from(at),
    command,
  },
  openWire: () => {
    const wire = new FakeWire();
    wires.push(wire);
    return wire;
  },
  timers: { set: () => 0, clear: () => {}, random: () => 0 },
  newId: () => 'new-id',
  paced: (run: () => void) => run(),
  sync: () => {},
  onLine: () => {},
  onEnd: () => {},
  onMoved,
  tell,
};

function loaded(rev: number, unread = 0): Outcome<ConversationView> {
  const messages = [messageOf({ id: 'm1', seq: 2 }), messageOf({ id: 'm2', seq: 3, at: 1 })];
  return { ok: true, value: { head: headOf({ rev, unread }), messages, more: true, now: 0 }, cookies: [] };
}

async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
}

beforeEach(() => {
  wires = [];
  view = loaded(5);
  vi.clearAllMocks();
});

test('it loads, says from where, and asks for what is missing once', async () => {
  const thread = new Thread('c1', options);
  thread.open();
  expect(thread.status).toBe('loading');
  await settle();
  expect(thread.status).toBe('ready');
  wires[0]?.onopen?.();
  expect(wires[0]?.sent).toEqual([{ t: 'hello', v: protocolVersion, since: 5 }]);
  const common = { t: 'changes', head: headOf({ rev: 9 }), messages: [], now: 0 } as const;
  wires[0]?.hear({ ...common, from: 5, to: 5, head: headOf({ rev: 5 }) });
  wires[0]?.hear({ ...common, from: 7, to: 8 });
  wires[0]?.hear({ ...common, from: 8, to: 9 });
  expect(wires[0]?.sent.slice(1)).toEqual([{ t: 'since', since: 5 }]);
  wires[0]?.hear({ ...common, from: 5, to: 9 });
  expect(thread.data?.rev).toBe(9);
});

test('coming back shows at once and catches up from what is known', async () => {
  const thread = new Thread('c1', options);
  thread.open();
  await settle();
  thread.close();
  thread.open();
  expect(thread.status).toBe('ready');
  expect(wires).toHaveLength(2);
  wires[1]?.onopen?.();
  expect(wires[1]?.sent).toEqual([{ t: 'hello', v: protocolVersion, since: 5 }]);
});

test('a refusal shows its sentence and opens no line', async () => {
  view = {
    ok: false,
    failure: {
      kind: 'refused',
      status: 404,
      problem: { code: 'conversation-not-found', sentence: 'Not yours.', requestId: 'r' },
    },
  };
  const thread = new Thread('c1', options);
  thread.open();
  await settle();
  expect([thread.status, thread.sentence, wires.length]).toEqual(['refused', 'Not yours.', 0]);
});

test('without an answer the line brings everything when it is back', async () => {
  view = { ok: false, failure: { kind: 'unreachable', sentence: 'No line.' } };
  const thread = new Thread('c1', options);
  thread.open();
  await settle();
  expect(thread.status).toBe('unreachable');
  wires[0]?.onopen?.();
  expect(wires[0]?.sent).toEqual([{ t: 'hello', v: protocolVersion, since: null }]);
  wires[0]?.hear({ t: 'snapshot', head: headOf({ rev: 3 }), messages: [messageOf()], more: false, now: 0 });
  expect([thread.status, thread.messages.length]).toEqual(['ready', 1]);
});

test('older pages go in front and move the divider up', async () => {
  view = loaded(5, 3);
  const thread = new Thread('c1', options);
  thread.open();
  await settle();
  expect(thread.divider).toEqual({ messageId: 'm1', count: 3 });
  await thread.older();
  expect(thread.messages.map((message) => message.id)).toEqual(['m0', 'm1', 'm2']);
  expect(thread.divider).toEqual({ messageId: 'm0', count: 3 });
  expect(thread.data?.more).toBe(false);
});

test('what comes while it is open is not under the divider', async () => {
  view = loaded(5, 1);
  const thread = new Thread('c1', options);
  thread.open();
  await settle();
  thread.take({ rev: 6, message: messageOf({ id: 'm9', seq: 9, at: 9 }) });
  expect(thread.divider).toEqual({ messageId: 'm2', count: 1 });
});

test('frames that come before the browser draws change the screen once', async () => {
  const draws: (() => void)[] = [];
  const thread = new Thread('c1', { ...options, paced: (run) => void draws.push(run) });
  thread.open();
  await settle();
  wires[0]?.onopen?.();
  for (const rev of [6, 7, 8]) {
    const messages = [messageOf({ id: `n${rev}`, seq: rev + 10, at: rev, rev })];
    wires[0]?.hear({ t: 'changes', from: rev - 1, to: rev, head: headOf({ rev }), messages, now: 0 });
  }
  expect([draws.length, thread.data?.rev]).toEqual([1, 5]);
  draws[0]?.();
  expect(thread.messages.map(({ id }) => id)).toEqual(['m1', 'm2', 'n6', 'n7', 'n8']);
});

test.each([
  [3, [3]],
  [8, [6, 8]],
  [20, [6, 12, 18, 20]],
  [25, [25]],
])(
  'of %i frames at once a few are drawn at a time, or all where most are never seen',
  async (count, drawn) => {
    const draws: (() => void)[] = [];
    const thread = new Thread('c1', { ...options, paced: (run) => void draws.push(run) });
    thread.open();
    await settle();
    wires[0]?.onopen?.();
    for (let rev = 6; rev < 6 + count; rev += 1) {
      const messages = [messageOf({ id: `n${rev}`, seq: rev + 10, at: rev, rev })];
      wires[0]?.hear({ t: 'changes', from: rev - 1, to: rev, head: headOf({ rev }), messages, now: 0 });
    }
    const seen: number[] = [];
    for (let draw = draws.shift(); draw; draw = draws.shift()) {
      draw();
      seen.push((thread.data?.rev ?? 0) - 5);
    }
    expect(seen).toEqual(drawn);
    expect(thread.messages).toHaveLength(2 + count);
  },
);

describe('marked unread (B-67)', () => {
  async function heard(unread: number, messages: Changes['messages']): Promise<Thread> {
    const thread = new Thread('c1', options);
    thread.open();
    await settle();
    wires[0]?.onopen?.();
    wires[0]?.hear({ t: 'changes', from: 5, to: 6, head: headOf({ rev: 6, unread }), messages, now: 0 });
    return thread;
  }

  test('by somebody, anywhere, it stays so until it is opened anew', async () => {
    const thread = await heard(1, []);
    expect(thread.keepUnread).toBe(true);
    thread.close();
    thread.open();
    expect(thread.keepUnread).toBe(false);
  });

  test('it is not, when the customer wrote', async () => {
    const news = [messageOf({ id: 'n', seq: 20, at: 5, rev: 6 })];
    expect((await heard(1, news)).keepUnread).toBe(false);
    expect((await heard(0, [])).keepUnread).toBe(false);
  });
});

test('a refused wish is told, a failed look is not', async () => {
  const failure = { kind: 'unreachable', sentence: 'No line.' } as const;
  const thread = new Thread('c1', {
    ...options,
    api: { ...options.api, command: () => Promise.resolve({ ok: false, failure }) },
  });
  expect(await thread.ask({ type: 'archive' })).toBe(false);
  expect(tell).toHaveBeenCalledWith(failure);
  tell.mockClear();
  await thread.read(4);
  expect(tell).not.toHaveBeenCalled();
});

describe('around a message from before (B-11)', () => {
  async function ready(): Promise<Thread> {
    const thread = new Thread('c1', options);
    thread.open();
    await settle();
    return thread;
  }
  const shown = (thread: Thread): string[] => thread.messages.map((message) => message.id);

  test('one that is loaded needs no window; one that is not is shown with those around it', async () => {
    const thread = await ready();
    await thread.centre('m1');
    expect([around.mock.calls.length, thread.window]).toEqual([0, false]);
    await thread.centre('w11');
    expect([shown(thread), thread.window]).toEqual([['w10', 'w11', 'w12'], true]);
    expect(thread.data?.messages.length).toBe(2);
    thread.toLatest();
    expect([shown(thread), thread.window]).toEqual([['m1', 'm2'], false]);
  });

  test('it is paged both ways, and becomes one with the newest messages where they meet', async () => {
    const thread = await ready();
    await thread.centre('w11');
    await thread.older();
    await thread.newer();
    expect(shown(thread)).toEqual(['w10', 'w11', 'w12', 'w13', 'm0']);
    later.mockReturnValueOnce(page([14], false));
    await thread.newer();
    expect(thread.window).toBe(false);
    expect(shown(thread)).toEqual(['w10', 'w11', 'w12', 'w13', 'w14', 'm0', 'm1', 'm2']);
  });

  test('a time is looked for in what is loaded, and else asked for', async () => {
    const thread = await ready();
    expect([await thread.from(1), from.mock.calls.length]).toEqual(['m2', 0]);
    expect(await thread.from(-989)).toBe('w11');
    expect([shown(thread), thread.window]).toEqual([['w10', 'w11', 'w12'], true]);
    // Nothing is as late in what came: the last of it.
    thread.toLatest();
    expect(await thread.from(-500)).toBe('w12');
  });

  test('changes show in it; news waits below', async () => {
    const thread = await ready();
    await thread.centre('w11');
    wires[0]?.onopen?.();
    const changed = messageOf({
      id: 'w11',
      seq: 11,
      at: -989,
      rev: 6,
      content: { kind: 'text', text: 'new' },
    });
    const fresh = messageOf({ id: 'm3', seq: 20, at: 50, rev: 6 });
    const frame = { t: 'changes', from: 5, to: 6, head: headOf({ rev: 6 }), now: 0 } as const;
    wires[0]?.hear({ ...frame, messages: [changed, fresh] });
    expect(shown(thread)).toEqual(['w10', 'w11', 'w12']);
    expect(thread.messages[1]?.content).toEqual({ kind: 'text', text: 'new' });
    thread.toLatest();
    expect(shown(thread)).toEqual(['m1', 'm2', 'm3']);
  });

  test('a page that fails can be asked for again', async () => {
    const thread = await ready();
    await thread.centre('w11');
    const failure = { kind: 'unreachable', sentence: 'No line.' } as const;
    later.mockReturnValueOnce(Promise.resolve({ ok: false, failure }));
    await thread.newer();
    expect([thread.newerFailed, thread.window]).toEqual([true, true]);
    await thread.newer();
    expect([thread.newerFailed, shown(thread).at(-1)]).toEqual([false, 'w13']);
  });
});

test('only the twenty latest conversations are kept', () => {
  const threads = new Threads(options);
  const first = threads.get('c0');
  for (let index = 1; index < 20; index += 1) threads.get(`c${index}`);
  expect(threads.get('c0')).toBe(first);
  threads.get('c20');
  expect(threads.get('c0')).toBe(first);
  const second = threads.get('c2');
  for (let index = 100; index < 120; index += 1) threads.get(`c${index}`);
  expect(threads.get('c2')).not.toBe(second);
});

test('a conversation that became part of another leads there (R-32)', async () => {
  const thread = new Thread('c1', options);
  thread.open();
  await settle();
  wires[0]?.onclose?.(4410, 'c2');
  expect(onMoved).toHaveBeenCalledExactlyOnceWith('c1', 'c2');
});

test('an old address leads there too (R-32)', async () => {
  const thread = new Thread('c0', options);
  thread.open();
  await settle();
  expect(onMoved).toHaveBeenCalledWith('c0', 'c1');
});

test('the Human Agent rule is confirmed for one window only (R-16)', async () => {
  const thread = new Thread('c1', options);
  const opened = (rev: number, openedAt: number): ConversationFrame => ({
    t: 'snapshot',
    head: headOf({ rev, openedAt }),
    messages: [],
    more: false,
    now: 0,
  });
  thread.open();
  await settle();
  wires[0]?.onopen?.();
  wires[0]?.hear(opened(6, 10));
  expect(thread.confirmed).toBe(false);
  thread.confirmHumanAgent();
  expect(thread.confirmed).toBe(true);
  wires[0]?.hear(opened(7, 20));
  expect(thread.confirmed).toBe(false);
});

test('that somebody writes is told now and then, not with every letter', async () => {
  const thread = new Thread('c1', options);
  await thread.typing();
  await thread.typing();
  expect(command).toHaveBeenCalledExactlyOnceWith('c1', { type: 'typing', clientId: 'new-id' });
});
