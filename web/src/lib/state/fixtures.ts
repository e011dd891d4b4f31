/** Heads and messages for tests. */
import type { Head } from '#domain/head.ts';
import type { Message } from '#domain/message.ts';

/** A head with everything unremarkable except what `some` says. */
export function headOf(some: Partial<Head> = {}): Head {
  return {
    id: 'c1',
    rev: 1,
    channel: 'whatsapp',
    accountId: 'a1',
    name: 'Maria Silva',
    createdAt: 0,
    lastAt: 0,
    preview: null,
    unread: 0,
    windowExpiresAt: null,
    openedAt: null,
    freeEntryUntil: null,
    assignee: null,
    groupId: null,
    archived: false,
    ...some,
  };
}

/** A customer's text with everything unremarkable except what `some` says. */
export function messageOf(some: Partial<Message> = {}): Message {
  return {
    id: 'm1',
    rev: 1,
    seq: 1,
    at: 0,
    direction: 'in',
    content: { kind: 'text', text: 'Oi!' },
    ...some,
  };
}
