/** What a conversation asks of others besides sending: files, the customer's profile, blue ticks, "is typing"; whose it is. */
import { accessOf, type Access } from '../accounts/accounts.ts';
import type { File, Upload } from '#domain/content.ts';
import type { Draft } from '#domain/draft.ts';
import { renderRead, renderTyping, uploadsOf } from '../channels/render.ts';
import type { Env } from '../env.ts';
import { log, logFailure } from '../log.ts';
import { fetchFile, type Fetched } from '../media/fetch-file.ts';
import { mediaKey, pictureKey } from '../media/keys.ts';
import { fetchProfile } from '../media/profile.ts';
import { Assigner } from './assigner.ts';
import type { Change } from './change.ts';
import { soughtOf } from './decide-assign.ts';
import { learnProfile, recipientOf } from './customer.ts';
import { postMessage } from './send.ts';
import type { FileJob, State, StoredMessage } from './state.ts';
import type { Store } from './store.ts';

export type ChoreHost = {
  readonly id: string;
  readonly env: Env;
  readonly store: Store;
  state(): State | null;
  transact(decide: (change: Change) => void): void;
  /** Notes what nobody sees; it is written down with the next commit, and doing it twice does no harm. */
  note(part: Partial<Omit<State, 'head'>>): void;
};

const second = 1000;
const hour = 60 * 60 * second;
const day = 24 * hour;
/** Meta keeps a file for seven days (Meta, "Media"); what it did not hand over by then is lost. */
const filePatience = 7 * day;
const longestFileBackOff = hour;
const profileBackOff = hour;
/** Meta shows "typing" for at most 25 seconds. */
const typingEvery = 20 * second;
/** Files that are fetched at the same time. */
const filesAtOnce = 3;

const tooLate = 'Meta did not hand this file over in time. Ask the customer to send it again.';

function withFile(message: StoredMessage, slot: string, to: (file: File) => File): StoredMessage {
  const { content, referral } = message;
  if (slot === 'ad') {
    return referral?.image ? { ...message, referral: { ...referral, image: to(referral.image) } } : message;
  }
  if (slot === 'header' && 'headerFile' in content && content.headerFile) {
    return { ...message, content: { ...content, headerFile: to(content.headerFile) } };
  }
  if (content.kind === 'template') {
    const cards = content.cards?.map((card, index) =>
      card.file && slot === `card-${index}` ? { ...card, file: to(card.file) } : card,
    );
    return { ...message, content: { ...content, ...(cards && { cards }) } };
  }
  if (content.kind !== 'files') return message;
  const files = content.files.map((file, index) => (String(index) === slot ? to(file) : file));
  return { ...message, content: { ...content, files } };
}

function settled(fetched: Exclude<Fetched, { state: 'later' }>): (file: File) => File {
  if (fetched.state === 'lost') return (file) => ({ ...file, state: 'lost', sentence: fetched.sentence });
  const { mime, bytes } = fetched;
  return (file) => ({ ...file, state: 'here', mime, bytes });
}

/** Where a file of a message lies: with the upload that it was sent from, or where it was fetched to. Null where none is. */
export function placeOfFile(
  message: StoredMessage,
  conversationId: string,
  slot: string,
): { readonly key: string; readonly name?: string } | null {
  const found: File[] = [];
  // Looks at the slot as `withFile` finds it; nothing is changed.
  withFile(message, slot, (file) => (found.push(file), file));
  const [file] = found;
  if (file?.state !== 'here') return null;
  const name = file.name === undefined ? {} : { name: file.name };
  const upload = message.draft && uploadFor(message.draft, slot);
  if (upload) return { key: `upload/${upload}`, ...name };
  return { key: mediaKey(message.home ?? conversationId, message.id, slot), ...name };
}

/** The file of a draft that a slot of its message shows. */
function fileIn(draft: Draft, slot: string): Upload | undefined {
  if (draft.kind === 'files' && slot !== 'header') return draft.files[Number(slot)];
  if (draft.kind !== 'template') return uploadsOf(draft)[0];
  const [, card] = /^card-(\d+)$/.exec(slot) ?? [];
  const { header } =
    card === undefined ? draft.values : (draft.values.cards?.[Number(card)] ?? { header: [] });
  return header.flatMap((value) => (value.type === 'file' ? [value.file] : []))[0];
}

function uploadFor(draft: Draft, slot: string): string | undefined {
  const file = fileIn(draft, slot);
  return file && 'uploadId' in file ? file.uploadId : undefined;
}

/** Whether a commit left something to do. */
export function leavesChores({ state, fetch, now }: Change): boolean {
  const profileDue = state.profileDueAt !== null && state.profileDueAt <= now;
  return fetch.length > 0 || profileDue || state.markRead !== null || soughtOf(state) !== null;
}

export class Chores {
  readonly #host: ChoreHost;
  readonly #assigner: Assigner;
  #fetching = false;
  #marking = false;
  #profiling = false;
  #typingAt = 0;

  constructor(host: ChoreHost) {
    this.#host = host;
    this.#assigner = new Assigner(host);
  }

  /** Does what is due; none of it holds anything else up. */
  async run(): Promise<void> {
    const assigned = this.#assigner.run();
    await Promise.all([this.#fetchFiles(), this.#fetchProfile(), this.#markRead(), assigned]);
  }

  /** Somebody may be given more now: asks again whose it is. False: it waits for nobody any more. */
  async offer(): Promise<boolean> {
    return this.#assigner.offer();
  }

  async #access(): Promise<Access | null> {
    const state = this.#host.state();
    if (!state) return null;
    const { channel, accountId } = state.head;
    try {
      return await accessOf(this.#host.env, { channel, id: accountId }, Date.now());
    } catch (failure) {
      logFailure('chore.account-unreadable', failure);
      return null;
    }
  }

  async #fetchFiles(): Promise<void> {
    if (this.#fetching) return;
    this.#fetching = true;
    try {
      for (;;) {
        const jobs = this.#host.store.files(Date.now()).slice(0, filesAtOnce);
        // Of a conversation that was taken over, the other one fetches them.
        if (jobs.length === 0 || this.#host.state() === null) return;
        const access = await this.#access();
        await Promise.all(jobs.map(async (job) => this.#fetchOne(job, access)));
      }
    } catch (failure) {
      logFailure('chore.files-failed', failure, { id: this.#host.id });
    } finally {
      this.#fetching = false;
    }
  }

  async #fetchOne(job: FileJob, access: Access | null): Promise<void> {
    const { messageId, source } = job;
    const message = this.#host.store.message(messageId);
    if (!message) return this.#host.transact((change) => void change.unfetch.push(job));
    const key = mediaKey(message.home ?? this.#host.id, messageId, source.slot);
    const needsToken = source.mediaId !== undefined && access === null;
    const fetched: Fetched = needsToken
      ? { state: 'later', afterMs: 0 }
      : await fetchFile(this.#host.env, access, { source, key });
    this.#host.transact((change) => this.#settle(change, job, fetched));
  }

  #settle(change: Change, job: FileJob, fetched: Fetched): void {
    const message = change.message(job.messageId);
    // Meanwhile unsent: nothing is shown of it.
    if (!message || message.content.kind === 'unsent') return void change.unfetch.push(job);
    const { slot } = job.source;
    const lost = { state: 'lost', sentence: tooLate } as const;
    if (fetched.state !== 'later') {
      change.unfetch.push(job);
      return change.put(withFile(message, slot, settled(fetched)));
    }
    const wait = Math.max(fetched.afterMs, Math.min(longestFileBackOff, 5 * second * 2 ** job.attempt));
    if (change.now + wait < message.at + filePatience || job.attempt === 0) {
      return void change.fetch.push({ ...job, attempt: job.attempt + 1, dueAt: change.now + wait });
    }
    change.unfetch.push(job);
    change.put(withFile(message, slot, settled(lost)));
  }

  async #fetchProfile(): Promise<void> {
    const state = this.#host.state();
    if (this.#profiling || !state || state.profileDueAt === null || state.profileDueAt > Date.now()) return;
    this.#profiling = true;
    try {
      const access = await this.#access();
      const { psid, igsid } = recipientOf(state);
      const person = psid ?? igsid;
      if (person === undefined) return this.#host.note({ profileDueAt: null });
      const profile = access ? await fetchProfile(this.#host.env, access, person) : 'later';
      if (profile === 'later') return this.#host.note({ profileDueAt: Date.now() + profileBackOff });
      const picture = profile?.pictureUrl === undefined ? null : await this.#fetchPicture(profile.pictureUrl);
      this.#host.transact((change) => {
        change.setState({ profileDueAt: null, profileAt: change.now });
        if (profile) learnProfile(change, profile);
        if (picture !== null) change.setHead({ picture });
      });
    } catch (failure) {
      logFailure('chore.profile-failed', failure, { id: this.#host.id });
      this.#host.note({ profileDueAt: Date.now() + profileBackOff });
    } finally {
      this.#profiling = false;
    }
  }

  /** Its version, so that a browser asks for a new one; null when it could not be had. */
  async #fetchPicture(url: string): Promise<string | null> {
    const key = pictureKey(this.#host.id);
    const fetched = await fetchFile(this.#host.env, null, { source: { slot: 'picture', url }, key });
    return fetched.state === 'here' ? String(Date.now()) : null;
  }

  /** One mark for the newest seen message; what is read meanwhile gets its own. */
  async #markRead(): Promise<void> {
    if (this.#marking) return;
    this.#marking = true;
    try {
      let isMarked = true;
      while (isMarked && this.#host.state()?.markRead) isMarked = await this.#markNewest();
    } catch (failure) {
      logFailure('chore.mark-read-failed', failure, { id: this.#host.id });
    } finally {
      this.#marking = false;
    }
  }

  /** False: not now, try again later. */
  async #markNewest(): Promise<boolean> {
    const state = this.#host.state();
    const access = await this.#access();
    if (!state?.markRead || !access) return false;
    const messageId = state.markRead;
    const body = renderRead(state.head.channel, { to: recipientOf(state), messageId });
    const answer = body && access.marksRead ? await postMessage(this.#host.env, access, body) : null;
    if (answer?.type === 'not-sent' || answer?.type === 'no-answer') return false;
    if (answer?.type === 'refused') log('chore.mark-read-refused', { status: answer.status });
    if (this.#host.state()?.markRead === messageId) this.#host.note({ markRead: null });
    return true;
  }

  /** Shows the customer that somebody writes. On WhatsApp that also marks as read, so only where the business wants that. */
  async typing(): Promise<void> {
    const state = this.#host.state();
    const now = Date.now();
    if (!state || now - this.#typingAt < typingEvery) return;
    this.#typingAt = now;
    try {
      const access = await this.#access();
      if (!access || (state.head.channel === 'whatsapp' && !access.marksRead)) return;
      const messageId = this.#host.store.newestIncoming()?.id ?? '';
      const body = renderTyping(state.head.channel, { to: recipientOf(state), messageId });
      if (body) await postMessage(this.#host.env, access, body);
    } catch (failure) {
      logFailure('chore.typing-failed', failure, { id: this.#host.id });
    }
  }
}
