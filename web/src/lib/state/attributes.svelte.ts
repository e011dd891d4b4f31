/** The attributes as an admin edits them. Their order is kept at once. */
import type { Attribute, AttributeType } from '#domain/attribute.ts';
import { t } from '../words/en-settings.ts';
import { EditingUsed, type UsedOptions } from './editing-used.svelte.ts';
import { differences } from './editing.svelte.ts';

export type AttributeDraft = {
  readonly name: string;
  readonly type: AttributeType;
  readonly of: Attribute['of'];
  /** As they are typed, one a line. */
  readonly options: string;
  readonly required: boolean;
  readonly filterable: boolean;
};
type Problems = { readonly name: string; readonly options: string };

const blank: AttributeDraft = {
  ...{ name: '', type: 'text', of: 'contact' },
  ...{ options: '', required: false, filterable: true },
};
const path = '/api/attributes';
const mostOptions = 100;
const longestOption = 80;

/** The options of a draft: one a line, each once, whatever its case. */
export function optionsIn(text: string): readonly string[] {
  const found = new Map<string, string>();
  for (const line of text.split('\n')) {
    const option = line.trim();
    const folded = option.toLowerCase();
    if (option !== '' && !found.has(folded)) found.set(folded, option);
  }
  return [...found.values()];
}

function optionsProblem({ type, options }: AttributeDraft): string | null {
  if (type !== 'list') return null;
  const all = optionsIn(options);
  if (all.length === 0) return t('attributes.options-empty');
  if (all.length > mostOptions) return t('attributes.options-many', { most: mostOptions });
  const long = all.find((option) => option.length > longestOption);
  return long === undefined ? null : t('attributes.option-long', { option: long, most: longestOption });
}

export class Attributes extends EditingUsed<Attribute, AttributeDraft, Problems> {
  /** One order after the other: the last that was asked for is the one that stays. */
  #ordered: Promise<unknown> = Promise.resolve();

  constructor(options: UsedOptions) {
    super(path, options);
  }

  override get all(): readonly Attribute[] {
    return this.options.session.me.attributes;
  }

  /** Puts one a place up (-1) or down (1), shown at once. Answers its place from 1; null: it stays, and a refusal was told. */
  async move(id: string, by: 1 | -1): Promise<number | null> {
    const before = this.all;
    const at = before.findIndex((one) => one.id === id);
    const [one, other] = [before[at], before[at + by]];
    if (!one || !other) return null;
    const moved = before.with(at, other).with(at + by, one);
    this.show(moved);
    const ids = moved.map((each) => each.id);
    const asked = this.#ordered.then(() => this.options.api.ask('PUT', `${path}/order`, { ids }));
    this.#ordered = asked;
    const outcome = await asked;
    if (outcome.ok) return at + by + 1;
    this.show(before);
    this.options.session.tell(outcome.failure);
    // Others may have been moved since: what the edge has is right.
    void this.options.session.refresh();
    return null;
  }

  protected override saved(id: string): AttributeDraft {
    const found = this.all.find((one) => one.id === id);
    if (!found) return blank;
    const { id: _id, ...attribute } = found;
    return { ...attribute, options: attribute.options.join('\n') };
  }

  protected override changesOf(draft: AttributeDraft, saved: AttributeDraft): number {
    return differences([
      [draft.name.trim(), saved.name],
      [draft.type, saved.type],
      [draft.of, saved.of],
      [draft.type === 'list' ? optionsIn(draft.options).join('\n') : '', saved.options],
      [draft.required, saved.required],
      [draft.filterable, saved.filterable],
    ]);
  }

  protected override problemsOf(draft: AttributeDraft): Partial<Problems> {
    const options = optionsProblem(draft);
    return {
      ...(draft.name.trim() === '' && { name: t('attributes.name-empty') }),
      ...(options !== null && { options }),
    };
  }

  protected override async store(id: string, draft: AttributeDraft): Promise<string | null> {
    const options = draft.type === 'list' ? optionsIn(draft.options) : [];
    const kept = await this.put(id, { ...draft, name: draft.name.trim(), options });
    if (!kept) return null;
    const isKnown = this.all.some((one) => one.id === kept.id);
    this.show(isKnown ? this.all.map((one) => (one.id === kept.id ? kept : one)) : [...this.all, kept]);
    return kept.id;
  }

  protected override show(attributes: readonly Attribute[]): void {
    this.options.session.change((me) => ({ ...me, attributes }));
  }
}
