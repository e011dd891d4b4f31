/** A list that the server keeps for the team: read once, read again when somebody looks, used from memory while offline. */
import { isSignedOut, sentenceFor, type Failure, type Outcome } from '../api.ts';

type Owned = { readonly id: string; readonly owner: string };
type BodyOf<Item extends Owned> = Omit<Item, 'id' | 'owner'>;

export type KeptCalls<Item extends Owned> = {
  readonly list: () => Promise<Outcome<readonly Item[]>>;
  readonly create: (body: BodyOf<Item>) => Promise<Outcome<Item>>;
  readonly change: (id: string, body: BodyOf<Item>) => Promise<Outcome<Item>>;
  readonly remove: (id: string) => Promise<Outcome<unknown>>;
};

/** What came of a request: the item, or what to tell a person. */
export type Done<Item> = { readonly item: Item } | { readonly sentence: string };

export class Kept<Item extends Owned> {
  /** Null until it was read for the first time. */
  all = $state.raw<readonly Item[] | null>(null);
  /** Why the last reading brought nothing new; '' when it did. */
  trouble = $state('');
  readonly #calls: KeptCalls<Item>;
  readonly #leave: () => void;
  #reading: Promise<void> | null = null;

  /** `leave`: the session is over. */
  constructor(calls: KeptCalls<Item>, leave: () => void) {
    this.#calls = calls;
    this.#leave = leave;
  }

  /** Reads it, or waits for the reading that is on its way. What is in memory stays when that fails. */
  read(): Promise<void> {
    this.#reading ??= this.#read();
    return this.#reading;
  }

  async #read(): Promise<void> {
    const outcome = await this.#calls.list();
    this.#reading = null;
    this.trouble = outcome.ok ? '' : this.#told(outcome.failure);
    if (outcome.ok) this.all = outcome.value;
  }

  /** What is in memory, read first where nothing is. */
  async known(): Promise<readonly Item[]> {
    if (this.all === null) await this.read();
    return this.all ?? [];
  }

  /** Keeps something new, or what is known under `id` as it is now. */
  async keep(body: BodyOf<Item>, id: string | null = null): Promise<Done<Item>> {
    const outcome = id === null ? await this.#calls.create(body) : await this.#calls.change(id, body);
    if (!outcome.ok) return { sentence: this.#told(outcome.failure) };
    const item = outcome.value;
    this.all = [...(this.all ?? []).filter((one) => one.id !== item.id), item];
    return { item };
  }

  /** Why it is not gone; null when it is. */
  async remove(id: string): Promise<string | null> {
    const outcome = await this.#calls.remove(id);
    if (!outcome.ok) return this.#told(outcome.failure);
    this.all = (this.all ?? []).filter((one) => one.id !== id);
    return null;
  }

  #told(failure: Failure): string {
    if (isSignedOut(failure)) this.#leave();
    return sentenceFor(failure);
  }
}
