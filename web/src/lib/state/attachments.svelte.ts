/**
 * Files that were chosen for a conversation and have not been sent: on their way to the server, ready, or refused.
 * They outlive a switch to another conversation, not a reload. What the channel would refuse never leaves this device.
 */
import type { Channel } from '#domain/channel.ts';
import type { FileType } from '#domain/content.ts';
import { isSignedOut, sentenceFor, type Outcome, type Uploaded } from '../api.ts';
import type { UploadTask } from '../live/upload.ts';
import { t } from '../words/t.ts';
import type { Composed } from './outbox.svelte.ts';

/** Why a channel would not take a draft; null when it would. */
type WhyNot = (channel: Channel, draft: Composed) => string | null;

export type Attachment = {
  readonly id: string;
  readonly conversationId: string;
  readonly channel: Channel;
  readonly file: File;
  readonly type: FileType;
  /** Address of what can be looked at on this device. */
  readonly local: string;
  /** How much is on the server, from 0 to 1. */
  readonly progress: number;
  readonly uploaded: Uploaded | null;
  /** Why it cannot be sent; null while it can. */
  readonly sentence: string | null;
  /** Whether trying again may help. */
  readonly mayComeAgain: boolean;
};

export type AttachmentsOptions = {
  /** Loaded at the first file, because most replies have none. */
  readonly whyNot: () => Promise<WhyNot>;
  readonly upload: (task: UploadTask) => Promise<Outcome<Uploaded>>;
  readonly newId: () => string;
  readonly address: (file: Blob) => string;
  readonly onSignedOut: () => void;
};

/** What a file is by its MIME type. */
function guessType(mime: string): FileType {
  const [kind] = mime.split('/');
  return kind === 'image' || kind === 'video' || kind === 'audio' ? kind : 'document';
}

type Choice = { readonly type: FileType; readonly sentence: string | null };
type Chosen = Pick<File, 'name' | 'size' | 'type'>;

/** As what the channel takes a file: what the channel refuses as a picture may still go as a document. */
export function chooseType(channel: Channel, file: Chosen, whyNot: WhyNot): Choice {
  const refusal = (type: FileType): string | null => {
    const { name, size: bytes, type: mime } = file;
    return whyNot(channel, {
      kind: 'files',
      text: '',
      files: [{ uploadId: 'chosen', type, mime, bytes, name }],
    });
  };
  const type = guessType(file.type);
  const sentence = refusal(type);
  if (sentence === null) return { type, sentence };
  const asDocument = type !== 'document' && refusal('document') === null;
  return asDocument ? { type: 'document', sentence: null } : { type, sentence };
}

/**
 * The messages that some files and a text become: one file each. The text goes under the first where the channel takes
 * words there, else as a message of its own after them.
 */
export function composeFiles(
  files: readonly Uploaded[],
  text: string,
  refuses: (draft: Composed) => boolean,
): Extract<Composed, { kind: 'files' | 'text' }>[] {
  type OfFiles = Extract<Composed, { kind: 'files' }>;
  const [first, ...rest] = files.map((file): OfFiles => ({ kind: 'files', text: '', files: [file] }));
  if (!first) return [];
  const captioned: OfFiles = { ...first, text };
  if (text === '' || !refuses(captioned)) return [captioned, ...rest];
  return [first, ...rest, { kind: 'text', text }];
}

export class Attachments {
  items = $state.raw<readonly Attachment[]>([]);
  readonly #options: AttachmentsOptions;
  readonly #cancels = new Map<string, AbortController>();
  readonly #sent = new Map<string, string>();
  #whyNot: WhyNot | null = null;

  constructor(options: AttachmentsOptions) {
    this.#options = options;
  }

  /** In the order in which they were chosen. */
  of(conversationId: string): readonly Attachment[] {
    return this.items.filter((item) => item.conversationId === conversationId);
  }

  add(conversationId: string, channel: Channel, files: readonly File[]): void {
    for (const file of files) {
      const item: Attachment = {
        id: this.#options.newId(),
        conversationId,
        channel,
        file,
        type: guessType(file.type),
        local: this.#options.address(file),
        progress: 0,
        uploaded: null,
        sentence: null,
        mayComeAgain: false,
      };
      this.items = [...this.items, item];
      void this.#begin(item);
    }
  }

  again(id: string): void {
    const item = this.items.find((one) => one.id === id);
    if (!item?.mayComeAgain) return;
    this.#change(id, { sentence: null, progress: 0, mayComeAgain: false });
    void this.#begin(item);
  }

  /** What to send now: the ready files of a conversation with a text. */
  compose(conversationId: string, text: string): readonly Composed[] {
    const items = this.of(conversationId);
    const files = items.map((item) => item.uploaded).filter((one) => one !== null);
    const [first] = items;
    return composeFiles(files, text, (draft) => !!first && this.#whyNot?.(first.channel, draft) !== null);
  }

  remove(id: string): void {
    this.#cancels.get(id)?.abort();
    this.items = this.items.filter((item) => item.id !== id);
  }

  /** It went out as the message `messageId`: that one is shown from this device, so nothing flickers. */
  sent(id: string, messageId: string): void {
    const item = this.items.find((one) => one.id === id);
    if (item) this.#sent.set(messageId, item.local);
    this.items = this.items.filter((one) => one.id !== id);
  }

  /** `key`, of a message or of one of its files, is shown from this device. */
  shows(key: string, local: string): void {
    this.#sent.set(key, local);
  }

  /** Where this device keeps the file of a message that it sent; null when it does not. */
  localOf(messageId: string): string | null {
    return this.#sent.get(messageId) ?? null;
  }

  #change(id: string, change: Partial<Attachment>): void {
    this.items = this.items.map((item) => (item.id === id ? { ...item, ...change } : item));
  }

  async #begin(item: Attachment): Promise<void> {
    try {
      this.#whyNot ??= await this.#options.whyNot();
    } catch {
      this.#change(item.id, { sentence: t('error.unreachable'), mayComeAgain: true });
      return;
    }
    const { type, sentence } = chooseType(item.channel, item.file, this.#whyNot);
    this.#change(item.id, { type, sentence });
    const wanted = this.items.some((one) => one.id === item.id);
    if (sentence === null && wanted) await this.#upload({ ...item, type });
  }

  async #upload({ id, file, type }: Attachment): Promise<void> {
    const cancel = new AbortController();
    this.#cancels.set(id, cancel);
    const outcome = await this.#options.upload({
      file,
      type,
      name: file.name,
      signal: cancel.signal,
      onProgress: (progress) => this.#change(id, { progress }),
    });
    this.#cancels.delete(id);
    if (outcome.ok) {
      this.#change(id, { progress: 1, uploaded: outcome.value });
      return;
    }
    const { failure } = outcome;
    if (isSignedOut(failure)) this.#options.onSignedOut();
    this.#change(id, {
      sentence: sentenceFor(failure),
      mayComeAgain: failure.kind === 'unreachable' || failure.status === 429,
    });
  }
}
