/** Every command, and who may give it. A new command needs a line here: its name, who may, and an example of it. */
import type { RefusalCode } from '#domain/refusal.ts';
import { blocking, handingOn, looking, replying, sorting, taking, type Right } from './rights.ts';

/** What an example may name. */
export type Named = {
  readonly me: string;
  readonly colleague: string;
  readonly groupId: string;
  readonly tagId: string;
  /** The customer's message. */
  readonly messageId: string;
};
type Example = {
  readonly who: Right;
  readonly body: object | ((named: Named) => object);
  /** What whoever may is told all the same, as the example names something that is not there. */
  readonly then?: RefusalCode;
};

const nothingScheduled = { sendId: '00000000-0000-4000-8000-000000000000' };
const later = 2_000_000_000_000;
const aFollowUp = { id: '00000000-0000-4000-8000-000000000001', dueAt: later };
const text = { kind: 'text', text: 'Hello' };

export const commands: Readonly<Record<string, Example | readonly Example[]>> = {
  send: [
    { who: replying, body: { draft: text } },
    { who: replying, body: () => ({ draft: text, sendAt: Date.now() + 3_600_000 }) },
  ],
  unschedule: { who: replying, body: nothingScheduled, then: 'message-not-found' },
  reschedule: { who: replying, body: { ...nothingScheduled, sendAt: null }, then: 'message-not-found' },
  react: { who: replying, body: ({ messageId }) => ({ messageId, emoji: '👍' }) },
  typing: { who: replying, body: {} },
  read: { who: replying, body: { rev: 1 } },
  unread: { who: replying, body: {} },
  comment: { who: looking, body: { text: 'Seen' } },
  tag: { who: looking, body: ({ tagId }) => ({ add: [tagId], remove: [] }) },
  lead: { who: looking, body: { status: 'qualified' } },
  'follow-up': { who: looking, body: { at: later } },
  'lead-facts': { who: looking, body: { value: 1200, currency: 'EUR' } },
  'follow-up-add': { who: looking, body: ({ me }) => ({ ...aFollowUp, ownerId: me, note: '' }) },
  'follow-up-change': { who: looking, body: { id: 'none', dueAt: later }, then: 'follow-up-not-found' },
  'follow-up-end': { who: looking, body: { id: 'none', as: 'done' }, then: 'follow-up-not-found' },
  'follow-up-back': { who: looking, body: { open: [], cancel: ['none'] }, then: 'follow-up-not-found' },
  attribute: { who: looking, body: { name: 'city', value: 'Porto' } },
  details: { who: looking, body: { patch: { company: 'Alves' } } },
  note: { who: looking, body: { text: 'Rings twice' } },
  'note-back': { who: looking, body: { noteId: 'none' }, then: 'note-not-found' },
  consent: { who: looking, body: { optedOut: true } },
  assign: [
    { who: taking, body: ({ me }) => ({ personId: me }) },
    { who: handingOn, body: ({ colleague }) => ({ personId: colleague }) },
    { who: handingOn, body: { personId: null } },
  ],
  group: { who: sorting, body: ({ groupId }) => ({ groupId }) },
  archive: { who: sorting, body: {} },
  reopen: { who: sorting, body: {} },
  block: { who: blocking, body: { on: true } },
};
