/** Where the files of a message are (docs/architecture.md): always our own origin, never Meta's. */

/** `slot`: the index of a file, `ad` for the picture of a referral, `header` for the file above a message of ours, `card-0`… */
export function mediaAddress(
  conversationId: string,
  messageId: string,
  slot: number | 'ad' | OfferSlot,
): string {
  return `/api/media/${encodeURIComponent(conversationId)}/${encodeURIComponent(messageId)}/${slot}`;
}

/** A file of a message of ours with something to tap: above it, or on one of its cards. */
export type OfferSlot = 'header' | `card-${number}`;

/** Meta's own JSON of a message, for admins. */
export function rawAddress(conversationId: string, messageId: string): string {
  return `/api/conversations/${encodeURIComponent(conversationId)}/messages/${encodeURIComponent(messageId)}/raw`;
}
