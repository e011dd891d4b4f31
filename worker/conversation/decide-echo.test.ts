/** What the business wrote, here or elsewhere, as Meta tells it back. */
import { describe, expect, it } from 'vitest';
import type { Channel } from '#domain/channel.ts';
import type { File } from '#domain/content.ts';
import type { EchoEvent } from '../channels/channel.ts';
import {
  ana,
  echoed,
  heard,
  hour,
  minute,
  noon,
  noTime,
  onChannel,
  onInstagram,
  onMessenger,
  passed,
  reacted,
  reported,
  results,
  sends,
} from '../testing/events.ts';
import { Memory } from '../testing/memory.ts';

function begun(channel: Channel): Memory {
  const memory = new Memory(channel);
  memory.hear(heard({ ...onChannel[channel], id: 'in' }));
  memory.now += minute;
  return memory;
}

/** We sent these; all but the last got an answer that never came, the last is at Meta. */
function lost(channel: Channel, ...ids: readonly string[]): Memory {
  const memory = begun(channel);
  for (const id of ids) {
    memory.ask(ana, sends(id, 'Hi'));
    const row = memory.leave();
    if (row) memory.answer(row, results.unknown);
  }
  return memory;
}
const mine = (part: Partial<EchoEvent> & { readonly id: string }): EchoEvent =>
  echoed({ ...onInstagram, at: noon + minute, content: { kind: 'text', text: 'Hi' }, ...part });
const outgoing = (memory: Memory) => memory.messages.filter(({ direction }) => direction === 'out');
const shown = (memory: Memory) =>
  outgoing(memory).map(({ id, origin, delivery }) => [id, origin ?? 'ours', delivery?.state]);

describe('an echo from elsewhere', () => {
  it.each([
    ['whatsapp', 'phone-app'],
    ['messenger', 'meta-inbox'],
    ['instagram', 'other-app'],
  ] as const)('on %s is an outgoing message with its origin, once (R-3, R-43)', (channel, origin) => {
    const memory = begun(channel);
    const echo = echoed({ ...onChannel[channel], id: 'e1', origin, at: noon + 1 });
    memory.hear(echo);
    expect(memory.message('e1')).toMatchObject({
      direction: 'out',
      at: noon + 1,
      origin,
      delivery: { state: 'sent', times: { sent: noon + 1 } },
    });
    expect(memory.message('e1')?.by).toBeUndefined();
    expect(memory.hear(echo).empty).toBe(true);
    expect(memory.head.preview).toMatchObject({ direction: 'out', text: 'text of e1' });
    expect(memory.outbox).toEqual([]);
  });

  it('begins a conversation, with no window and nothing unread (R-12, R-24, R-43)', () => {
    const memory = new Memory();
    memory.hear(echoed({ id: 'e1' }));
    expect(memory.head).toMatchObject({ rev: 1, windowExpiresAt: null, unread: 0, phone: '+15551234567' });
  });

  it.each([
    ['phone-app', 0],
    ['meta-inbox', 0],
    ['other-app', 1],
  ] as const)('of %s leaves %i unread: a person has read, an app has not (R-24, R-43)', (origin, unread) => {
    const memory = begun('messenger');
    memory.hear(echoed({ ...onMessenger, id: 'e1', origin, at: noon + 1 }));
    expect(memory.head.unread).toBe(unread);
  });

  it('that is older than what the customer wrote has not read that (R-24)', () => {
    const memory = begun('whatsapp');
    memory.hear(echoed({ id: 'e1', origin: 'phone-app', at: noon - 1 }));
    expect(memory.head.unread).toBe(1);
  });

  it('is raised by statuses, also by those that came before it (R-6, R-9, R-43)', () => {
    const memory = begun('whatsapp');
    memory.hear(reported({ id: 'e1', step: 'delivered' }));
    memory.hear(echoed({ id: 'e1' }));
    expect(shown(memory)).toEqual([['e1', 'other-app', 'delivered']]);
    memory.hear(reported({ id: 'e1', step: 'read' }));
    expect(shown(memory)).toEqual([['e1', 'other-app', 'read']]);
  });

  it('of history has come as far as Meta says, and reads nothing (R-24, R-43)', () => {
    const memory = begun('whatsapp');
    const history = { origin: 'history', history: true } as const;
    memory.hear(
      echoed({ ...history, id: 'e1', step: 'read' }),
      echoed({ ...history, id: 'e2', step: 'failed' }),
    );
    expect(outgoing(memory).map(({ delivery }) => delivery?.state)).toEqual(['read', 'failed']);
    expect(memory.message('e2')?.delivery?.failure?.sentence).toMatch(/\.$/);
    expect(memory.head.unread).toBe(1);
  });

  it('without a time of Meta’s stands where it arrived (R-1, R-43)', () => {
    const memory = begun('whatsapp');
    memory.hear(echoed({ id: 'e1', at: noTime }));
    expect(memory.message('e1')).toMatchObject({ at: memory.now, delivery: { times: { sent: memory.now } } });
  });
});

describe('an echo of our own send', () => {
  it('by our id is that send, before Meta’s answer and after it (R-8, R-43)', () => {
    const memory = begun('messenger');
    memory.ask(ana, sends('c1', 'Hi'));
    const row = memory.leave();
    const echo = mine({ ...onMessenger, id: 'm.1', callbackId: 'c1' });
    memory.hear(echo);
    expect(shown(memory)).toEqual([['c1', 'ours', 'sent']]);
    expect(memory.message('c1')?.metaId).toBe('m.1');
    expect(memory.outbox).toEqual([]);
    if (row) memory.answer(row, results.accepted('m.1'));
    expect(shown(memory)).toEqual([['c1', 'ours', 'sent']]);
    expect(memory.hear(echo).empty).toBe(true);
  });

  it('by our id settles a send without an answer, however late (R-8, R-43)', () => {
    const memory = lost('messenger', 'c1');
    memory.now += 9 * hour;
    memory.hear(mine({ ...onMessenger, id: 'm.1', callbackId: 'c1' }));
    expect(shown(memory)).toEqual([['c1', 'ours', 'sent']]);
  });

  it('by Meta’s id is that send (R-43)', () => {
    const memory = begun('instagram');
    memory.ask(ana, sends('c1', 'Hi'));
    const row = memory.leave();
    if (row) memory.answer(row, results.accepted('m.1'));
    const echo = mine({ id: 'm.1', content: { kind: 'text', text: 'Meta says it otherwise' } });
    memory.hear(echo);
    expect(shown(memory)).toEqual([['c1', 'ours', 'sent']]);
    expect(memory.message('c1')?.content).toMatchObject({ text: 'Hi' });
    expect(memory.hear(echo).empty).toBe(true);
  });

  it('on Instagram before our answer waits for it, unseen (R-43)', () => {
    const memory = begun('instagram');
    memory.ask(ana, sends('c1', 'Hi'));
    const row = memory.leave();
    expect(memory.hear(mine({ id: 'm.1' })).changed).toBe(false);
    if (row) memory.answer(row, results.accepted('m.1'));
    expect(shown(memory)).toEqual([['c1', 'ours', 'sent']]);
    expect(memory.message('c1')?.delivery?.times.sent).toBe(noon + minute);
    expect(memory.settleEchoes().empty).toBe(true);
    expect(outgoing(memory)).toHaveLength(1);
  });

  it('on Instagram that waited, and was not of that send, is from elsewhere (R-43)', () => {
    const memory = begun('instagram');
    memory.ask(ana, sends('c1', 'Hi'));
    const row = memory.leave();
    memory.hear(mine({ id: 'm.x', content: { kind: 'text', text: 'From the phone' } }));
    if (row) memory.answer(row, results.accepted('m.1'));
    memory.settleEchoes();
    expect(shown(memory)).toContainEqual(['m.x', 'other-app', 'sent']);
    expect(shown(memory)).toContainEqual(['c1', 'ours', 'accepted']);
    expect(memory.waiting).toEqual([]);
  });

  it('on Instagram that waited has not read what the customer wrote meanwhile (R-24, R-43)', () => {
    const memory = begun('instagram');
    memory.ask(ana, sends('c1', 'Hi'));
    const row = memory.leave();
    const text = 'From Meta’s inbox';
    memory.hear(mine({ id: 'm.x', origin: 'meta-inbox', content: { kind: 'text', text } }));
    memory.hear(heard({ ...onInstagram, id: 'in2', at: noon + 2 * minute }));
    if (row) memory.answer(row, results.accepted('m.1'));
    memory.settleEchoes();
    expect(shown(memory)).toContainEqual(['m.x', 'meta-inbox', 'sent']);
    expect(memory.message('m.x')?.seq).toBeGreaterThan(memory.message('in2')?.seq ?? Infinity);
    expect(memory.head.unread).toBe(1);
  });

  it.each(['from elsewhere', 'ours'])(
    'on Instagram that waited brings along what waited with it: %s (R-9, R-43)',
    (whose) => {
      const memory = begun('instagram');
      memory.ask(ana, sends('c1', 'Hi'));
      const row = memory.leave();
      const text = whose === 'ours' ? 'Hi' : 'From the phone';
      memory.hear(mine({ id: 'm.x', content: { kind: 'text', text } }));
      memory.hear(reacted({ ...onInstagram, target: 'm.x', emoji: '🙏', at: noon + 2 * minute }));
      memory.hear(passed({ ...onInstagram, step: 'read', ids: ['m.x'], at: noon + 2 * minute }));
      if (row) memory.answer(row, results.unknown);
      memory.settleEchoes();
      const message = outgoing(memory).find(({ metaId }) => metaId === 'm.x');
      expect(message).toMatchObject({ delivery: { state: 'read' }, reactions: [{ emoji: '🙏' }] });
      expect(memory.waiting).toEqual([]);
    },
  );

  it('on Instagram whose answer was lost: echo first, then no answer, then time (R-8, R-43)', () => {
    const memory = begun('instagram');
    memory.ask(ana, sends('c1', 'Hi'));
    const row = memory.leave();
    memory.hear(mine({ id: 'm.1' }));
    if (row) memory.answer(row, results.unknown);
    memory.settleEchoes();
    expect(shown(memory)).toEqual([['c1', 'ours', 'sent']]);
    expect(memory.settleEchoes().empty).toBe(true);
  });

  it('on Instagram whose answer was lost: no answer, or a restart, then the echo (R-8, R-21, R-43)', () => {
    const memory = lost('instagram', 'c1');
    memory.hear(mine({ id: 'm.1' }));
    expect(shown(memory)).toEqual([['c1', 'ours', 'sent']]);
    const other = begun('instagram');
    other.ask(ana, sends('c1', 'Hi'));
    other.leave();
    other.restart();
    other.hear(mine({ id: 'm.1' }));
    expect(shown(other)).toEqual([['c1', 'ours', 'sent']]);
  });

  it('on Instagram of two equal sends without answers settles the older first, each once (R-8, R-43)', () => {
    const memory = lost('instagram', 'c1', 'c2');
    memory.hear(mine({ id: 'm.1' }));
    expect(shown(memory).map(([, , state]) => state)).toEqual(['sent', 'unknown']);
    memory.hear(mine({ id: 'm.1' }));
    expect(shown(memory).map(([, , state]) => state)).toEqual(['sent', 'unknown']);
    memory.hear(mine({ id: 'm.2' }));
    memory.hear(mine({ id: 'm.3' }));
    expect(shown(memory)).toEqual([
      ['c1', 'ours', 'sent'],
      ['c2', 'ours', 'sent'],
      ['m.3', 'other-app', 'sent'],
    ]);
  });

  it('on Instagram of a send on its way is not taken for an equal one that was lost (R-8, R-43)', () => {
    const memory = lost('instagram', 'c1');
    memory.ask(ana, sends('c2', 'Hi'));
    const row = memory.leave();
    memory.hear(mine({ id: 'm.2' }));
    if (row) memory.answer(row, results.accepted('m.2'));
    memory.settleEchoes();
    expect(shown(memory)).toEqual([
      ['c1', 'ours', 'unknown'],
      ['c2', 'ours', 'sent'],
    ]);
  });

  it.each<[string, Partial<EchoEvent>]>([
    ['says something else', { content: { kind: 'text', text: 'Hello' } }],
    [
      'is of another kind',
      { content: { kind: 'files', text: '', files: [{ type: 'image', state: 'waiting' }] } },
    ],
    ['is of another day', { at: noon - 24 * hour }],
    ['is history', { history: true, origin: 'history' }],
  ])('is not one that %s (R-8, R-43)', (_name, part) => {
    const memory = lost('instagram', 'c1');
    memory.hear(mine({ id: 'm.1', ...part }));
    expect(memory.message('c1')?.delivery?.state).toBe('unknown');
    expect(memory.message('m.1')?.origin).toBeDefined();
  });

  it('of a voice note comes back as a sound (R-43)', () => {
    const memory = begun('instagram');
    const file = { uploadId: 'u', type: 'voice', mime: 'audio/mp4', bytes: 9 } as const;
    memory.ask(ana, { type: 'send', clientId: 'c1', draft: { kind: 'files', text: '', files: [file] } });
    const row = memory.leave();
    if (row) memory.answer(row, results.unknown);
    const files: readonly File[] = [{ type: 'audio', state: 'waiting' }];
    memory.hear(mine({ id: 'm.1', content: { kind: 'files', text: '', files } }));
    expect(shown(memory)).toEqual([['c1', 'ours', 'sent']]);
  });

  it('that stands here as one from elsewhere keeps Meta’s id: nothing breaks, nothing has it twice (R-3, R-43)', () => {
    const memory = begun('messenger');
    memory.ask(ana, sends('c1', 'Hi'));
    const row = memory.leave();
    memory.hear(mine({ ...onMessenger, id: 'm.1' }));
    if (row) memory.answer(row, results.accepted('m.1'));
    expect(outgoing(memory).filter(({ metaId }) => metaId === 'm.1')).toHaveLength(1);
    expect(memory.message('c1')?.delivery?.state).toBe('accepted');
  });
});

describe('a file that history announces', () => {
  const content = { kind: 'unsupported', type: 'media_placeholder', text: '' } as const;
  const files: readonly File[] = [{ type: 'image', state: 'waiting' }];
  const file = {
    content: { kind: 'files', text: 'Look', files },
    sources: [{ slot: '0', mediaId: '9' }],
  } as const;
  const history = { history: true, opens: false, speaks: false } as const;

  it('takes its placeholder’s place when it comes, once, and reads or opens nothing (R-3, R-43)', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'a', content, ...history }));
    memory.hear(echoed({ id: 'b', content, history: true, origin: 'history', at: noon + 1 }));
    expect(memory.hear(heard({ id: 'a', content, ...history })).empty).toBe(true);
    const { seq } = memory.message('a') ?? {};
    memory.hear(heard({ id: 'a', ...file, ...history }), echoed({ id: 'b', ...file, origin: 'history' }));
    expect(['a', 'b'].map((id) => memory.message(id)?.content.kind)).toEqual(['files', 'files']);
    expect(memory.message('a')).toMatchObject({ seq, at: noon });
    expect(memory.files.map(({ messageId }) => messageId)).toEqual(['a', 'b']);
    expect(memory.head).toMatchObject({
      unread: 0,
      windowExpiresAt: null,
      preview: { kind: 'files', of: 'image' },
    });
    expect(memory.hear(heard({ id: 'a', ...file, ...history })).empty).toBe(true);
    expect(memory.hear(heard({ id: 'a', content, ...history })).empty).toBe(true);
  });
});
