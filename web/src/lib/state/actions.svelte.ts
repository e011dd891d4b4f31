/** What is done to rows of the list: shown at once, taken back when refused, undone for a while (B-12, B-13). */
import { bulkSize } from '#domain/bulk.ts';
import type { Change } from '#domain/command.ts';
import type { Api, BulkItem, Failure, Outcome } from '../api.ts';
import { t } from '../words/t.ts';
import { changed } from './changed.ts';
import type { Directory } from './directory.svelte.ts';
import type { Inbox } from './inbox.svelte.ts';
import type { Assumption } from './known.ts';
import type { Session } from './session.svelte.ts';
import type { Threads } from './threads.svelte.ts';
import type { Toasts } from './toasts.svelte.ts';

/** A row that was not changed: whose it is, and why. */
export type Refused = { readonly name: string; readonly sentence: string };
export type Progress = {
  readonly done: number;
  readonly total: number;
  readonly refused: readonly Refused[];
};

export type ActionsOptions = {
  readonly api: Pick<Api, 'command' | 'bulk'>;
  readonly directory: Pick<Directory, 'person' | 'group' | 'lead'>;
  readonly inbox: Pick<Inbox, 'assume'>;
  readonly session: Pick<Session, 'tell'>;
  readonly threads: Pick<Threads, 'take'>;
  readonly toasts: Toasts;
  readonly newId: () => string;
};

/** One row and what is asked of it. */
type Deed = { readonly id: string; readonly change: Change };

/** A request that may not have arrived is repeated once; its ids make it harmless. */
const tries = 2;

export class Actions {
  /** The bulk action that runs or ran last, until it is closed. */
  progress = $state.raw<Progress | null>(null);
  /** Whether a bulk action is on its way. */
  running = $state(false);
  #stopped = false;
  /** What takes the last action back, and the toast that offers it. */
  #last: { readonly deeds: readonly Deed[]; readonly toast: number } | null = null;
  /** Settled when every action has its answer. */
  #going: Promise<unknown> = Promise.resolve();
  readonly #options: ActionsOptions;

  constructor(options: ActionsOptions) {
    this.#options = options;
  }

  /** Changes one conversation; `said` tells of it, where it is no change of the list. Answers whether it was done. */
  one(id: string, change: Change, said?: string): Promise<boolean> {
    return this.#under(this.#one(id, change, said));
  }

  async #one(id: string, change: Change, said = this.#words(change, 1)): Promise<boolean> {
    const undo = await this.#ask({ id, change });
    if (undo === null) return false;
    if (undo !== 'nothing') this.#offer([{ id, change: undo }], said);
    return true;
  }

  /** Changes many, some at a time. Where one is on its way already, it waits for nobody and does nothing. */
  async many(ids: Iterable<string>, change: Change): Promise<void> {
    if (!this.running) await this.#under(this.#many(ids, change));
  }

  async #many(ids: Iterable<string>, change: Change): Promise<void> {
    const { undos } = await this.#run([...ids].map((id) => ({ id, change })));
    if (undos.length > 0) this.#offer(undos, this.#words(change, undos.length));
  }

  /** Ends a bulk action after the rows that are on their way. */
  stop(): void {
    this.#stopped = true;
  }

  /** Takes the last action back, as long as nothing else was done (Z); one that has no answer yet, once it has. */
  async undo(): Promise<void> {
    const { toasts } = this.#options;
    await this.#going;
    const last = this.#last;
    if (!last || this.running) {
      if (!this.running) toasts.show(t('done.nothing-to-undo'));
      return;
    }
    this.#last = null;
    toasts.close(last.toast);
    const [only] = last.deeds;
    if (only && last.deeds.length === 1) {
      await this.#ask(only);
      return;
    }
    const { undos, left } = await this.#run(last.deeds);
    if (this.progress?.refused.length === 0) this.close();
    const n = undos.length;
    // It was stopped, or the line failed: what is left can still be taken back.
    if (left.length > 0) this.#offer(left, t('done.undone-part', { n, all: last.deeds.length }));
    else if (n > 0) toasts.show(t('done.undone', { n }));
  }

  /** Puts the report of a bulk action away. */
  close(): void {
    this.progress = null;
  }

  /** What is under way has to end before it can be taken back. */
  #under<Value>(going: Promise<Value>): Promise<Value> {
    this.#going = Promise.all([this.#going, going]);
    return going;
  }

  /** Asks one conversation. Answers what takes it back; null when it was refused. */
  async #ask({ id, change }: Deed): Promise<Change | 'nothing' | null> {
    const { api, session, threads, newId } = this.#options;
    const assumption = this.#assume({ id, change });
    const command = { ...change, clientId: newId() };
    const outcome = await again(() => api.command(id, command));
    if (!outcome.ok) {
      assumption.drop();
      session.tell(outcome.failure);
      return null;
    }
    assumption.settle(outcome.value.rev);
    threads.take(id, outcome.value);
    return outcome.value.undo ?? 'nothing';
  }

  /** Asks all of them. Answers what takes it back, and those that were not asked, or without an answer. */
  async #run(deeds: readonly Deed[]): Promise<{ readonly undos: Deed[]; readonly left: readonly Deed[] }> {
    this.running = true;
    this.#stopped = false;
    this.progress = { done: 0, total: deeds.length, refused: [] };
    const undos: Deed[] = [];
    for (let from = 0; from < deeds.length && !this.#stopped; from += bulkSize) {
      const chunk = deeds.slice(from, from + bulkSize);
      const failure = await this.#runChunk(chunk, undos);
      if (failure) {
        this.#options.session.tell(failure);
        break;
      }
    }
    this.running = false;
    return { undos, left: deeds.slice(this.progress.done) };
  }

  /** Why a chunk could not be asked at all; null when every row has its answer. */
  async #runChunk(chunk: readonly Deed[], undos: Deed[]): Promise<Failure | null> {
    const { api, newId } = this.#options;
    const assumptions = chunk.map((deed) => this.#assume(deed));
    const items: BulkItem[] = chunk.map(({ id, change }) => ({
      id,
      command: { ...change, clientId: newId() },
    }));
    const outcome = await again(() => api.bulk(items));
    if (!outcome.ok) {
      for (const assumption of assumptions) assumption.drop();
      return outcome.failure;
    }
    const refused: Refused[] = [];
    for (const [index, { id, undo, refused: why }] of outcome.value.results.entries()) {
      if (why) refused.push(why);
      if (undo) undos.push({ id, change: undo });
      if (undo) assumptions[index]?.settle(null);
      else assumptions[index]?.drop();
    }
    const { done, total, refused: before } = this.progress ?? { done: 0, total: chunk.length, refused: [] };
    this.progress = { done: done + chunk.length, total, refused: [...before, ...refused] };
    return null;
  }

  #assume({ id, change }: Deed): Assumption {
    const { directory, inbox } = this.#options;
    return inbox.assume(id, (head) => changed(head, change, (person) => directory.person(person)));
  }

  /** One undo for all; the one of before is over. */
  #offer(deeds: readonly Deed[], sentence: string): void {
    const { toasts } = this.#options;
    if (this.#last) toasts.close(this.#last.toast);
    const undo = { label: t('done.undo'), run: () => void this.undo() };
    this.#last = { deeds, toast: toasts.show(sentence, undo, true) };
  }

  #words(change: Change, n: number): string {
    const { directory } = this.#options;
    switch (change.type) {
      case 'assign':
        if (change.personId === null) return t('done.release', { n });
        return t('done.assign', { n, name: directory.person(change.personId)?.name ?? '' });
      case 'group':
        if (change.groupId === null) return t('done.ungroup', { n });
        return t('done.group', { n, name: directory.group(change.groupId)?.name ?? '' });
      case 'tag':
        return t(change.add.length > 0 ? 'done.tag' : 'done.untag', { n });
      case 'lead':
        if (change.status === null) return t('done.no-lead', { n });
        return t('done.lead', { n, name: directory.lead(change.status)?.name ?? '' });
      case 'follow-up':
        return t(change.at === null ? 'done.no-follow-up' : 'done.follow-up', { n });
      case 'attribute':
      case 'consent':
      case 'details':
      case 'note':
      case 'note-back':
        return t('done.changed');
      case 'follow-up-change':
        if (change.ownerId === undefined)
          return t(change.dueAt === undefined ? 'done.changed' : 'done.follow-up-moved', { n });
        return t('done.follow-up-given', { n, name: directory.person(change.ownerId)?.name ?? '' });
      case 'follow-up-end':
        return t(`done.follow-up-${change.as}`, { n });
      default:
        return t(`done.${change.type}`, { n });
    }
  }
}

/** Asks again what may not have arrived. */
async function again<Value>(ask: () => Promise<Outcome<Value>>): Promise<Outcome<Value>> {
  let outcome = await ask();
  for (let tried = 1; tried < tries && !outcome.ok && outcome.failure.kind === 'unreachable'; tried += 1) {
    outcome = await ask();
  }
  return outcome;
}
