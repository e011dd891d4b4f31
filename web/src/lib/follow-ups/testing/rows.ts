/** Follow-ups for tests; everything has a default. */
import type { Head } from '#domain/head.ts';
import type { FollowUpRow } from '#domain/http-follow-ups.ts';
import type { FollowUp } from '#domain/panel.ts';

const ana = { id: 'ana', name: 'Ana Reis' };
let made = 0;

export function someRow(part: Partial<FollowUp> = {}, head: Partial<Head> = {}): FollowUpRow {
  made += 1;
  return {
    head: {
      ...{
        id: `c${made}`,
        rev: 1,
        channel: 'whatsapp',
        accountId: '5',
        name: 'Maria',
        createdAt: 1,
        lastAt: 1,
      },
      ...{ preview: null, unread: 0, windowExpiresAt: null, openedAt: null, freeEntryUntil: null },
      ...{ assignee: null, groupId: null, archived: false },
      ...head,
    },
    followUp: {
      ...{ id: `f${made}`, dueAt: 1, owner: ana, note: '', state: 'open', by: ana, createdAt: 1 },
      ...part,
    },
  };
}
