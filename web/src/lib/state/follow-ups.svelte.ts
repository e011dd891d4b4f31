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
    await this.#read(null, shown.from === undefined ? 1 : Number.POSITIVE_INFINITY);
  }

  async more(): Promise<void> {
    if (this.next !== null) await this.#read(this.next, this.rows.length + 1);
  }

  /** Reads what stands there again. */
  async refresh(): Promise<void> {
    const wanted = this.shown.from === undefined ? Math.max(1, this.rows.length) : Number.POSITIVE_INFINITY;
    await this.#read(null, wanted);
  }

  /** Takes one off before the edge tells that it is gone. */
  drop({ head, followUp }: FollowUpRow): void {
    this.rows = this.rows.filter((one) => one.head.id !== head.id || one.followUp.id !== followUp.id);
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
      if (turn !== this.#turn) return;
      if (!outcome.ok) {
        this.loading = false;
        return tell(outcome.failure);
      }
      rows = [...rows, ...outcome.value.rows];
      next = outcome.value.next;
      if (next === null || rows.length >= wanted) break;
    }
    this.loading = false;
    this.rows = rows;
    this.next = next;
  }
}
