/** The conversations that this person keeps on top of their list. */
import type { Api } from '../api.ts';
import type { Session } from './session.svelte.ts';

type PinsOptions = {
  readonly api: Pick<Api, 'pin'>;
  readonly session: Session;
};

export class Pins {
  readonly #options: PinsOptions;
  readonly #ids: ReadonlySet<string> = $derived.by(() => new Set(this.#options.session.me.pins));

  constructor(options: PinsOptions) {
    this.#options = options;
  }

  get ids(): ReadonlySet<string> {
    return this.#ids;
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** Shows at once; goes back when it is refused. */
  async toggle(id: string): Promise<void> {
    const { api, session } = this.#options;
    const on = !this.has(id);
    this.#set(id, on);
    const outcome = await api.pin(id, on);
    if (outcome.ok) return;
    this.#set(id, !on);
    session.tell(outcome.failure);
  }

  #set(id: string, on: boolean): void {
    this.#options.session.change((me) => {
      const others = me.pins.filter((one) => one !== id);
      return { ...me, pins: on ? [...others, id] : others };
    });
  }
}
