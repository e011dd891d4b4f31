import { describe, expect, it } from 'vitest';
import { queuedAt } from './delivery.ts';
import { previewOf } from './head.ts';
import type { Content, Message } from './message.ts';

function message(content: Content, part: Partial<Message> = {}): Message {
  return { id: 'm', rev: 1, seq: 1, at: 5, direction: 'in', content, ...part };
}

describe('the preview of a message', () => {
  it('is its text, time, direction and delivery', () => {
    expect(previewOf(message({ kind: 'text', text: 'Hi' }))).toEqual({
      kind: 'text',
      text: 'Hi',
      direction: 'in',
      at: 5,
    });
    const sent = message({ kind: 'text', text: 'Hi' }, { direction: 'out', delivery: queuedAt(5) });
    expect(previewOf(sent)?.delivery).toBe('queued');
  });

  it('names a kind that we cannot show (R-40)', () => {
    expect(previewOf(message({ kind: 'unsupported', type: 'poll', text: '' }))?.kind).toBe('unsupported');
  });

  it('is none of a comment or a line: the list shows what was said to or by the customer', () => {
    expect(previewOf(message({ kind: 'comment', text: 'secret' }))).toBeNull();
    expect(previewOf(message({ kind: 'line', what: 'archived' }))).toBeNull();
  });

  it('is short, whatever the text', () => {
    expect(previewOf(message({ kind: 'text', text: 'x'.repeat(9000) }))?.text).toHaveLength(160);
  });

  it('never cuts an emoji in two', () => {
    const text = `${'x'.repeat(159)}👍 and more`;
    expect(previewOf(message({ kind: 'text', text }))?.text.isWellFormed()).toBe(true);
  });
});
