/** A new notice goes to the list's sockets of the person whom it is for, and to nobody else's. */
import type { ListFrame } from '#domain/frame.ts';
import type { Notice } from '#domain/notice.ts';
import type { Ownership } from '#domain/permission.ts';
import { sendTo, type Sockets } from '../live/sockets.ts';
import { noticeFor } from './visible.ts';

/** `ownerOf`: whose a conversation is now; null where that is not known. */
export function tellNotices(
  sockets: Sockets,
  notices: readonly Notice[],
  ownerOf: (id: string) => Ownership | null,
): void {
  const now = Date.now();
  const ready = sockets.ready();
  for (const notice of notices) {
    for (const { socket, seat } of ready) {
      if (seat.actor.id !== notice.personId) continue;
      const told = noticeFor(seat.actor, notice, ownerOf(notice.conversationId));
      if (told) sendTo(socket, JSON.stringify({ t: 'notice', now, notice: told } satisfies ListFrame));
    }
  }
}
