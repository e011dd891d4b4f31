/** A written reply, or a file alone → the messages that they become, on their way. */
import type { Channel } from '#domain/channel.ts';
import type { FileType } from '#domain/content.ts';
import { uploadOf } from '../state/attachment.ts';
import type { Attachments } from '../state/attachments.svelte.ts';
import type { Composed, Outbox } from '../state/outbox.svelte.ts';
import type { Thread } from '../state/thread.svelte.ts';

type Sending = {
  readonly outbox: Pick<Outbox, 'add'>;
  readonly thread: Pick<Thread, 'id' | 'quoting'>;
  readonly asHumanAgent: boolean;
};

export type Reply = Sending & {
  readonly attachments: Pick<Attachments, 'of' | 'compose' | 'sent' | 'tabOf'>;
  readonly text: string;
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

export type FileReply = Sending & {
  readonly attachments: Pick<Attachments, 'add' | 'of' | 'sent' | 'tabOf'>;
  readonly channel: Channel;
  readonly file: File;
  /** As what it goes. */
  readonly type: FileType;
};

/** Sends a file as a message of its own, whatever else is attached; it goes out when it is uploaded. */
export function sendFile({ attachments, channel, file, type, ...sending }: FileReply): void {
  const { outbox, thread, asHumanAgent } = sending;
  const [id] = attachments.add({ id: thread.id, channel }, [file], type);
  const item = attachments.of(thread.id).find((one) => one.id === id);
  if (!item) return;
  const draft: Composed = { kind: 'files', text: '', files: [uploadOf(item)] };
  const [quotes, uploadsIn] = [thread.quoting?.id, attachments.tabOf(item)];
  const messageId = outbox.add({
    conversationId: thread.id,
    type: 'send',
    draft,
    ...(quotes !== undefined && { quotes }),
    ...(asHumanAgent && { asHumanAgent }),
    ...(uploadsIn !== undefined && { uploadsIn }),
  });
  attachments.sent(item.id, messageId);
  thread.quoting = null;
}
