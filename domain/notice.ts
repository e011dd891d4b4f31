/** What somebody of the team is told of, wherever they are: the bell, and where a click goes. */
import type { Person } from './message.ts';

/** `closing`: the window closes within the hour and nobody has answered. `handed`: a conversation of theirs went to somebody else. */
export const noticeKinds = ['assigned', 'mention', 'follow-up', 'closing', 'failed', 'handed'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

export type Notice = {
  /** The same again is the same notice. */
  readonly id: string;
  /** Whom it is for. */
  readonly personId: string;
  readonly kind: NoticeKind;
  readonly conversationId: string;
  /** Of the customer. */
  readonly name: string;
  /** The message that it is about. */
  readonly messageId?: string;
  /** Who caused it; absent: a rule, or time. */
  readonly by?: Person;
  /** The beginning of what was said or noted; '' where nothing was. */
  readonly text: string;
  /** In ms. */
  readonly at: number;
};

/** What whoever has not chosen yet wants to be told of. */
export const firstNoticeSettings: { off: NoticeKind[]; sound: boolean } = { off: [], sound: true };
