import { expect, test } from 'vitest';
import { bannerWords } from './banner-words.ts';
import type { Banner } from './state.ts';

const around = {
  name: 'Maria',
  channel: 'messenger',
  account: 'Casa',
  now: Date.UTC(2026, 10, 21, 12),
  zone: 'UTC',
  keepsDraft: false,
} as const;
const at = Date.UTC(2026, 10, 21, 14, 37);

test.each<readonly [Banner, string]>([
  [
    { kind: 'closing', at, after: 'templates' },
    'Closes at 14:37. After that only approved templates can be sent.',
  ],
  [
    { kind: 'window-closed', channel: 'whatsapp', at, templates: true },
    'The 24-hour window closed at 14:37. Only an approved template can reopen it, or Maria by writing.',
  ],
  [
    { kind: 'window-closed', channel: 'instagram', at, templates: false },
    'The 24-hour window closed at 14:37. Instagram takes a reply again when Maria writes. Comments still work.',
  ],
  [
    { kind: 'free-template', until: at },
    'The window is closed; messages are free until 14:37. A template sent now costs nothing. Free text is possible again when Maria writes.',
  ],
  [
    { kind: 'human-agent', until: at },
    'Outside the 24-hour window. Until 14:37 you may answer as a person. Not for offers or broadcasts, and never by a machine.',
  ],
  [
    { kind: 'trouble', trouble: 'The token expired.' },
    'Messenger “Casa” cannot send now. The token expired. Comments still work.',
  ],
])('%j', (banner, sentence) => {
  const { bold, rest } = bannerWords(banner, around);
  expect(`${bold} ${rest}`).toBe(sentence);
});

test('a draft that has to wait is told to be safe', () => {
  const { rest } = bannerWords({ kind: 'never-opened', templates: false }, { ...around, keepsDraft: true });
  expect(rest).toBe('A reply is possible when Maria writes. Your draft is kept.');
});
