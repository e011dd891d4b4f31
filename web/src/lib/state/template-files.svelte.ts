/** Files that fill in a template: each on its way to the server, ready, or refused. They last as long as the picker. */
import { problemOfFile } from '#domain/limits-files.ts';
import { isSignedOut, sentenceFor, type Outcome, type Uploaded } from '../api.ts';
import { upload, type UploadTask } from '../live/upload.ts';

export type TemplateFileType = 'image' | 'video' | 'document';
export type TemplateFile = {
  /** What the server knows it by, however often it is tried. */
  readonly uploadId: string;
  readonly file: File;
  readonly type: TemplateFileType;
  /** Where this device shows it. */
  readonly local: string;
  /** How much is on the server, from 0 to 1. */
  readonly progress: number;
  readonly uploaded: Uploaded | null;
  /** Why it cannot be sent; null while it can. */
  readonly sentence: string | null;
  /** Whether trying again may help. */
  readonly mayComeAgain: boolean;
};

type Options = {
  readonly upload: (task: UploadTask) => Promise<Outcome<Uploaded>>;
  readonly address: (file: Blob) => string;
  readonly onSignedOut: () => void;
};

export class TemplateFiles {
  #files = $state.raw<ReadonlyMap<string, TemplateFile>>(new Map());
  readonly #cancels = new Map<string, AbortController>();
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** The file that was chosen for the field `key`; null while none is. */
  of(key: string): TemplateFile | null {
    return this.#files.get(key) ?? null;
  }

  /** Takes a file for a field in the place of the last one. What WhatsApp would refuse never leaves this device. */
  choose(key: string, file: File, type: TemplateFileType): void {
    this.remove(key);
    const { name, size: bytes, type: mime } = file;
    const sentence = problemOfFile('whatsapp', { uploadId: 'chosen', type, mime, bytes, name });
    const local = this.#options.address(file);
    const uploadId = crypto.randomUUID();
    this.#put(key, {
      ...{ uploadId, file, type, local, progress: 0 },
      ...{ uploaded: null, sentence, mayComeAgain: false },
    });
    if (sentence === null) void this.#upload(key);
  }

  again(key: string): void {
    if (this.of(key)?.mayComeAgain !== true) return;
    this.#change(key, { sentence: null, mayComeAgain: false, progress: 0 });
    void this.#upload(key);
  }

  remove(key: string): void {
    this.#cancels.get(key)?.abort();
    const files = new Map(this.#files);
    if (files.delete(key)) this.#files = files;
  }

  /** The picker closes: what is still on its way is not wanted any more. */
  stop(): void {
    for (const cancel of this.#cancels.values()) cancel.abort();
  }

  #put(key: string, file: TemplateFile): void {
    this.#files = new Map(this.#files).set(key, file);
  }

  #change(key: string, change: Partial<TemplateFile>): void {
    const file = this.of(key);
    if (file) this.#put(key, { ...file, ...change });
  }

  async #upload(key: string): Promise<void> {
    const chosen = this.of(key);
    if (!chosen) return;
    const { uploadId, file, type } = chosen;
    const cancel = new AbortController();
    this.#cancels.set(key, cancel);
    const outcome = await this.#options.upload({
      id: uploadId,
      file,
      mime: file.type,
      type,
      name: file.name,
      signal: cancel.signal,
      onProgress: (progress) => this.#change(key, { progress }),
    });
    // Another one may have taken its place.
    if (this.#cancels.get(key) !== cancel || cancel.signal.aborted) return;
    this.#cancels.delete(key);
    if (outcome.ok) return this.#change(key, { progress: 1, uploaded: outcome.value });
    const { failure } = outcome;
    if (isSignedOut(failure)) this.#options.onSignedOut();
    const mayComeAgain = failure.kind === 'unreachable' || failure.status === 429;
    this.#change(key, { sentence: sentenceFor(failure), mayComeAgain });
  }
}

/** Such files in this browser. */
export function browserTemplateFiles(onSignedOut: () => void): TemplateFiles {
  return new TemplateFiles({ upload, onSignedOut, address: (file) => URL.createObjectURL(file) });
}
