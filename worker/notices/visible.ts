/** What somebody may be told of a notice as things are now. Pure. */
import type { Notice } from '#domain/notice.ts';
import { can, type Actor, type Ownership } from '#domain/permission.ts';

/**
 * The notice as `actor` may see it; null: not at all. Whoever lost sight of a conversation since is told nothing of it, but
 * that it was handed to somebody else: then only whose it was, not a word of it. So it is of a conversation that is not in
 * the index (`owner` null), as it became part of another one: the link leads there, and rights are asked there.
 */
export function noticeFor(actor: Actor, notice: Notice, owner: Ownership | null): Notice | null {
  if (owner !== null && can(actor, 'conversation.see', owner)) return notice;
  if (owner !== null && notice.kind !== 'handed') return null;
  const { messageId: _message, ...rest } = notice;
  return { ...rest, text: '' };
}
