import { beforeEach, expect, test, vi } from 'vitest';
import type { CommandBody } from '#domain/command.ts';
import type { CommandAnswer } from '#domain/http.ts';
import type { Outcome } from '../api.ts';
import type { Attachment } from './attachment.ts';
import { takeOver } from './attaching.ts';
import type { FileShelf, KeptFile } from './kept-files.ts';
import { Outbox } from './outbox.svelte.ts';
import { MemoryShelf } from './shelf.ts';

const done: Outcome<CommandAnswer> = { ok: true, value: { rev: 1 }, cookies: [] };
const upload = { uploadId: 'u1', type: 'image', mime: 'image/png', bytes: 1 } as const;
let asked: CommandBody[] = [];
let shelf = new MemoryShelf();

let next = 0;

function make(): Outbox {
  return new Outbox({
    api: {
      command: async (_, body) => {
        asked.push(body);
        return done;
      },
    },
    shelf,
    personId: 'ana',
    alone: async (_, run) => run(),
    timers: { set: () => 0, clear: () => {}, random: () => 1 },
    now: () => 1_000,
    newId: () => `m${(next += 1)}`,
    onAnswer: vi.fn(),
    onSignedOut: vi.fn(),
  });
}

const settled = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve));
type Written = Parameters<Outbox['add']>[0];
const to = { conversationId: 'c1', type: 'send' } as const;
const pictureIn = (uploadsIn: string): Written => ({
  ...to,
  draft: { kind: 'files', text: '', files: [upload] },
  uploadsIn,
});
const picture = pictureIn('tab');
const text: Written = { ...to, draft: { kind: 'text', text: 'Oi' } };
const kinds = (): unknown[] => asked.map((body) => (body.type === 'send' ? body.draft.kind : body.type));

beforeEach(() => {
  asked = [];
  shelf = new MemoryShelf();
});

test('a message whose file is on its way waits for it, and holds back what follows (C14)', async () => {
  const outbox = make();
  const id = outbox.add(picture);
  outbox.add(text);
  outbox.add({ ...text, conversationId: 'c2' });
  await settled();
  expect(asked).toHaveLength(1);
  outbox.wake();
  await settled();
  expect(asked).toHaveLength(1);
  outbox.uploaded(id);
  await settled();
  expect(kinds()).toEqual(['text', 'files', 'text']);
  expect(asked[1]).not.toHaveProperty('uploadsIn');
});

test('a file that the server will not have fails its message only', async () => {
  const outbox = make();
  const id = outbox.add(picture);
  outbox.add(text);
  outbox.refuse(id, 'Too large.');
  await settled();
  expect(kinds()).toEqual(['text']);
  expect(outbox.of('c1')).toMatchObject([{ clientId: id, refusal: 'Too large.' }]);
});

function device(
  files: readonly KeptFile[],
  living: readonly string[],
): FileShelf & { remove: ReturnType<typeof vi.fn> } {
  return {
    put: async () => true,
    remove: vi.fn(async () => {}),
    wipe: async () => {},
    adopt: async () => files,
    lives: async (tab) => living.includes(tab),
  };
}

test('files of a tab that is gone go on in this one; without its file a message says so (B-53)', async () => {
  make().add(picture);
  const outbox = make();
  outbox.load();
  outbox.add(pictureIn('dead'));
  outbox.add(pictureIn('living'));
  const [here, lost, elsewhere] = outbox.items.map(({ clientId }) => clientId);
  const kept = (id: string, messageId: string | null): KeptFile =>
    ({ id, messageId, uploadId: id }) as unknown as KeptFile;
  const files = [kept('a', here ?? null), kept('b', null), kept('c', 'answered long ago')];
  const taken: KeptFile[] = [];
  const attachments = {
    take: (all: readonly KeptFile[]) => void taken.push(...all),
    going: (id: string) => (id === here ? ({} as Attachment) : null),
    wake: vi.fn(),
    atRisk: false,
  };
  const store = device(files, ['living']);
  await takeOver({ attachments, outbox, shelf: async () => store, tab: 'new' });
  expect(taken.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(store.remove.mock.calls).toEqual([['c']]);
  expect(outbox.items.find(({ clientId }) => clientId === here)).toMatchObject({ uploadsIn: 'new' });
  expect(outbox.items.find(({ clientId }) => clientId === lost)?.refusal).toMatch(/Attach it again/);
  expect(outbox.items.find(({ clientId }) => clientId === elsewhere)).toMatchObject({ refusal: null });
});
