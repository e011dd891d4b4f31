/** What the messages of a conversation tell the composer: what holds ours back, and what a colleague wrote meanwhile. Pure. */
import type { Message } from '#domain/message.ts';

/** Meta's pace holds our messages back: so many wait, and the next one leaves at `until` (ms). */
export type Slow = { readonly until: number; readonly waiting: number; readonly sentence: string };

/** Our messages that have not left, in order. */
export function queuedOf(messages: readonly Message[]): readonly Message[] {
  return messages.filter((message) => message.delivery?.state === 'queued' && message.direction === 'out');
}

/** How long Meta's pace holds back what is queued, at `now` (ms); null when it does not (C15, R-22). */
export function slowOf(queued: readonly Message[], now: number): Slow | null {
  const held = queued.find(({ delivery }) => delivery?.waiting?.why === 'limit')?.delivery?.waiting;
  if (!held || held.until <= now) return null;
  return { until: held.until, waiting: queued.length, sentence: held.sentence };
}

/** Why nothing leaves the account, as one of those learned it; null while that is not known (C12). */
export function troubleOf(queued: readonly Message[]): string | null {
  const held = queued.find(({ delivery }) => delivery?.waiting?.why === 'account');
  return held?.delivery?.waiting?.sentence ?? null;
}

/** The newest message or comment that somebody else of the business wrote after the arrival `since` (B-38). */
export function newsOf(messages: readonly Message[], since: number, me: string): Message | null {
  let newest: Message | null = null;
  for (const message of messages) {
    if (message.seq <= (newest?.seq ?? since)) continue;
    const { by, direction } = message;
    if ((direction === 'out' || direction === 'note') && by?.id !== me) newest = message;
  }
  return newest;
}
