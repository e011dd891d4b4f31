/** Things as an admin edits them: drafts beside what is saved, until all of it is saved or discarded. */
import { sentenceFor, type Failure, type Outcome } from '../api.ts';

/** Stands for the one that is being made. */
export const newOne = 'new';

type Saved = {
  /** The id of the first that could not be saved; null: all are. */
  readonly stuck: string | null;
  /** The id of the one that was made. */
  readonly made: string | null;
};

/** `Problems`: what keeps a draft from being saved, in a sentence by field. */
export abstract class Editing<Draft extends object, Problems extends object> {
  saving = $state(false);
  /** Problems are shown once saving was tried. */
  #tried = $state(false);
  /** Only what is edited. */
  #drafts = $state.raw<ReadonlyMap<string, Draft>>(new Map());
  /** What the edge said against a draft. */
  #refused = $state.raw<ReadonlyMap<string, string>>(new Map());

  /** What is edited, or what is saved. */
  draft(id: string): Draft {
    return this.#drafts.get(id) ?? this.saved(id);
  }

  edit(id: string, part: Partial<Draft>): void {
    this.#drafts = new Map([...this.#drafts, [id, { ...this.draft(id), ...part }]]);
    this.#refused = new Map([...this.#refused].filter(([one]) => one !== id));
  }

  isChanged(id: string): boolean {
    return this.#drafts.has(id) && (id === newOne || this.changesOf(this.draft(id), this.saved(id)) > 0);
  }

  /** How many things are not saved, of all of them. */
  get changes(): number {
    return [...this.#drafts].reduce((sum, [id, draft]) => sum + this.changesOf(draft, this.saved(id)), 0);
  }

  problems(id: string): Partial<Problems> {
    return this.#tried && this.isChanged(id) ? this.problemsOf(this.draft(id)) : {};
  }

  refused(id: string): string | null {
    return this.#refused.get(id) ?? null;
  }

  discard(): void {
    this.#drafts = new Map();
    this.#refused = new Map();
    this.#tried = false;
  }

  /** Saves everything that is changed. */
  async save(): Promise<Saved> {
    this.#tried = true;
    let stuck: string | null = null;
    let made: string | null = null;
    if (this.saving) return { stuck, made };
    this.saving = true;
    for (const [id, draft] of this.#drafts) {
      const saved = this.isChanged(id) ? await this.#saveOne(id, draft) : id;
      if (saved === null) stuck ??= id;
      else this.forget(id);
      if (id === newOne) made = saved;
    }
    this.saving = false;
    if (stuck === null) this.#tried = false;
    return { stuck, made };
  }

  /** As it is saved; a blank one where there is none. */
  protected abstract saved(id: string): Draft;

  /** How many things of a draft are others than saved. */
  protected abstract changesOf(draft: Draft, saved: Draft): number;

  protected abstract problemsOf(draft: Draft): Partial<Problems>;

  /** Saves one that has no problems: its id; null when it could not be, and then `valueOf` was told why. */
  protected abstract store(id: string, draft: Draft): Promise<string | null>;

  /** Leaves a draft. */
  protected forget(id: string): void {
    this.#drafts = new Map([...this.#drafts].filter(([one]) => one !== id));
  }

  /** What the edge answered to a change of `id`; null: it refused, and the form says so. */
  protected valueOf<Value>(id: string, outcome: Outcome<Value>): Value | null {
    if (outcome.ok) return outcome.value;
    this.#refuse(id, outcome.failure);
    return null;
  }

  async #saveOne(id: string, draft: Draft): Promise<string | null> {
    return Object.keys(this.problemsOf(draft)).length > 0 ? null : this.store(id, draft);
  }

  #refuse(id: string, failure: Failure): void {
    this.#refused = new Map([...this.#refused, [id, sentenceFor(failure)]]);
  }
}

/** How many of the pairs are two different things. */
export function differences(pairs: readonly (readonly [unknown, unknown])[]): number {
  return pairs.filter(([one, other]) => one !== other).length;
}
