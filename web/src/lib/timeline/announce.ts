/** What a screen reader is told about new messages of the open conversation. Pure. */
import type { Message } from '#domain/message.ts';
import { gistOfMessage } from '../marks/gist.ts';
import { t } from '../words/t.ts';

const longest = 200;

/** The arrival of the newest message; they need not stand in the order of their arrival. */
export function newestSeq(messages: readonly Message[]): number {
  return messages.reduce((newest, { seq }) => Math.max(newest, seq), 0);
}

/** How many messages arrived after `seq`; lines of the house are no news. */
export function newsAfter(messages: readonly Message[], seq: number): number {
  return messages.reduce((count, one) => count + (one.seq > seq && one.direction !== 'line' ? 1 : 0), 0);
}

/** The customer's messages that arrived after `seq`. Older pages and our own messages are no news. */
export function inboundSince(messages: readonly Message[], seq: number): Message[] {
  return messages.filter((message) => message.seq > seq && message.direction === 'in');
}

/** One sentence about some new messages. */
export function announcement(messages: readonly Message[], name: string): string {
  const [only] = messages;
  if (!only || messages.length > 1) return t('announce.many', { n: messages.length, name });
  return t('announce.one', { name: only.sender ?? name, text: gistOfMessage(only).words }).slice(0, longest);
}
