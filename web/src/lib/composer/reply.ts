/** A written reply → the messages that it becomes, on their way. */
import type { Attachments } from '../state/attachments.svelte.ts';
import type { Outbox } from '../state/outbox.svelte.ts';
import type { Thread } from '../state/thread.svelte.ts';

export type Reply = {
  readonly attachments: Pick<Attachments, 'of' | 'compose' | 'sent' | 'tabOf'>;
  readonly outbox: Pick<Outbox, 'add'>;
  readonly thread: Pick<Thread, 'id' | 'quoting'>;
  readonly text: string;
  readonly asHumanAgent: boolean;
  /** When it shall leave, in ms; absent: now. */
  readonly sendAt?: number | undefined;
};

/** Sends a text with what is attached; the first message of it answers what is quoted. */
export function sendReply({ attachments, outbox, thread, text, asHumanAgent, sendAt }: Reply): void {
  const files = attachments.of(thread.id);
  const drafts = files.length > 0 ? attachments.compose(thread.id, text) : [{ kind: 'text' as const, text }];
  const quotes = thread.quoting?.id;
  drafts.forEach((draft, index) => {
    const file = draft.kind === 'files' ? files[index] : undefined;
    const uploadsIn = file && attachments.tabOf(file);
    const messageId = outbox.add({
      conversationId: thread.id,
      type: 'send',
      draft,
      ...(index === 0 && quotes !== undefined && { quotes }),
      ...(asHumanAgent && { asHumanAgent }),
      ...(sendAt !== undefined && { sendAt }),
      ...(uploadsIn !== undefined && { uploadsIn }),
    });
    if (file) attachments.sent(file.id, messageId);
  });
  thread.quoting = null;
}
