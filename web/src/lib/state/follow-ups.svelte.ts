/** The follow-ups of all conversations as their page shows them: one tab, or the days of a calendar. */
import type { FollowUpRow, FollowUpsAnswer, FollowUpsQuery } from '#domain/http-follow-ups.ts';
import type { Api, Failure } from '../api.ts';

/** What is shown: a tab, or with `from` and `to` (ms) some days. */
export type FollowUpsShown = Pick<FollowUpsQuery, 'tab' | 'scope' | 'from' | 'to'>;
export type FollowUpsOptions = {
  readonly api: Pick<Api, 'followUps'>;
  readonly tell: (failure: Failure) => void;
  readonly zone: () => string;
};

/** Pages that are read at once: of days all, of a list as many as were shown, and those that hold nothing for this person. */
const mostPages = 10;

export class FollowUps {
  rows = $state.raw<readonly FollowUpRow[]>([]);
  /** Whether there are more. */
  next = $state<string | null>(null);
  /** Whether the first page is on its way. */
  loading = $state(false);
  shown: FollowUpsShown;
  readonly #options: FollowUpsOptions;
  /** What was asked for before is not shown any more. */
  #turn = 0;
  /** What is being read; whoever asked for what is not shown any more waits for that instead. */
  #reading: Promise<void> = Promise.resolve();
  /** Whether what stands there is being read again. */
  #renewing = false;
  /** So many rows somebody asked for: when all is read again meanwhile, they have to be among it. */
  #wanted = 0;

  constructor(shown: FollowUpsShown, first: FollowUpsAnswer | null, options: FollowUpsOptions) {
    this.shown = $state.raw(shown);
    this.#options = options;
    if (!first) return;
    this.rows = first.rows;
    this.next = first.next;
  }

  /** Shows something else; what stood there goes at once. */
  async show(shown: FollowUpsShown): Promise<void> {
    this.shown = shown;
    this.rows = [];
    this.next = null;
    this.loading = true;
    this.#wanted = 0;
    await this.#begin(null, shown.from === undefined ? 1 : Number.POSITIVE_INFINITY);
  }

  async more(): Promise<void> {
    if (this.next === null) return;
    this.#wanted = this.rows.length + 1;
    await this.#begin(this.#renewing ? null : this.next, this.#wanted);
  }

  /** Reads what stands there again. */
  async refresh(): Promise<void> {
    const shown = Math.max(1, this.rows.length, this.#wanted);
    await this.#begin(null, this.shown.from === undefined ? shown : Number.POSITIVE_INFINITY);
  }

  /** Takes one off before the edge tells that it is gone. */
  drop({ head, followUp }: FollowUpRow): void {
    this.rows = this.rows.filter((one) => one.head.id !== head.id || one.followUp.id !== followUp.id);
  }

  #begin(cursor: string | null, wanted: number): Promise<void> {
    this.#renewing = cursor === null;
    this.#reading = this.#read(cursor, wanted);
    return this.#reading;
  }

  /** From `cursor` on, until there are `wanted` rows. */
  async #read(cursor: string | null, wanted: number): Promise<void> {
    const { api, zone, tell } = this.#options;
    this.#turn += 1;
    const turn = this.#turn;
    let rows = cursor === null ? [] : this.rows;
    let next = cursor;
    for (let page = 0; page < mostPages; page += 1) {
      const asked = { ...this.shown, zone: zone(), ...(next !== null && { cursor: next }) };
      const outcome = await api.followUps(asked);
      if (turn !== this.#turn) return this.#reading;
      if (!outcome.ok) {
        this.#end();
        return tell(outcome.failure);
      }
      rows = [...rows, ...outcome.value.rows];
      next = outcome.value.next;
      if (next === null || rows.length >= wanted) break;
    }
    this.#end();
    this.rows = rows;
    this.next = next;
  }

  #end(): void {
    this.loading = false;
    this.#renewing = false;
    this.#wanted = 0;
  }
}
