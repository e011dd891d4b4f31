/** Where the files of a message are (docs/architecture.md): always our own origin, never Meta's. */

/** `slot`: the index of a file, `ad` for the picture of a referral, `header` for the file above a message of ours. */
export function mediaAddress(
  conversationId: string,
  messageId: string,
  slot: number | 'ad' | 'header',
): string {
  return `/api/media/${encodeURIComponent(conversationId)}/${encodeURIComponent(messageId)}/${slot}`;
}

/** Meta's own JSON of a message, for admins. */
export function rawAddress(conversationId: string, messageId: string): string {
  return `/api/conversations/${encodeURIComponent(conversationId)}/messages/${encodeURIComponent(messageId)}/raw`;
}
