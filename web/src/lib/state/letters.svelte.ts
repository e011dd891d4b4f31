/** What Meta sent that concerns the place: events that were not understood, and news of the accounts. For admins. */
import type { AccountEventRow, AccountEventsPage, Letter, LettersPage } from '#domain/http.ts';
import type { Api, Failure, Outcome } from '../api.ts';
import { t } from '../words/letters.ts';

export type LettersOptions = {
  readonly api: Pick<Api, 'letters' | 'letter' | 'replayLetter' | 'deleteLetter' | 'accountEvents'>;
  readonly tell: (failure: Failure) => void;
  readonly say: (sentence: string) => void;
};

export class Letters {
  letters: readonly Letter[];
  events: readonly AccountEventRow[];
  /** Whether older ones exist. */
  moreLetters: string | null;
  moreEvents: string | null;
  /** Ids that are being worked on. */
  busy = $state.raw<ReadonlySet<string>>(new Set());
  readonly #options: LettersOptions;

  constructor(letters: LettersPage, events: AccountEventsPage, options: LettersOptions) {
    this.letters = $state.raw(letters.letters);
    this.moreLetters = $state(letters.next);
    this.events = $state.raw(events.events);
    this.moreEvents = $state(events.next);
    this.#options = options;
  }

  async olderLetters(): Promise<void> {
    const page = await this.#once('letters', () => this.#options.api.letters(this.moreLetters));
    if (!page) return;
    const known = new Set(this.letters.map((letter) => letter.id));
    this.letters = [...this.letters, ...page.letters.filter((letter) => !known.has(letter.id))];
    this.moreLetters = page.next;
  }

  async olderEvents(): Promise<void> {
    const page = await this.#once('events', () => this.#options.api.accountEvents(this.moreEvents));
    if (!page) return;
    const known = new Set(this.events.map((event) => event.id));
    this.events = [...this.events, ...page.events.filter((event) => !known.has(event.id))];
    this.moreEvents = page.next;
  }

  /** Reads it again as if Meta had just sent it: it is taken in and gone, or stays with today's reason. */
  async replay(id: string): Promise<void> {
    const answer = await this.#once(id, () => this.#options.api.replayLetter(id));
    if (!answer) return;
    const { letter } = answer;
    if (letter) this.#put(id, letter);
    else this.#drop(id);
    this.#options.say(letter ? t('letters.still', { reason: letter.reason }) : t('letters.replayed'));
  }

  async remove(id: string): Promise<void> {
    if (await this.#once(id, () => this.#options.api.deleteLetter(id))) this.#drop(id);
  }

  /** Fetches all that is kept of a letter of which the list has only the beginning. */
  async whole(id: string): Promise<void> {
    if (!this.letters.some((letter) => letter.id === id && letter.cut)) return;
    const letter = await this.#once(id, () => this.#options.api.letter(id));
    if (letter) this.#put(id, letter);
  }

  #put(id: string, letter: Letter): void {
    this.letters = this.letters.map((one) => (one.id === id ? letter : one));
  }

  #drop(id: string): void {
    this.letters = this.letters.filter((letter) => letter.id !== id);
  }

  /** One request at a time about one thing; a failure is told. */
  async #once<Value>(id: string, ask: () => Promise<Outcome<Value>>): Promise<Value | null> {
    if (this.busy.has(id)) return null;
    this.busy = new Set([...this.busy, id]);
    const outcome = await ask();
    this.busy = new Set([...this.busy].filter((one) => one !== id));
    if (outcome.ok) return outcome.value;
    this.#options.tell(outcome.failure);
    return null;
  }
}
