/** A written reply, or a file alone → the messages that they become, on their way. */
import type { Channel } from '#domain/channel.ts';
import type { FileType } from '#domain/content.ts';
import { uploadOf } from '../state/attachment.ts';
import type { Attachments } from '../state/attachments.svelte.ts';
import type { Composed, Outbox } from '../state/outbox.svelte.ts';
import type { Thread } from '../state/thread.svelte.ts';

export type Sending = {
  readonly outbox: Pick<Outbox, 'add'>;
  readonly thread: Pick<Thread, 'id'>;
  /** Whether it leaves under the Human Agent rule. */
  readonly asHumanAgent: boolean;
};

type Details = {
  /** Id of the message that it answers. */
  readonly quotes?: string | undefined;
  /** When it shall leave, in ms; absent: now. */
  readonly sendAt?: number | undefined;
  /** The tab from which its file is uploaded. */
  readonly uploadsIn?: string | undefined;
};

/** Puts one message on its way. Answers with its id. */
export function post({ outbox, thread, asHumanAgent }: Sending, draft: Composed, details: Details): string {
  const { quotes, sendAt, uploadsIn } = details;
  return outbox.add({
    conversationId: thread.id,
    type: 'send',
    draft,
    ...(quotes !== undefined && { quotes }),
    ...(asHumanAgent && { asHumanAgent }),
    ...(sendAt !== undefined && { sendAt }),
    ...(uploadsIn !== undefined && { uploadsIn }),
  });
}

type Answering = Sending & { readonly thread: Pick<Thread, 'quoting'> };

export type Reply = Answering & {
  readonly attachments: Pick<Attachments, 'of' | 'compose' | 'sent' | 'tabOf'>;
  readonly text: string;
  /** When it shall leave, in ms; absent: now. */
  readonly sendAt?: number | undefined;
};

/** Sends a text with what is attached; the first message of it answers what is quoted. */
export function sendReply({ attachments, text, sendAt, ...sending }: Reply): void {
  const { thread } = sending;
  const files = attachments.of(thread.id);
  const drafts = files.length > 0 ? attachments.compose(thread.id, text) : [{ kind: 'text' as const, text }];
  const quotes = thread.quoting?.id;
  drafts.forEach((draft, index) => {
    const file = draft.kind === 'files' ? files[index] : undefined;
    const uploadsIn = file && attachments.tabOf(file);
    const messageId = post(sending, draft, { quotes: index === 0 ? quotes : undefined, sendAt, uploadsIn });
    if (file) attachments.sent(file.id, messageId);
  });
  thread.quoting = null;
}

/** Sends a message of its own beside what is written; it answers what is quoted. Answers with its id. */
export function sendAlone(
  sending: Answering,
  draft: Composed,
  details: Omit<Details, 'quotes'> = {},
): string {
  const { thread } = sending;
  const messageId = post(sending, draft, { ...details, quotes: thread.quoting?.id });
  thread.quoting = null;
  return messageId;
}

export type FileReply = Answering & {
  readonly attachments: Pick<Attachments, 'add' | 'of' | 'sent' | 'tabOf'>;
  readonly channel: Channel;
  readonly file: File;
  /** As what it goes. */
  readonly type: FileType;
};

/** Sends a file as a message of its own, whatever else is attached; it goes out when it is uploaded. */
export function sendFile({ attachments, channel, file, type, ...sending }: FileReply): void {
  const { id: conversationId } = sending.thread;
  const [id] = attachments.add({ id: conversationId, channel }, [file], type);
  const item = attachments.of(conversationId).find((one) => one.id === id);
  if (!item) return;
  const draft: Composed = { kind: 'files', text: '', files: [uploadOf(item)] };
  attachments.sent(item.id, sendAlone(sending, draft, { uploadsIn: attachments.tabOf(item) }));
}
