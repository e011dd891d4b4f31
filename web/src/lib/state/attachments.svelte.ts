/**
 * Files that were chosen for a conversation: on their way to the server, ready, refused, or sent before they were there.
 * They outlive a switch to another conversation, and a reload where this device keeps them. What the channel would refuse
 * never leaves this device.
 */
import type { Channel } from '#domain/channel.ts';
import type { FileType } from '#domain/content.ts';
import { isSignedOut, sentenceFor, type Outcome, type Uploaded } from '../api.ts';
import { t } from '../words/t.ts';
import { composeFiles, moved, uploadOf, type About, type Attachment } from './attachment.ts';
import type { FileShelf, KeptFile } from './kept-files.ts';
import type { Composed } from './outbox.svelte.ts';
import type { Uploads } from './uploads.ts';
import type * as Judging from './why-not.ts';

export type AttachmentsOptions = {
  /** Loaded at the first file, because most replies have none. */
  readonly judging: () => Promise<typeof Judging>;
  readonly uploads: Pick<Uploads, 'start' | 'cancel' | 'again' | 'wake'>;
  /** Where files outlive a reload; loaded at the first file, too. */
  readonly shelf: () => Promise<FileShelf>;
  /** What this tab calls itself. */
  readonly tab: string;
  readonly newId: () => string;
  readonly address: (file: Blob) => string;
  readonly forget: (address: string) => void;
  readonly onSignedOut: () => void;
  /** All that a message waited for is on the server. */
  readonly onUploaded: (messageId: string) => void;
  /** The server will not have the file of a message, and why. */
  readonly onRefused: (messageId: string, sentence: string) => void;
};

/** A conversation that files are for. */
type Place = { readonly id: string; readonly channel: Channel };
type New = Pick<Attachment, 'conversationId' | 'channel' | 'file' | 'about' | 'type'> & Partial<Attachment>;

/** Files of sent messages that are shown from this device. */
const mostShown = 60;

export class Attachments {
  items = $state.raw<readonly Attachment[]>([]);
  readonly #options: AttachmentsOptions;
  readonly #sent = new Map<string, string>();
  /** Ids of those that a reload would not lose. */
  readonly #kept = new Set<string>();
  #judging: typeof Judging | null = null;

  constructor(options: AttachmentsOptions) {
    this.#options = options;
  }

  /** Those that are not sent yet, in the order in which they go. */
  of(conversationId: string): readonly Attachment[] {
    return this.items.filter((item) => item.conversationId === conversationId && item.messageId === null);
  }

  /** The tab in which a file is still on its way; undefined when it is there. */
  tabOf(item: Attachment): string | undefined {
    return item.uploaded ? undefined : this.#options.tab;
  }

  /** The file of a message that was sent before it was on the server; null when it is there. */
  going(messageId: string): Attachment | null {
    return this.items.find((item) => item.messageId === messageId) ?? null;
  }

  /** Whether leaving the page now loses something or breaks it off. */
  get atRisk(): boolean {
    return this.items.some((item) => {
      const refused = item.sentence !== null && !item.mayComeAgain;
      return (!refused && item.uploaded === null) || !this.#kept.has(item.id);
    });
  }

  /** Takes files in. `type`: as what they go; absent: as what they are. Answers with their ids. */
  add({ id, channel }: Place, files: readonly File[], type?: FileType): readonly string[] {
    return files.map((file) => {
      const { name, size, type: mime } = file;
      const about: About = { name, size, type: mime };
      const item = this.#made({ conversationId: id, channel, file, about, type: type ?? 'document' });
      this.items = [...this.items, item];
      void this.#begin(item.id, type);
      return item.id;
    });
  }

  again(id: string): void {
    const item = this.#find(id);
    if (!item?.mayComeAgain) return;
    this.#change(id, { sentence: null, mayComeAgain: false });
    if (item.kinds.length === 0) void this.#begin(id);
    else this.#options.uploads.again(item.uploadId);
  }

  /** The network may be back, or another tab gone. */
  wake(): void {
    this.#options.uploads.wake();
  }

  /** What to send now: the files of a conversation, in their order, with a text. */
  compose(conversationId: string, text: string): readonly Composed[] {
    const items = this.of(conversationId);
    const files = items.map((item) => ({ file: uploadOf(item), caption: item.caption.trim() }));
    const [first] = items;
    return composeFiles(
      files,
      text,
      (draft) => !!first && this.#judging?.whyNot(first.channel, draft) !== null,
    );
  }

  remove(id: string): void {
    const item = this.#find(id);
    if (!item) return;
    this.#options.uploads.cancel(item.uploadId);
    this.#options.forget(item.local);
    this.#drop(item);
  }

  /** Puts it so many places further on, or back. */
  move(id: string, by: number): void {
    this.items = moved(this.items, id, by);
    const item = this.#find(id);
    if (item) for (const one of this.of(item.conversationId)) this.#keep(one.id);
  }

  caption(id: string, caption: string): void {
    const item = this.#find(id);
    if (!item) return;
    const draft: Composed = { kind: 'files', text: caption, files: [uploadOf(item)] };
    const captionSentence = caption === '' ? null : (this.#judging?.whyNot(item.channel, draft) ?? null);
    this.#change(id, { caption, captionSentence });
    this.#keep(id);
  }

  /** Sends it as another kind of file. */
  sendAs(id: string, type: FileType): void {
    const item = this.#find(id);
    if (!item || !this.#judging) return;
    const judged = this.#judging.judge(item.channel, item.about, type);
    this.#change(id, { ...judged, ...(!judged.captions && { caption: '', captionSentence: null }) });
    this.#keep(id);
    if (judged.sentence === null && !item.uploaded) this.#upload(id);
  }

  /** Whether a smaller one of it is being made; it cannot be sent meanwhile. */
  shrinks(id: string): void {
    this.#change(id, { shrinking: true });
  }

  /** Takes another file in its place; `sentence` where none could be made. */
  shrunk(id: string, made: File | { readonly sentence: string }): void {
    const item = this.#find(id);
    if (!item) return;
    if (!(made instanceof File)) {
      this.#change(id, { shrinking: false, mayShrink: false, sentence: made.sentence, mayComeAgain: false });
      return;
    }
    const { uploads, address, forget, newId } = this.#options;
    uploads.cancel(item.uploadId);
    forget(item.local);
    const { name, size, type } = made;
    this.#change(id, {
      ...{ file: made, about: { name, size, type }, local: address(made), was: item.about.size },
      ...{ uploadId: newId(), uploaded: null, progress: 0, shrinking: false, sentence: null },
    });
    void this.#begin(id);
  }

  /** It went out as the message `messageId`: that one is shown from this device, so nothing flickers. */
  sent(id: string, messageId: string): void {
    const item = this.#find(id);
    if (!item) return;
    this.shows(messageId, item.local);
    if (item.uploaded) this.#drop(item);
    else {
      this.#change(id, { messageId });
      this.#keep(id);
    }
  }

  /** `key`, of a message or of one of its files, is shown from this device; what was shown so long ago is not any more. */
  shows(key: string, local: string): void {
    this.#sent.set(key, local);
    const [oldest] = this.#sent;
    if (!oldest || this.#sent.size <= mostShown) return;
    this.#sent.delete(oldest[0]);
    this.#options.forget(oldest[1]);
  }

  /** Where this device keeps the file of a message that it sent; null when it does not. */
  localOf(messageId: string): string | null {
    return this.#sent.get(messageId) ?? null;
  }

  /** What was chosen for one conversation belongs to another now. */
  follow(from: string, to: string): void {
    const ids = this.items.filter((item) => item.conversationId === from).map((item) => item.id);
    for (const id of ids) {
      this.#change(id, { conversationId: to });
      this.#keep(id);
    }
  }

  /** Takes over what an earlier page left on this device. */
  take(files: readonly KeptFile[]): void {
    const known = new Set(this.items.map((item) => item.id));
    for (const { blob, ...kept } of files.filter((one) => !known.has(one.id))) {
      const item = this.#made({ ...kept, file: blob });
      this.items = [...this.items, item];
      this.#kept.add(item.id);
      if (kept.messageId !== null && item.local !== '') this.shows(kept.messageId, item.local);
      if (kept.messageId !== null && kept.uploaded) this.#arrived(item, kept.messageId);
      else if (!blob && !kept.uploaded) this.#lose(item);
      else void this.#begin(item.id, kept.type);
    }
  }

  /** Forgets every file of this person on this device. Settles when they are gone. */
  async wipe(): Promise<void> {
    for (const item of this.items) this.remove(item.id);
    await this.#shelve((shelf) => shelf.wipe());
  }

  #find(id: string): Attachment | null {
    return this.items.find((item) => item.id === id) ?? null;
  }

  #made(of: New): Attachment {
    const { newId, address } = this.#options;
    return {
      ...{ id: newId(), uploadId: newId(), progress: of.uploaded ? 1 : 0, uploaded: null, sentence: null },
      ...{ local: of.file ? address(of.file) : '', mayComeAgain: false, kinds: [], mayShrink: false },
      ...{
        captions: false,
        caption: '',
        captionSentence: null,
        was: null,
        shrinking: false,
        messageId: null,
      },
      ...of,
    };
  }

  #change(id: string, change: Partial<Attachment>): void {
    this.items = this.items.map((item) => (item.id === id ? { ...item, ...change } : item));
  }

  #drop({ id }: Attachment): void {
    this.items = this.items.filter((item) => item.id !== id);
    if (this.#kept.delete(id)) void this.#shelve((shelf) => shelf.remove(id));
  }

  /** Its bytes were too many to be kept over a reload. */
  #lose(item: Attachment): void {
    const sentence = t('attachment.lost', { name: item.about.name });
    this.#refuse(item.id, sentence);
  }

  #refuse(id: string, sentence: string): void {
    const item = this.#find(id);
    if (!item) return;
    if (item.messageId === null) this.#change(id, { sentence, mayComeAgain: false });
    else {
      this.#drop(item);
      this.#options.onRefused(item.messageId, sentence);
    }
  }

  async #begin(id: string, wanted?: FileType): Promise<void> {
    try {
      this.#judging ??= await this.#options.judging();
    } catch {
      this.#change(id, { sentence: t('error.unreachable'), mayComeAgain: true });
      return;
    }
    const item = this.#find(id);
    if (!item) return;
    const type = this.#judging.typeOf(item.about);
    const about = { ...item.about, type };
    const judged = this.#judging.judge(item.channel, about, wanted);
    this.#change(id, { ...judged, about });
    this.#keep(id);
    if (judged.sentence === null && !item.uploaded) this.#upload(id);
    else if (judged.sentence !== null && item.messageId !== null) this.#refuse(id, judged.sentence);
  }

  #upload(id: string): void {
    const item = this.#find(id);
    if (!item?.file) return;
    const { file, type } = item;
    const { name } = uploadOf(item);
    this.#options.uploads.start({
      ...{ id: item.uploadId, file, mime: item.about.type, type, name: name ?? '' },
      onGoes: () => this.#change(id, { sentence: null, mayComeAgain: false, progress: 0 }),
      onProgress: (progress) => this.#change(id, { progress }),
      onWaits: (sentence) => this.#change(id, { sentence, mayComeAgain: true }),
      onEnd: (outcome) => this.#ended(id, outcome),
    });
  }

  #ended(id: string, outcome: Outcome<Uploaded>): void {
    if (!outcome.ok) {
      if (isSignedOut(outcome.failure)) this.#options.onSignedOut();
      this.#refuse(id, sentenceFor(outcome.failure));
      return;
    }
    const item = this.#find(id);
    if (!item) return;
    const uploaded = outcome.value;
    this.#change(id, { progress: 1, uploaded });
    if (item.messageId !== null) {
      this.#arrived(item, item.messageId);
      return;
    }
    // What it is called is not always what it is: the server has looked inside.
    if (uploaded.mime !== item.about.type) this.#judgeAnew(id, uploaded.mime);
    this.#keep(id);
  }

  #arrived(item: Attachment, messageId: string): void {
    this.#drop(item);
    this.#options.onUploaded(messageId);
  }

  #judgeAnew(id: string, mime: string): void {
    const item = this.#find(id);
    if (!item || !this.#judging) return;
    const about = { ...item.about, type: mime };
    this.#change(id, { about, ...this.#judging.judge(item.channel, about, item.type) });
  }

  /** Keeps what is known of it over a reload, and its bytes once. */
  #keep(id: string): void {
    void this.#shelve(async (shelf) => {
      const item = this.#find(id);
      if (!item) return;
      const place = this.items.indexOf(item);
      if (await shelf.put({ ...item, blob: item.file }, place)) this.#kept.add(id);
      // It may be gone since.
      if (!this.#find(id)) await shelf.remove(id);
    });
  }

  async #shelve(run: (shelf: FileShelf) => Promise<void>): Promise<void> {
    try {
      await run(await this.#options.shelf());
    } catch {
      // Leaving the page warns of what is not kept.
    }
  }
}
