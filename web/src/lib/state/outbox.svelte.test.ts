import { beforeEach, expect, test, vi } from 'vitest';
import type { CommandBody } from '#domain/command.ts';
import type { CommandAnswer } from '#domain/http.ts';
import type { Outcome } from '../api.ts';
import { messageOf } from './fixtures.ts';
import { Outbox } from './outbox.svelte.ts';
import { MemoryShelf } from './shelf.ts';

type Call = {
  readonly id: string;
  readonly body: CommandBody;
  readonly answer: (outcome: Outcome<CommandAnswer>) => void;
};

const done: Outcome<CommandAnswer> = { ok: true, value: { rev: 1, message: messageOf() }, cookies: [] };
const cut: Outcome<CommandAnswer> = { ok: false, failure: { kind: 'unreachable', sentence: 'No line.' } };

function refused(status: number, sentence: string): Outcome<CommandAnswer> {
  return {
    ok: false,
    failure: { kind: 'refused', status, problem: { code: 'internal', sentence, requestId: 'r' } },
  };
}

let calls: Call[] = [];
let retries: (() => void)[] = [];
/** How long each of them waits. */
let delays: number[] = [];
let shelf = new MemoryShelf();
let held = new Map<string, Promise<void>>();
let crash = Promise.withResolvers<void>();
const onAnswer = vi.fn();
const onSignedOut = vi.fn();

/** One after another, as the tabs of a browser; a tab that crashes lets go. */
async function alone(name: string, run: () => Promise<void>): Promise<void> {
  const mine = (held.get(name) ?? Promise.resolve()).then(run);
  held.set(name, Promise.race([mine, crash.promise]));
  await mine;
}

function make(): Outbox {
  let next = calls.length;
  return new Outbox({
    api: { command: (id, body) => new Promise((answer) => calls.push({ id, body, answer })) },
    shelf,
    personId: 'ana',
    alone,
    timers: {
      set: (run, delay) => {
        delays.push(delay);
        return retries.push(run);
      },
      clear: () => {},
      random: () => 1,
    },
    now: () => 1_000,
    newId: () => `id-${(next += 1)}`,
    onAnswer,
    onSignedOut,
  });
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

async function answer(index: number, outcome: Outcome<CommandAnswer>): Promise<void> {
  await settled();
  calls[index]?.answer(outcome);
  await settled();
}

async function retry(): Promise<void> {
  retries.at(-1)?.();
  await settled();
}

function reply(text: string): { type: 'send'; draft: { kind: 'text'; text: string } } {
  return { type: 'send', draft: { kind: 'text', text } };
}

function texts(): unknown[] {
  return calls.map(({ body }) =>
    body.type === 'send' && body.draft.kind === 'text' ? body.draft.text : body.type,
  );
}

beforeEach(() => {
  calls = [];
  retries = [];
  delays = [];
  held = new Map();
  crash = Promise.withResolvers();
  shelf = new MemoryShelf();
  vi.clearAllMocks();
});

test('one conversation is posted one by one, in order; another does not wait for it', async () => {
  const outbox = make();
  for (const text of ['a', 'b']) outbox.add({ conversationId: 'c1', ...reply(text) });
  outbox.add({ conversationId: 'c2', ...reply('z') });
  await settled();
  expect(texts()).toEqual(['a', 'z']);
  await answer(0, done);
  expect(texts()).toEqual(['a', 'z', 'b']);
  await answer(1, done);
  await answer(2, done);
  expect(outbox.items).toEqual([]);
  expect(shelf.keys('casement:outbox:')).toEqual([]);
  expect(onAnswer).toHaveBeenCalledTimes(3);
});

test('after a reload it is posted again with the same id, and in the same order', async () => {
  const outbox = make();
  for (const text of ['a', 'b', 'c']) outbox.add({ conversationId: 'c1', ...reply(text) });
  await settled();
  crash.resolve();
  const reloaded = make();
  reloaded.load();
  await settled();
  expect(reloaded.items).toMatchObject(['a', 'b', 'c'].map(reply));
  expect(calls[1]?.body.clientId).toBe(calls[0]?.body.clientId);
});

test('without a line it waits and tries again with the same id', async () => {
  const outbox = make();
  outbox.add({ conversationId: 'c1', ...reply('a') });
  await answer(0, cut);
  expect(outbox.waiting).toBe(1);
  expect(calls).toHaveLength(1);
  await retry();
  expect(calls[1]?.body).toEqual(calls[0]?.body);
  await answer(1, done);
  expect(outbox.waiting).toBe(0);
});

test('the network coming back does not wait for the timer', async () => {
  const outbox = make();
  outbox.add({ conversationId: 'c1', type: 'comment', text: 'a' });
  await answer(0, cut);
  outbox.wake();
  await settled();
  expect(calls[1]?.body.type).toBe('comment');
});

test('a refusal keeps the text and its sentence, also over a reload, and lets the next one go', async () => {
  const outbox = make();
  for (const text of ['a', 'b']) outbox.add({ conversationId: 'c1', ...reply(text) });
  await answer(0, refused(409, 'The window is closed.'));
  expect(outbox.items[0]).toMatchObject({ ...reply('a'), refusal: 'The window is closed.' });
  expect(texts()).toEqual(['a', 'b']);
  const reloaded = make();
  reloaded.load();
  expect(reloaded.items[0]).toMatchObject({ ...reply('a'), refusal: 'The window is closed.' });
  expect(reloaded.waiting).toBe(1);
});

test('sending again is a new message; discarding forgets it', async () => {
  const outbox = make();
  outbox.add({ conversationId: 'c1', ...reply('a') });
  await answer(0, refused(409, 'No.'));
  const [item] = outbox.items;
  if (!item) throw new Error('the refused one is gone');
  outbox.again(item);
  await settled();
  expect(calls[1]?.body.clientId).not.toBe(item.clientId);
  await answer(1, refused(409, 'No.'));
  outbox.discard(outbox.items[0]?.clientId ?? '');
  expect(outbox.items).toEqual([]);
});

test('too many tries is not a no, and the end of the session loses nothing', async () => {
  const outbox = make();
  outbox.add({ conversationId: 'c1', ...reply('a') });
  await answer(0, refused(429, 'Wait.'));
  expect(delays).toEqual([500]);
  await retry();
  await answer(1, refused(401, 'Signed out.'));
  expect(onSignedOut).toHaveBeenCalledOnce();
  expect(outbox.items).toHaveLength(1);
  expect(shelf.keys('casement:outbox:ana:')).toHaveLength(1);
});

test('what is broken on the shelf is left out', () => {
  shelf.set('casement:outbox:ana:x', '{"text":');
  shelf.set('casement:outbox:ana:y', '{"clientId":"y","text":1}');
  const outbox = make();
  outbox.load();
  expect(outbox.items).toEqual([]);
});

test('what an older page kept, a bare text, is still sent', async () => {
  const old = { clientId: 'o', conversationId: 'c1', type: 'send', text: 'Oi', at: 5, refusal: null };
  shelf.set('casement:outbox:ana:o', JSON.stringify(old));
  make().load();
  await settled();
  expect(calls[0]?.body).toEqual({ type: 'send', clientId: 'o', draft: { kind: 'text', text: 'Oi' } });
});

test('a quote and the Human Agent rule go along, also over a reload (R-16)', async () => {
  const outbox = make();
  const id = outbox.add({ conversationId: 'c1', ...reply('a'), quotes: 'm1', asHumanAgent: true });
  const asked = {
    type: 'send',
    clientId: id,
    draft: { kind: 'text', text: 'a' },
    quotes: 'm1',
    asHumanAgent: true,
  };
  await settled();
  expect(calls[0]?.body).toEqual(asked);
  await answer(0, cut);
  make().load();
  await settled();
  expect(calls[1]?.body).toEqual(asked);
});

test('it is on this device before anything is posted', () => {
  const outbox = make();
  outbox.add({ conversationId: 'c1', ...reply('a') });
  expect(calls).toHaveLength(0);
  expect(shelf.keys('casement:outbox:ana:')).toHaveLength(1);
});

test('what is written while the last one is answered is not forgotten', async () => {
  const outbox = make();
  outbox.add({ conversationId: 'c1', ...reply('a') });
  await settled();
  onAnswer.mockImplementationOnce(() => outbox.add({ conversationId: 'c1', ...reply('b') }));
  await answer(0, done);
  expect(texts()).toEqual(['a', 'b']);
  onAnswer.mockImplementationOnce(() =>
    queueMicrotask(() => outbox.add({ conversationId: 'c1', ...reply('c') })),
  );
  await answer(1, done);
  await settled();
  expect(texts()).toEqual(['a', 'b', 'c']);
});

/** Two tabs; each hears what the other writes. */
function makeTwo(): [Outbox, Outbox] {
  const told: (() => void)[] = [];
  const write = shelf.set.bind(shelf);
  const take = shelf.remove.bind(shelf);
  const tell = (key: string): void => void told.push(() => both.forEach((one) => one.heard(key)));
  shelf.set = (key, value) => {
    write(key, value);
    tell(key);
    setTimeout(() => told.splice(0).forEach((run) => run()));
  };
  shelf.remove = (key) => {
    take(key);
    tell(key);
    setTimeout(() => told.splice(0).forEach((run) => run()));
  };
  const both: [Outbox, Outbox] = [make(), make()];
  return both;
}

test('two tabs show the same, and one of them posts it, once (B-66)', async () => {
  const [first, second] = makeTwo();
  first.add({ conversationId: 'c1', ...reply('a') });
  await settled();
  await settled();
  expect(second.items).toMatchObject([reply('a')]);
  expect(calls).toHaveLength(1);
  await answer(0, done);
  await settled();
  expect([first.items, second.items]).toEqual([[], []]);
  expect(calls).toHaveLength(1);
});

test('a tab that goes away in the middle leaves its messages to the other, in order', async () => {
  const [first] = makeTwo();
  for (const text of ['a', 'b']) first.add({ conversationId: 'c1', ...reply(text) });
  await settled();
  await settled();
  expect(texts()).toEqual(['a']);
  crash.resolve();
  await answer(1, done);
  await answer(2, done);
  expect(texts()).toEqual(['a', 'a', 'b']);
  expect(new Set(calls.map(({ body }) => body.clientId)).size).toBe(2);
});

test('signing out forgets all of it, also what is refused afterwards', async () => {
  const outbox = make();
  for (const text of ['a', 'b']) outbox.add({ conversationId: 'c1', ...reply(text) });
  await settled();
  outbox.wipe();
  await answer(0, refused(409, 'The window is closed.'));
  expect(outbox.items).toEqual([]);
  expect(shelf.keys('casement:')).toEqual([]);
  expect(calls).toHaveLength(1);
});

test('what did not change is the same object, so that it is not drawn again', () => {
  const outbox = make();
  outbox.add({ conversationId: 'c1', ...reply('a') });
  const [before] = outbox.items;
  outbox.add({ conversationId: 'c1', ...reply('b') });
  expect(outbox.items[0]).toBe(before);
});
