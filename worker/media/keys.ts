/** Where files lie in the bucket. */

const uploadId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A file of a message that came in: the same place however often it is fetched. `slot` as in `FileSource`. */
export function mediaKey(conversationId: string, messageId: string, slot: string): string {
  return ['conversation', conversationId, messageId, slot].map(encodeURIComponent).join('/');
}

/** The customer's picture. */
export function pictureKey(conversationId: string): string {
  return `picture/${encodeURIComponent(conversationId)}`;
}

/** A file that somebody of the team uploaded; null when the id is none of ours. */
export function uploadKey(id: string): string | null {
  return uploadId.test(id) ? `upload/${id}` : null;
}
