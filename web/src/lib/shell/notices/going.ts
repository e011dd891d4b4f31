/** To the place that a notice is about. */
import type { Notice } from '#domain/notice.ts';
import type { Desk } from '../../state/desk.ts';

type Goal = Pick<Notice, 'conversationId' | 'messageId'>;

/** Its address, for a link. */
export function addressOf({ conversationId, messageId }: Goal): string {
  const path = `/inbox/${encodeURIComponent(conversationId)}`;
  return messageId === undefined ? path : `${path}?${new URLSearchParams({ message: messageId })}`;
}

/** Opens it beside the list, centred on its message (B-11), ready to be answered. */
export function goTo({ handles, place }: Pick<Desk, 'handles' | 'place'>, goal: Goal): void {
  const { conversationId, messageId } = goal;
  if (messageId === undefined) place.open(conversationId);
  else if (place.selected !== conversationId || place.message !== messageId)
    place.open(conversationId, messageId);
  // It is open already: one has read on, and wants to see it again.
  else handles.showMessage(messageId);
  // On a telephone its keyboard would cover what one came for.
  if (!place.narrow) handles.write(null);
}
