/** The statuses of leads as an admin changes them; everybody's menus follow. */
import type { LeadStatus } from '#domain/http.ts';
import type { Api } from '../api.ts';
import type { Session } from './session.svelte.ts';

type Options = {
  readonly api: Pick<Api, 'createLeadStatus' | 'changeLeadStatus' | 'orderLeadStatuses' | 'dropLeadStatus'>;
  readonly session: Pick<Session, 'tell' | 'change'> & { readonly say: (sentence: string) => void };
  readonly wait: (ms: number) => Promise<void>;
};

/** The counts follow a moment after the leads. In ms. */
const between = 300;

export class LeadStatuses {
  /** How many leads still move to another status; null: none is being dropped. */
  left = $state<number | null>(null);
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Whether it was made; a refusal was told. So the others. */
  async add(status: Omit<LeadStatus, 'id'>): Promise<boolean> {
    const { api, session } = this.#options;
    const outcome = await api.createLeadStatus(status);
    if (!outcome.ok) return this.#refused(outcome.failure);
    const made = outcome.value;
    // A frame may have told of it before its answer.
    session.change((me) => ({ ...me, leads: [...me.leads.filter(({ id }) => id !== made.id), made] }));
    return true;
  }

  async change(status: LeadStatus): Promise<boolean> {
    const { api, session } = this.#options;
    const outcome = await api.changeLeadStatus(status);
    if (!outcome.ok) return this.#refused(outcome.failure);
    const changed = outcome.value;
    session.change((me) => ({
      ...me,
      leads: me.leads.map((one) => (one.id === changed.id ? changed : one)),
    }));
    return true;
  }

  async order(ids: readonly string[]): Promise<boolean> {
    const { api, session } = this.#options;
    const outcome = await api.orderLeadStatuses(ids);
    if (!outcome.ok) return this.#refused(outcome.failure);
    session.change((me) => ({ ...me, leads: outcome.value }));
    return true;
  }

  /** Drops one; what has it gets `to` first, some at a time, however many there are. */
  async drop(id: string, to: string | null): Promise<boolean> {
    const { api, session } = this.#options;
    this.left = 0;
    for (;;) {
      const outcome = await api.dropLeadStatus(id, to);
      if (!outcome.ok) {
        this.left = null;
        return this.#refused(outcome.failure);
      }
      this.left = outcome.value.left;
      if (outcome.value.left === 0) break;
      if (outcome.value.refused !== null) {
        this.left = null;
        session.say(outcome.value.refused);
        return false;
      }
      await this.#options.wait(between);
    }
    this.left = null;
    session.change((me) => ({ ...me, leads: me.leads.filter((one) => one.id !== id) }));
    return true;
  }

  #refused(failure: Parameters<Session['tell']>[0]): false {
    this.#options.session.tell(failure);
    return false;
  }
}
