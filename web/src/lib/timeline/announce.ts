/** What a screen reader is told about new messages of the open conversation. Pure. */
import type { Message } from '#domain/message.ts';
import { gistOfMessage } from '../marks/gist.ts';
import type { Pending } from '../state/outbox.svelte.ts';
import { t } from '../words/t.ts';

const longest = 200;

/** How many messages arrived after `seq`; lines of the house are no news. */
export function newsAfter(messages: readonly Message[], seq: number): number {
  return messages.reduce((count, one) => count + (one.seq > seq && one.direction !== 'line' ? 1 : 0), 0);
}

/** The customer's messages that arrived after `seq`. Older pages and our own messages are no news. */
export function inboundSince(messages: readonly Message[], seq: number): Message[] {
  return messages.filter((message) => message.seq > seq && message.direction === 'in');
}

export type Failed = { readonly id: string; readonly sentence: string };

/** What of ours failed after the change `rev`, or was refused before it left. */
export function failures(
  { messages, pending }: { readonly messages: readonly Message[]; readonly pending: readonly Pending[] },
  rev: number,
): readonly Failed[] {
  const failed: Failed[] = [];
  for (const message of messages) {
    if (message.rev <= rev || message.delivery?.state !== 'failed') continue;
    failed.push({ id: message.id, sentence: message.delivery.failure?.sentence ?? '' });
  }
  const refused = pending.flatMap(({ clientId, refusal }) =>
    refusal === null ? [] : [{ id: clientId, sentence: refusal }],
  );
  return [...failed, ...refused];
}

/** One sentence about what failed. */
export function trouble(failed: readonly Failed[]): string {
  const [only] = failed;
  if (!only || failed.length > 1) return t('announce.failed-many', { n: failed.length });
  return cut(t('announce.failed', { sentence: only.sentence }));
}

/** Without tearing a sign apart. */
function cut(text: string): string {
  return text.length <= longest ? text : text.slice(0, longest).replace(/[\uD800-\uDBFF]$/u, '');
}

/** One sentence about some new messages. */
export function announcement(messages: readonly Message[], name: string): string {
  const [only] = messages;
  if (!only || messages.length > 1) return t('announce.many', { n: messages.length, name });
  return cut(t('announce.one', { name: only.sender ?? name, text: gistOfMessage(only).words }));
}
