/** The words of the bell. They come with what it opens. */
import type { NoticeKind } from '#domain/notice.ts';
import { en } from './en.ts';
import { speaker } from './t.ts';

const noticeWords = {
  'notices.title': 'Notifications',
  'notices.read-all': 'Mark all as read',
  'notices.settings': 'What you are told of',
  'notices.close': 'Close',
  'notices.list': 'Newest first',
  'notices.new': 'New.',
  'notices.older': 'Show older',
  'notices.loading': 'One moment…',
  'notices.none': 'Nothing yet',
  'notices.none-hint': 'You are told here what waits for you: mentions, follow-ups, what was not sent.',
  'notices.failed': 'They could not be read. {sentence}',
  'notices.go': 'Open',

  'notices.assigned': 'Assigned to you by {by}',
  'notices.assigned-rule': 'Assigned to you',
  'notices.mention': '{by} mentioned you',
  'notices.mention-rule': 'You were mentioned',
  'notices.follow-up': 'Follow-up is due, set by {by}',
  'notices.follow-up-rule': 'Follow-up is due',
  'notices.closing': 'Waits for an answer, and the window closes within the hour',
  'notices.failed-send': 'Your message was not sent',
  'notices.handed': '{by} gave it to somebody else',
  'notices.handed-rule': 'It went to somebody else',
  'notices.toast': '{name}: {what}',

  'notices.want': 'Tell me when',
  'notices.want-assigned': 'a conversation is assigned to me',
  'notices.want-mention': 'somebody mentions me',
  'notices.want-follow-up': 'a follow-up of mine is due',
  'notices.want-closing': 'a window closes within the hour, and the customer waits',
  'notices.want-failed': 'a message of mine is not sent',
  'notices.want-handed': 'a conversation of mine goes to somebody else',
  'notices.sound': 'Play a sound',
  'notices.sound-hint': 'In one tab, and never for the conversation that you look at.',
  'notices.sound-try': 'Try it',
  'notices.blocked': 'Your browser keeps this page silent until you click it or press a key.',
  'notices.back': 'Back to the notifications',
} as const;

export const t = speaker({ ...en, ...noticeWords });

/** A name inside of a sentence runs in its own direction. */
const apart = (name: string): string => `\u2068${name}\u2069`;

/** What happened, in a sentence without the customer. */
export function whatHappened({
  kind,
  by,
}: {
  readonly kind: NoticeKind;
  readonly by?: { name: string };
}): string {
  if (kind === 'closing') return t('notices.closing');
  if (kind === 'failed') return t('notices.failed-send');
  return by ? t(`notices.${kind}`, { by: apart(by.name) }) : t(`notices.${kind}-rule`);
}

/** The same as one sentence, with whom it is about. */
export function toastOf(notice: Parameters<typeof whatHappened>[0] & { readonly name: string }): string {
  const name = apart(notice.name || t('name.unknown'));
  return t('notices.toast', { name, what: whatHappened(notice) });
}
