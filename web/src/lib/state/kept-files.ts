/**
 * Files that wait in a composer, kept on this device over a reload. Each belongs to one tab; when that one is gone, the
 * next takes it over, so that no file is sent by two.
 */
import type { Attachment } from './attachment.ts';

/** What is kept of a file; `blob` is null when its bytes were too many. */
export type KeptFile = Pick<
  Attachment,
  | 'id'
  | 'uploadId'
  | 'conversationId'
  | 'channel'
  | 'about'
  | 'type'
  | 'uploaded'
  | 'caption'
  | 'was'
  | 'messageId'
> & { readonly blob: Blob | null };

export type FileShelf = {
  /** Keeps a file, or what changed about it, at its place among the others. Answers whether a reload finds it whole. */
  put(file: KeptFile, place: number): Promise<boolean>;
  remove(id: string): Promise<void>;
  /** Forgets all files of this person, of whichever tab. */
  wipe(): Promise<void>;
  /** What tabs that are gone have left: from now on it is this tab's. */
  adopt(): Promise<readonly KeptFile[]>;
  /** Whether a tab still lives. */
  lives(tab: string): Promise<boolean>;
};

type Facts = Omit<KeptFile, 'blob'> & {
  readonly owner: string;
  readonly tab: string;
  readonly place: number;
};

/** Larger ones are not copied onto this device. In bytes. */
const mostBytes = 50 * 1024 * 1024;
const database = 'casement-files';
/** By id of the attachment; bytes by id of the upload, because those never change. */
const stores = ['facts', 'bytes'] as const;

function done<Value>(request: IDBRequest<Value>): Promise<Value> {
  const { promise, resolve, reject } = Promise.withResolvers<Value>();
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error ?? new Error('the store broke'));
  return promise;
}

function finished(transaction: IDBTransaction): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  transaction.oncomplete = () => resolve();
  transaction.onabort = () => reject(transaction.error ?? new Error('the store is full'));
  return promise;
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(database, 1);
  request.onupgradeneeded = () => {
    for (const store of stores) request.result.createObjectStore(store);
  };
  return done(request);
}

function isFacts(value: unknown): value is Facts {
  if (typeof value !== 'object' || value === null) return false;
  const texts = ['id', 'uploadId', 'conversationId', 'channel', 'type', 'caption', 'owner', 'tab'] as const;
  const fields: Readonly<Record<string, unknown>> = { ...value };
  return texts.every((name) => typeof fields[name] === 'string') && typeof fields['about'] === 'object';
}

/** What is written about one; null where nothing is that this version of the page can read. */
async function factsAt(store: IDBObjectStore, id: string): Promise<Facts | null> {
  const value = await done<unknown>(store.get(id));
  return isFacts(value) ? value : null;
}

const lockOf = (tab: string): string => `casement:tab:${tab}`;

export class DeviceFiles implements FileShelf {
  readonly #owner: string;
  readonly #tab: string;
  #database: Promise<IDBDatabase> | null = null;
  #claimed = false;

  /** `owner`: id of the person; `tab`: what this tab calls itself. */
  constructor(owner: string, tab: string) {
    this.#owner = owner;
    this.#tab = tab;
  }

  async put({ blob, ...file }: KeptFile, place: number): Promise<boolean> {
    this.#claim();
    const fits = blob !== null && blob.size <= mostBytes;
    const { id, uploadId, conversationId, channel, about, type, uploaded, caption, was, messageId } = file;
    const facts: Facts = {
      ...{ id, uploadId, conversationId, channel, about, type, uploaded, caption, was, messageId },
      ...{ owner: this.#owner, tab: this.#tab, place },
    };
    const transaction = (await this.#open()).transaction(stores, 'readwrite');
    const kept = transaction.objectStore('facts');
    const bytes = transaction.objectStore('bytes');
    const before = await factsAt(kept, id);
    if (before && before.uploadId !== uploadId) bytes.delete(before.uploadId);
    kept.put(facts, id);
    if (fits && before?.uploadId !== uploadId) bytes.put(blob, uploadId);
    await finished(transaction);
    return fits || uploaded !== null;
  }

  async remove(id: string): Promise<void> {
    const transaction = (await this.#open()).transaction(stores, 'readwrite');
    const kept = transaction.objectStore('facts');
    const before = await factsAt(kept, id);
    kept.delete(id);
    if (before) transaction.objectStore('bytes').delete(before.uploadId);
    await finished(transaction);
  }

  async wipe(): Promise<void> {
    const all = await this.#all();
    for (const { id } of all.filter(({ owner }) => owner === this.#owner)) await this.remove(id);
  }

  adopt(): Promise<readonly KeptFile[]> {
    // One tab at a time, or two would take the same files.
    return navigator.locks.request('casement:adopt', async () => {
      const living = await this.#living();
      const all = await this.#all();
      const orphans = all.filter(({ owner, tab }) => owner === this.#owner && !living.has(tab));
      if (orphans.length === 0) return [];
      this.#claim();
      orphans.sort((a, b) => a.place - b.place);
      const transaction = (await this.#open()).transaction(stores, 'readwrite');
      const bytes = transaction.objectStore('bytes');
      const files = orphans.map(async (facts): Promise<KeptFile> => {
        transaction.objectStore('facts').put({ ...facts, tab: this.#tab }, facts.id);
        const blob = await done<unknown>(bytes.get(facts.uploadId));
        return { ...facts, blob: blob instanceof Blob ? blob : null };
      });
      return Promise.all(files);
    });
  }

  async lives(tab: string): Promise<boolean> {
    return (await this.#living()).has(tab);
  }

  async #all(): Promise<Facts[]> {
    const transaction = (await this.#open()).transaction('facts', 'readonly');
    const all = await done<unknown[]>(transaction.objectStore('facts').getAll());
    return all.filter(isFacts);
  }

  /** Tabs that hold files now; this one among them. */
  async #living(): Promise<ReadonlySet<string>> {
    const { held = [] } = await navigator.locks.query();
    const prefix = lockOf('');
    const names = held.map(({ name = '' }) => name).filter((name) => name.startsWith(prefix));
    return new Set([this.#tab, ...names.map((name) => name.slice(prefix.length))]);
  }

  /** Shows other tabs that this one lives; the lock goes with the page. */
  #claim(): void {
    if (this.#claimed) return;
    this.#claimed = true;
    void navigator.locks.request(lockOf(this.#tab), () => new Promise<never>(() => {}));
  }

  #open(): Promise<IDBDatabase> {
    this.#database ??= open();
    return this.#database;
  }
}
