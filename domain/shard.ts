/** Over which Inbox object a conversation is: the same answer at the edge and in the browser. */

/** A number of 31 bits that follows from a text (FNV-1a). */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  // The lowest bits of FNV-1a are weak.
  return (hash ^ (hash >>> 15)) & 0x7fffffff;
}

/** The shard of conversation `id`, of `shards` (at least 1). */
export function shardOf(id: string, shards: number): number {
  return hashOf(id) % shards;
}
