/** Things of the directory that conversations have, as an admin edits them: tags, attributes. */
import type { UseCounts } from '#domain/http-contact.ts';
import type { Api } from '../api.ts';
import { Editing, newOne } from './editing.svelte.ts';
import type { Session } from './session.svelte.ts';

export type UsedOptions = { readonly api: Pick<Api, 'ask'>; readonly session: Session };
type One = { readonly id: string };

export abstract class EditingUsed<
  Each extends One,
  Draft extends object,
  Problems extends object,
> extends Editing<Draft, Problems> {
  /** How many conversations have each, by its id; absent: it is not known. */
  counts = $state.raw<UseCounts>({});
  protected readonly options: UsedOptions;
  readonly #path: string;

  constructor(path: string, options: UsedOptions) {
    super();
    this.#path = path;
    this.options = options;
  }

  abstract get all(): readonly Each[];

  /** Asks how often each is used. */
  async count(): Promise<void> {
    const outcome = await this.options.api.ask<UseCounts>('GET', `${this.#path}/counts`);
    if (outcome.ok) this.counts = outcome.value;
  }

  /** Whether it is gone; a refusal was told. */
  async remove(id: string): Promise<boolean> {
    const outcome = await this.options.api.ask('DELETE', this.#at(id));
    if (!outcome.ok) {
      this.options.session.tell(outcome.failure);
      return false;
    }
    this.forget(id);
    this.show(this.all.filter((one) => one.id !== id));
    return true;
  }

  /** All of them, as everybody's menus and panels show them from now on. */
  protected abstract show(all: readonly Each[]): void;

  /** Makes one or changes it; null when that was refused. */
  protected async put(id: string, body: object): Promise<Each | null> {
    const { api } = this.options;
    const asked =
      id === newOne ? api.ask<Each>('POST', this.#path, body) : api.ask<Each>('PUT', this.#at(id), body);
    return this.valueOf(id, await asked);
  }

  #at(id: string): string {
    return `${this.#path}/${encodeURIComponent(id)}`;
  }
}
