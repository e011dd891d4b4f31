/** The search box: what is typed becomes words and a filter; of the answers only the newest counts (B-10). */
import type { Filter } from '#domain/filter.ts';
import { isEmpty, sameFilter } from '#domain/filter.ts';
import type { MessageHit, SearchAnswer } from '#domain/http.ts';
import type { readOperators } from '#domain/operators.ts';
import { isSignedOut, sentenceFor, type Api, type Failure } from '../api.ts';
import type { Timers } from '../live/socket.ts';
import { t } from '../words/t.ts';
import type { Piece } from './piece.svelte.ts';
import type { Session } from './session.svelte.ts';

export type SearchGroup = keyof SearchAnswer;

export type SearchOptions = {
  readonly api: Pick<Api, 'search'>;
  readonly session: Pick<Session, 'me' | 'leave' | 'tell'>;
  readonly timers: Timers;
  /** What understands operators; it comes with the first search. */
  readonly operators: Pick<Piece<typeof readOperators>, 'now' | 'load'>;
  /** The edge's time in ms, and the time zone of this person. */
  readonly now: () => { readonly at: number; readonly zone: string };
};

/** How long the fingers rest before it is searched. In ms. */
const debounce = 150;

export class Search {
  text = $state('');
  answer = $state.raw<SearchAnswer | null>(null);
  busy = $state(false);
  /** Why it could not be searched. */
  problem = $state<string | null>(null);
  /** Operators that were not understood, as they were typed. */
  unknown = $state.raw<readonly string[]>([]);
  /** What the operators became. */
  filter = $state.raw<Filter>({});
  /** What is left to be found, without operators: what a hit marks. */
  words = $state('');
  readonly #options: SearchOptions;
  /** Goes up with every search: an answer to an earlier one is not looked at. */
  #turn = 0;
  #timer: number | null = null;
  readonly #paging = new Set<SearchGroup>();

  constructor(options: SearchOptions) {
    this.#options = options;
  }

  /** Searches for another text, as soon as the fingers rest. */
  set(text: string): void {
    if (text === this.text) return;
    this.text = text;
    const { now: read } = this.#options.operators;
    if (read) this.#understand(text, read);
    else void this.#learn();
  }

  /** Fetches what understands operators; by then the text may be another. */
  async #learn(): Promise<void> {
    this.busy = true;
    try {
      const read = await this.#options.operators.load();
      this.busy = this.#timer !== null;
      this.#understand(this.text, read);
    } catch {
      this.busy = false;
      this.problem = t('error.unreachable');
    }
  }

  #understand(text: string, read: typeof readOperators): void {
    const { session, timers, now } = this.#options;
    const { words, filter, unknown } = read(text, session.me, now());
    this.unknown = unknown;
    const same = words === this.words && sameFilter(filter, this.filter);
    if (same && this.problem === null) return;
    this.words = words;
    this.filter = filter;
    this.#cancel();
    this.problem = null;
    if (words === '' && isEmpty(filter)) {
      this.answer = null;
      return;
    }
    this.busy = true;
    this.#timer = timers.set(() => void this.#ask(), debounce);
  }

  /** Brings the next hits of a group. */
  async more(group: SearchGroup): Promise<void> {
    const cursor = this.answer?.[group].next ?? null;
    if (cursor === null || this.busy || this.#paging.has(group)) return;
    const turn = this.#turn;
    this.#paging.add(group);
    const { words, filter } = this;
    const outcome = await this.#options.api.search({ words, filter, group, cursor });
    if (turn !== this.#turn) return;
    this.#paging.delete(group);
    if (!outcome.ok) this.#options.session.tell(outcome.failure);
    else if (this.answer) this.answer = joined(this.answer, outcome.value, group);
  }

  clear(): void {
    this.set('');
  }

  async #ask(): Promise<void> {
    const turn = this.#turn;
    this.#timer = null;
    const { words, filter } = this;
    const outcome = await this.#options.api.search({ words, filter });
    if (turn !== this.#turn) return;
    this.busy = false;
    if (outcome.ok) this.answer = outcome.value;
    else this.#failed(outcome.failure);
  }

  #failed(failure: Failure): void {
    if (isSignedOut(failure)) this.#options.session.leave();
    else this.problem = sentenceFor(failure);
  }

  #cancel(): void {
    if (this.#timer !== null) this.#options.timers.clear(this.#timer);
    this.#timer = null;
    this.#turn += 1;
    this.#paging.clear();
    this.busy = false;
  }
}

/** An answer with more hits of one group; none stands there twice. */
function joined(known: SearchAnswer, page: SearchAnswer, group: SearchGroup): SearchAnswer {
  if (group === 'messages') {
    const { hits, next } = page.messages;
    const nameOf = ({ head, messageId }: MessageHit): string => `${head.id} ${messageId}`;
    const here = new Set(known.messages.hits.map(nameOf));
    const added = hits.filter((hit) => !here.has(nameOf(hit)));
    return { ...known, messages: { hits: [...known.messages.hits, ...added], next } };
  }
  const { hits, next } = page[group];
  const here = new Set(known[group].hits.map((head) => head.id));
  return {
    ...known,
    [group]: { hits: [...known[group].hits, ...hits.filter((head) => !here.has(head.id))], next },
  };
}
