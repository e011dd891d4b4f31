import { describe, expect, it } from 'vitest';
import type { Channel } from '#domain/channel.ts';
import { overflowFrom, stepOf, unitOf, type Step } from './counting.ts';
import { measure } from './state.ts';

/** What of a text is too long on a channel. */
function tooMuch(text: string, channel: Channel): string | null {
  const size = measure('reply', channel, text);
  const from = overflowFrom(text, { size, unit: unitOf('reply', channel), channel });
  return from === null ? null : text.slice(from);
}

describe('what is too long (B-55)', () => {
  it.each<[why: string, channel: Channel, text: string, over: string | null]>([
    ['nothing at the limit', 'whatsapp', 'a'.repeat(4096), null],
    ['what stands behind the limit', 'whatsapp', `${'a'.repeat(4096)}bcd`, 'bcd'],
    ['whole characters, where one is two units', 'messenger', `${'😀'.repeat(2000)}😀x`, '😀x'],
    ['bytes on Instagram', 'instagram', 'é'.repeat(501), 'é'],
    ['a whole character where its bytes go over the limit', 'instagram', `${'a'.repeat(998)}😀`, '😀'],
    ['nothing of a thousand bytes', 'instagram', 'é'.repeat(500), null],
  ])('%s', (_why, channel, text, over) => {
    expect(tooMuch(text, channel)).toBe(over);
  });

  it('is counted in characters where only the team reads it', () => {
    expect(unitOf('comment', 'instagram')).toBe('characters');
    expect(unitOf('reply', 'instagram')).toBe('bytes');
  });
});

it.each<[length: number, step: Step | null]>([
  [3800, null],
  [3897, 200],
  [4045, 200],
  [4046, 50],
  [4075, 50],
  [4076, 20],
  [4095, 20],
  [4096, 0],
  [4097, 'over'],
  [9000, 'over'],
])('a text of %i is told at the step %s, and only when that changes (B-55)', (length, step) => {
  expect(stepOf(measure('reply', 'whatsapp', 'a'.repeat(length)))).toBe(step);
});
