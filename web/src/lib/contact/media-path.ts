/** Where a file that the panel shows is: on our own origin. */
import type { Kept } from '#domain/http-contact.ts';

/** '' for a link. */
export function mediaPath(conversationId: string, one: Kept): string {
  if ('url' in one) return '';
  const [conversation, message] = [conversationId, one.messageId].map(encodeURIComponent);
  return `/api/media/${conversation}/${message}/${one.slot}`;
}
