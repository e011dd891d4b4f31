/** From the panel to a message of the conversation: what covers the page goes out of the way. */
import type { Desk } from '../state/desk.ts';

export function showInConversation(
  { handles, place }: Pick<Desk, 'handles' | 'place'>,
  messageId: string,
): void {
  if (place.sheet) place.closeSheet();
  handles.showMessage(messageId);
}
