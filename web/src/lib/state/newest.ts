import type { Message } from '#domain/message.ts';

/** The arrival of the newest message, 0 without any; they need not stand in the order of their arrival. */
export function newestSeq(messages: readonly Message[]): number {
  let newest = 0;
  // A plain loop: there may be ten thousand, and it is asked at every step.
  for (const { seq } of messages) if (seq > newest) newest = seq;
  return newest;
}
