/** The changes of a lead's status, out of the lines of a conversation. Pure. */
import type { Message } from '#domain/message.ts';

export type LeadStep = {
  readonly id: string;
  /** The name of the status; null: there was no lead any more. */
  readonly to: string | null;
  /** Who did it; null for a rule, or the customer's own message. */
  readonly by: string | null;
  /** In ms. */
  readonly at: number;
};

/** Newest first. */
export function leadsOf(messages: readonly Message[]): readonly LeadStep[] {
  return messages
    .flatMap(({ id, at, by, content }) =>
      content.kind === 'line' && content.what === 'lead'
        ? [{ id, to: content.to, by: by?.name ?? null, at }]
        : [],
    )
    .reverse();
}
