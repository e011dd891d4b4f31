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
  'follow-up': { who: looking, body: { at: 2_000_000_000_000 } },
  attribute: { who: looking, body: { name: 'city', value: 'Porto' } },
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
