import { expect, test, vi } from 'vitest';
import { messageOf } from '../state/fixtures.ts';
import { sendReply, type Reply } from './reply.ts';

function made(some: Partial<Reply> = {}): Reply {
  let next = 0;
  return {
    attachments: { of: () => [], compose: () => [], sent: vi.fn(), tabOf: () => undefined },
    outbox: { add: vi.fn(() => `id-${(next += 1)}`) },
    thread: { id: 'c1', quoting: null },
    text: 'Sim',
    asHumanAgent: false,
    ...some,
  };
}

test('a text answers what is quoted, once', () => {
  const reply = made({ thread: { id: 'c1', quoting: messageOf({ id: 'm7' }) }, asHumanAgent: true });
  sendReply(reply);
  expect(reply.outbox.add).toHaveBeenCalledExactlyOnceWith({
    conversationId: 'c1',
    type: 'send',
    draft: { kind: 'text', text: 'Sim' },
    quotes: 'm7',
    asHumanAgent: true,
  });
  expect(reply.thread.quoting).toBeNull();
});

test('files go one by one; only the first answers, and each keeps its picture from this device', () => {
  const files = ['a', 'b'].map((id) => ({ id })) as unknown as ReturnType<Reply['attachments']['of']>;
  const upload = { uploadId: 'u', type: 'image', mime: 'image/png', bytes: 1 } as const;
  const drafts = [
    { kind: 'files' as const, text: '', files: [upload] },
    { kind: 'files' as const, text: '', files: [upload] },
    { kind: 'text' as const, text: 'Sim' },
  ];
  const tabOf = ({ id }: { id: string }): string | undefined => (id === 'b' ? 'tab' : undefined);
  const attachments = { of: () => files, compose: () => drafts, sent: vi.fn(), tabOf };
  const reply = made({ attachments, thread: { id: 'c1', quoting: messageOf({ id: 'm7' }) } });
  sendReply(reply);
  const asked = vi.mocked(reply.outbox.add).mock.calls.map(([written]) => written);
  expect(asked.map((one) => one.type === 'send' && one.quotes)).toEqual(['m7', undefined, undefined]);
  // What is still on its way says where.
  expect(asked.map((one) => one.type === 'send' && one.uploadsIn)).toEqual([undefined, 'tab', undefined]);
  expect(attachments.sent.mock.calls).toEqual([
    ['a', 'id-1'],
    ['b', 'id-2'],
  ]);
});
