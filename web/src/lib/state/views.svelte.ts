/** Saved views: own ones and those that everybody sees. */
import type { View } from '#domain/http.ts';
import type { Api, Outcome } from '../api.ts';
import type { Session } from './session.svelte.ts';

/** A view without its id and owner. */
export type NewView = Omit<View, 'id' | 'owner'>;

type ViewsOptions = {
  readonly api: Pick<Api, 'createView' | 'changeView' | 'removeView'>;
  readonly session: Session;
};

export class Views {
  readonly #options: ViewsOptions;

  constructor(options: ViewsOptions) {
    this.#options = options;
  }

  get all(): readonly View[] {
    return this.#options.session.me.views;
  }

  get(id: string): View | null {
    return this.all.find((view) => view.id === id) ?? null;
  }

  /** Keeps a new view; null when it was refused, and then that was told. So `change`. */
  async save(view: NewView): Promise<View | null> {
    return this.#take(await this.#options.api.createView(view));
  }

  async change(id: string, some: Partial<NewView>): Promise<View | null> {
    const known = this.get(id);
    if (!known) return null;
    const { id: _id, owner: _owner, ...body } = { ...known, ...some };
    return this.#take(await this.#options.api.changeView(id, body));
  }

  /** Whether it is gone now. */
  async remove(id: string): Promise<boolean> {
    const { api, session } = this.#options;
    const outcome = await api.removeView(id);
    if (!outcome.ok) session.tell(outcome.failure);
    else session.change((me) => ({ ...me, views: me.views.filter((view) => view.id !== id) }));
    return outcome.ok;
  }

  #take(outcome: Outcome<View>): View | null {
    const { session } = this.#options;
    if (!outcome.ok) {
      session.tell(outcome.failure);
      return null;
    }
    const view = outcome.value;
    session.change((me) => {
      const known = me.views.some((one) => one.id === view.id);
      const views = known ? me.views.map((one) => (one.id === view.id ? view : one)) : [...me.views, view];
      return { ...me, views };
    });
    return view;
  }
}
