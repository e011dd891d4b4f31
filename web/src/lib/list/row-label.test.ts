import { expect, test } from 'vitest';
import { headOf } from '../state/fixtures.ts';
import { freeWords, rowLabel } from './row-label.ts';

const words = {
  name: 'Maria Silva',
  draft: '',
  time: '14:09',
  window: 'Window open, 21 h left',
  failed: false,
  free: '',
};
const preview = { kind: 'text', text: 'Oi!', direction: 'out', at: 0, delivery: 'read' } as const;

test('a row is told whole, with the true count', () => {
  const head = headOf({ unread: 120, preview, assignee: { id: 'p', name: 'Ana' } });
  expect(rowLabel({ ...words, head })).toBe(
    'Maria Silva, WhatsApp, 120 unread messages, Oi!, Read, 14:09, Window open, 21 h left, Assigned to Ana',
  );
});

test('a draft speaks instead of the last message', () => {
  expect(rowLabel({ ...words, draft: 'Sim', head: headOf({ preview }) })).toBe(
    'Maria Silva, WhatsApp, Draft: Sim, 14:09, Window open, 21 h left, Unassigned',
  );
});

test('what has no text is named', () => {
  const strange = { kind: 'unsupported', of: 'reel_remix', text: '', direction: 'in', at: 0 } as const;
  const label = rowLabel({ ...words, head: headOf({ preview: strange }) });
  expect(label).toContain('Unsupported message (reel_remix)');
});

test('a failure is told instead of its mark', () => {
  const failed = { ...preview, delivery: 'failed' } as const;
  const label = rowLabel({ ...words, failed: true, head: headOf({ preview: failed }) });
  expect(label).toBe(
    'Maria Silva, WhatsApp, Oi!, Last message failed, 14:09, Window open, 21 h left, Unassigned',
  );
});

test('a group and a free entry point are told', () => {
  const label = rowLabel({ ...words, free: 'Messages are free until 18:00', head: headOf({ group: true }) });
  expect(label).toContain('WhatsApp, Group, ');
  expect(label).toContain('Window open, 21 h left, Messages are free until 18:00, Unassigned');
});

test('free entry is told while it runs (R-15)', () => {
  const head = headOf({ freeEntryUntil: Date.UTC(2026, 10, 21, 18) });
  expect(freeWords(head, Date.UTC(2026, 10, 21, 17), 'UTC')).toBe('Messages are free until 18:00');
  expect(freeWords(head, Date.UTC(2026, 10, 21, 18), 'UTC')).toBe('');
  expect(freeWords(headOf(), 0, 'UTC')).toBe('');
});
