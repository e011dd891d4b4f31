import { expect, test } from 'vitest';
import { messageOf } from '../state/fixtures.ts';
import { bannerWords } from './banner-words.ts';
import type { Banner } from './state.ts';

const around = {
  name: 'Maria',
  channel: 'messenger',
  account: 'Casa',
  now: Date.UTC(2026, 10, 21, 12),
  zone: 'UTC',
  keepsDraft: false,
  heldBack: false,
} as const;
const at = Date.UTC(2026, 10, 21, 14, 37);

test.each<readonly [Banner, string]>([
  [
    { kind: 'closing', at, after: 'templates' },
    'Closes at 14:37. After that only approved templates can be sent.',
  ],
  [
    { kind: 'window-closed', channel: 'whatsapp', at, templates: true },
    'The 24-hour window closed at 14:37. Send an approved template, or wait until Maria writes.',
  ],
  [
    { kind: 'window-closed', channel: 'instagram', at, templates: false },
    'Instagram allows no more messages here. The 24-hour window closed at 14:37. Maria has to write first; comments still work.',
  ],
  [
    { kind: 'window-closed', channel: 'messenger', at, templates: true },
    'The 24-hour window closed at 14:37. Send an approved utility template, or wait until Maria writes.',
  ],
  [
    { kind: 'free-template', until: at },
    'The window is closed; messages are free until 14:37. A template sent now costs nothing. Free text is possible again when Maria writes.',
  ],
  [
    { kind: 'human-agent', channel: 'messenger', until: at, templates: false },
    'Outside the 24-hour window. Until 14:37 you may answer as a person. Not for offers or broadcasts, and never by a machine.',
  ],
  [
    { kind: 'blocked', mayLift: false },
    'Maria is blocked. Nothing goes to them. Whoever answers here, or an admin, can lift the block.',
  ],
  [
    {
      kind: 'slow',
      until: around.now + 5_400,
      waiting: 2,
      sentence: 'Meta limits messages to this person. It goes out.',
    },
    'Slow down Meta limits messages to this person. 2 messages wait for their turn, in order; you can go on writing.',
  ],
  [
    { kind: 'trouble', trouble: 'The token expired.', mayManage: false },
    'Messenger “Casa” cannot send now. The token expired. Comments still work.',
  ],
])('%j', (banner, sentence) => {
  const { bold, rest } = bannerWords(banner, around);
  expect(`${bold} ${rest}`).toBe(sentence);
});

test('a draft that has to wait is told to be safe', () => {
  const { rest } = bannerWords(
    { kind: 'never-opened', channel: 'messenger', templates: false },
    { ...around, keepsDraft: true },
  );
  expect(rest).toBe('A reply is possible when Maria writes. Your draft is kept.');
});

test('C15: the seconds stand apart, because they are not for ears', () => {
  const slow = { kind: 'slow', waiting: 1, sentence: '' } as const;
  expect(bannerWords({ ...slow, until: around.now + 5_400 }, around).ticking).toBe('– next in 6 s.');
  expect(bannerWords({ ...slow, until: around.now + 90_000 }, around).ticking).toBe('– next in 01:30.');
});

test('C16: a colleague’s words are quoted as far as there is room, and a second Enter is offered (B-38)', () => {
  const by = { id: 'rui', name: 'Rui' };
  const content = { kind: 'text', text: 'x'.repeat(200) } as const;
  const banner = { kind: 'collision', message: messageOf({ direction: 'out', by, content }) } as const;
  const first = bannerWords(banner, around);
  expect(first).toMatchObject({ bold: 'New reply by Rui.', rest: `“${'x'.repeat(90)}…”` });
  expect(bannerWords(banner, { ...around, heldBack: true }).rest).toContain('Press Enter again');
  const note = messageOf({ direction: 'note', by, content: { kind: 'comment', text: 'wait' } });
  expect(bannerWords({ kind: 'collision', message: note }, around).bold).toBe('New comment by Rui.');
  const phone = messageOf({ direction: 'out', origin: 'phone-app' });
  expect(bannerWords({ kind: 'collision', message: phone }, around).bold).toBe('New reply by your business.');
});
