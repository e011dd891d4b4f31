/** What is open in the template picker: what was searched, which template is chosen, and what was filled in. */
import type { Location } from '#domain/content.ts';
import { isOffered, type MessageTemplate } from '#domain/template.ts';
import { draftOf, type TemplateDraft } from '#domain/template-draft.ts';
import { fieldsOf, type Filled, type Filling, type TemplateField } from '#domain/template-fields.ts';
import { problemsOf } from '#domain/template-problems.ts';
import type { TemplateFiles } from '../../state/template-files.svelte.ts';
import { found, idOf } from './find.ts';

/** What it needs of the page, asked again whenever it may have changed. */
export type PickerHost = {
  templates(): readonly MessageTemplate[];
  readonly files: TemplateFiles;
  now(): number;
  /** What is filled in at first. */
  begin(template: MessageTemplate): Filling;
  /** Why this customer cannot get it; null when they can. */
  refuses(template: MessageTemplate): string | null;
};

/** The rows of the list that a page key goes past. */
const pageOfRows = 8;

export class Picker {
  typed = $state('');
  category = $state('');
  language = $state('');
  /** Whether what cannot be sent is listed, too. */
  showsAll = $state(false);
  /** Where there is room for one thing only: whether that is the chosen template. */
  filling = $state(false);
  #activeId = $state<string | null>(null);
  #fillings = $state.raw<ReadonlyMap<string, Filling>>(new Map());
  readonly #host: PickerHost;

  readonly #fitting = $derived.by(() => found(this.#host.templates(), this));
  readonly offered = $derived(this.#fitting.filter(isOffered));
  readonly unsendable = $derived(this.#fitting.filter((one) => !isOffered(one)));
  readonly rows = $derived(this.showsAll ? this.#fitting : this.offered);
  /** What is looked at: what was chosen, for as long as Meta has it, else the first of the list. */
  readonly active: MessageTemplate | null = $derived.by(() => {
    const chosen = this.#host.templates().find((one) => idOf(one) === this.#activeId);
    return chosen ?? this.rows[0] ?? null;
  });
  readonly fields: readonly TemplateField[] = $derived(this.active ? fieldsOf(this.active) : []);
  /** Everything that was filled in of it. */
  readonly values: Filling = $derived.by(() => this.#valuesOf(this.active));
  readonly problems: ReadonlyMap<string, string> = $derived.by(() =>
    this.active ? problemsOf(this.active, this.values, this.#host.now()) : new Map(),
  );
  /** Why it cannot be sent at all; null when only its fields decide. */
  readonly refusal: string | null = $derived.by(() => this.active && this.#host.refuses(this.active));
  readonly ready = $derived(this.active !== null && this.refusal === null && this.problems.size === 0);

  constructor(host: PickerHost) {
    this.#host = host;
  }

  /** The names of the fields' files among all templates. */
  fileKey(field: TemplateField): string {
    return `${this.active ? idOf(this.active) : ''} ${field.key}`;
  }

  isActive(template: MessageTemplate): boolean {
    return this.active !== null && idOf(this.active) === idOf(template);
  }

  /** Looks at a template. */
  look(template: MessageTemplate): void {
    const id = idOf(template);
    this.#activeId = id;
    if (!this.#fillings.has(id)) this.#keep(id, this.#host.begin(template));
  }

  /** Takes the one that is looked at. */
  take(): void {
    if (!this.active) return;
    this.look(this.active);
    this.filling = true;
  }

  /** Looks at the row so many further on; `page`: so many pages of rows. */
  move(by: number, page = false): void {
    const { rows } = this;
    const at = rows.findIndex((one) => this.isActive(one));
    const to = Math.max(0, Math.min(at + by * (page ? pageOfRows : 1), rows.length - 1));
    const row = rows[to];
    if (row) this.look(row);
  }

  /** A search begins at the top of what it finds. */
  search(typed: string): void {
    this.typed = typed;
    this.#activeId = null;
  }

  text(field: TemplateField): string {
    const filled = this.values[field.key];
    return filled?.type === 'text' ? filled.text : '';
  }

  place(field: TemplateField): Location | null {
    const filled = this.values[field.key];
    return filled?.type === 'location' ? filled.location : null;
  }

  time(field: TemplateField): number | null {
    const filled = this.values[field.key];
    return filled?.type === 'time' ? filled.at : null;
  }

  fill(field: TemplateField, filled: Filled | null): void {
    if (!this.active) return;
    const id = idOf(this.active);
    const { [field.key]: _before, ...others } = this.values;
    this.#keep(id, filled ? { ...others, [field.key]: filled } : others);
  }

  /** As it would be sent now. */
  draft(): TemplateDraft | null {
    return this.active && draftOf(this.active, this.values);
  }

  /** As it would look, with files that are still on their way. */
  preview(): TemplateDraft | null {
    if (!this.active) return null;
    const shown = Object.fromEntries(
      this.fields.flatMap((field) => {
        const chosen = field.input === 'file' ? this.#host.files.of(this.fileKey(field)) : null;
        if (!chosen) return [];
        const { file, type } = chosen;
        const { name, size: bytes, type: mime } = file;
        return [[field.key, { type: 'file', file: { uploadId: 'shown', type, mime, bytes, name } } as const]];
      }),
    );
    return draftOf(this.active, { ...this.values, ...shown });
  }

  #keep(id: string, filling: Filling): void {
    this.#fillings = new Map(this.#fillings).set(id, filling);
  }

  #valuesOf(template: MessageTemplate | null): Filling {
    if (!template) return {};
    const written = this.#fillings.get(idOf(template)) ?? this.#host.begin(template);
    const files = fieldsOf(template).flatMap((field) => {
      const uploaded = field.input === 'file' ? this.#host.files.of(this.fileKey(field))?.uploaded : null;
      return uploaded ? [[field.key, { type: 'file', file: uploaded } as const]] : [];
    });
    return { ...written, ...Object.fromEntries(files) };
  }
}
