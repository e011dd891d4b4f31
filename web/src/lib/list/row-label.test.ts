import { expect, test } from 'vitest';
import { headOf } from '../state/fixtures.ts';
import { freeWords, rowLabel } from './row-label.ts';

const words = {
  name: 'Maria Silva',
  draft: '',
  typing: '',
  time: '14:09',
  window: 'Window open, 21 h left',
  failed: false,
  free: '',
  moved: false,
  pinned: false,
  lead: '',
  tags: [],
  due: '',
  viewers: [],
};
const preview = { kind: 'text', text: 'Oi!', direction: 'out', at: 0, delivery: 'read' } as const;

test('a row is told whole, with the true count (B-05, B-07)', () => {
  const head = headOf({ unread: 120, preview, assignee: { id: 'p', name: 'Ana' } });
  expect(rowLabel({ ...words, head })).toBe(
    'Maria Silva, WhatsApp, 120 unread messages, Oi!, Read, 14:09, Window open, 21 h left, Assigned to Ana',
  );
});

test('a draft speaks instead of the last message, somebody who writes instead of both (B-06)', () => {
  const head = headOf({ preview });
  expect(rowLabel({ ...words, draft: 'Sim', head })).toBe(
    'Maria Silva, WhatsApp, Draft: Sim, 14:09, Window open, 21 h left, Unassigned',
  );
  expect(rowLabel({ ...words, draft: 'Sim', typing: 'Ana', head })).toBe(
    'Maria Silva, WhatsApp, Ana is replying…, 14:09, Window open, 21 h left, Unassigned',
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

test('lead, tags, follow-up, pin and who looks at it are told (B-05, B-70)', () => {
  const label = rowLabel({
    ...words,
    head: headOf({ reopened: true }),
    pinned: true,
    lead: 'Qualifying',
    tags: ['vip', 'leather'],
    due: 'Follow-up at 17:00',
    viewers: ['Ana', 'Rui'],
  });
  expect(label).toBe(
    'Maria Silva, WhatsApp, Pinned, No messages yet, Reopened by the customer, 14:09, Window open, 21 h left, Lead: Qualifying, Tags: vip, leather, Follow-up at 17:00, Unassigned, Ana, Rui looking at this',
  );
});

test('a row that left the list says so first (B-17)', () => {
  expect(rowLabel({ ...words, moved: true, head: headOf() })).toMatch(/^Not in this list any more, Maria/);
});

test('free entry is told while it runs (R-15)', () => {
  const head = headOf({ freeEntryUntil: Date.UTC(2026, 10, 21, 18) });
  expect(freeWords(head, Date.UTC(2026, 10, 21, 17), 'UTC')).toBe('Messages are free until 18:00');
  expect(freeWords(head, Date.UTC(2026, 10, 21, 18), 'UTC')).toBe('');
  expect(freeWords(headOf(), 0, 'UTC')).toBe('');
});
