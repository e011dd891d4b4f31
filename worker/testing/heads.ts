/** A conversation as the list knows it, for tests; everything has a default. */
import type { Head } from '#domain/head.ts';
import type { Published } from '../inbox/published.ts';

export function someHead(id: string, part: Partial<Head> = {}): Head {
  return {
    id,
    rev: 1,
    channel: 'whatsapp',
    accountId: '555',
    name: 'Maria Silva',
    createdAt: Date.UTC(2026, 9, 1),
    lastAt: Date.UTC(2026, 9, 2),
    preview: null,
    unread: 0,
    windowExpiresAt: null,
    openedAt: null,
    freeEntryUntil: null,
    assignee: null,
    groupId: null,
    archived: false,
    ...part,
  };
}

/** What its object publishes when nothing was said. */
export function published(head: Head, part: Partial<Published> = {}): Published {
  return { head, was: null, dueAt: null, said: [], unsaid: [], ...part };
}
