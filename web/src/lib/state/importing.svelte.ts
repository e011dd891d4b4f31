/** One import from the choice of a file to its end: what was read of the file here, what is asked of the edge, how far it is. */
import type { Attribute } from '#domain/attribute.ts';
import {
  csvBeginning,
  CsvReader,
  longestRow,
  plainCell,
  type Decoders,
  type Separator,
} from '#domain/csv.ts';
import type { ImportColumn } from '#domain/import-column.ts';
import type { ImportPlan, ImportRun } from '#domain/http-imports.ts';
import { guessColumns, guessWithoutHeader, hasHeader } from '#domain/import-columns.ts';
import type { Api, Failure, Outcome } from '../api.ts';

export type ImportingOptions = {
  readonly api: Pick<Api, 'import' | 'checkImport' | 'runImport' | 'cancelImport'>;
  /** Puts the file on the server, and tells how much has gone (0 to 1). */
  readonly send: (file: File, onProgress: (part: number) => void) => Promise<Outcome<ImportRun>>;
  readonly tell: (failure: Failure) => void;
  readonly attributes: readonly Attribute[];
  readonly accountId: string;
  /** ISO 3166, as the browser says where it is. */
  readonly country: string;
};

/** What the browser read of the file itself. */
export type Preview = { readonly separator: Separator; readonly rows: readonly (readonly string[])[] };

/** Rows that are shown before anything is asked. */
const mostShown = 6;
/** Between two looks at how far it is (ms). */
const lookEvery = 500;

const decoders = (): Decoders => ({
  utf8: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }),
  western: new TextDecoder('windows-1252'),
});

/** The first rows of a file; null when it is no CSV: then the edge says what it is instead. */
async function previewOf(file: Blob): Promise<Preview | null> {
  const bytes = new Uint8Array(await file.slice(0, 2 * longestRow).arrayBuffer());
  const all = decoders();
  const beginning = csvBeginning(bytes, all);
  if (beginning.kind !== 'csv') return null;
  const reader = new CsvReader(beginning.separator, all);
  const found = reader.push(bytes.subarray(beginning.at));
  const rows = found.length < mostShown ? [...found, ...reader.end()] : found;
  const shown = rows.slice(0, mostShown).map(({ cells }) => cells.map(plainCell));
  return { separator: beginning.separator, rows: shown };
}

const isAtWork = ({ state }: ImportRun): boolean => state === 'checking' || state === 'running';

export class Importing {
  file = $state.raw<File | null>(null);
  preview = $state.raw<Preview | null>(null);
  plan = $state.raw<ImportPlan>({
    ...{ accountId: '', country: 'US', separator: ',', header: true, columns: [], tags: [], lead: 'new' },
    dates: 'day-first',
  });
  run = $state.raw<ImportRun | null>(null);
  /** How much of the file has gone, 0 to 1; null while none of it is on its way. */
  sent = $state<number | null>(null);
  /** Something was asked and is not answered. */
  busy = $state(false);
  /** The columns are looked at (again), whatever was checked before. */
  mapping = $state(true);
  readonly #options: ImportingOptions;

  constructor(options: ImportingOptions) {
    this.#options = options;
    this.plan = { ...this.plan, accountId: options.accountId, country: options.country };
  }

  /** Which of the four steps is shown. */
  readonly step = $derived.by((): 'file' | 'columns' | 'check' | 'run' => {
    if (!this.file) return 'file';
    if (this.mapping || !this.run) return 'columns';
    return ['checking', 'checked', 'new'].includes(this.run.state) ? 'check' : 'run';
  });

  async choose(file: File): Promise<void> {
    const preview = await previewOf(file);
    this.run = null;
    this.mapping = true;
    if (!preview) {
      // The edge says what it is instead.
      await this.#send(file);
      return;
    }
    this.file = file;
    this.preview = preview;
    const [first = []] = preview.rows;
    const header = hasHeader(first);
    const { separator } = preview;
    this.plan = { ...this.plan, separator, header, columns: this.#guess(header) };
  }

  change(part: Partial<ImportPlan>): void {
    const columns = part.header === undefined ? {} : { columns: this.#guess(part.header) };
    this.plan = { ...this.plan, ...columns, ...part };
  }

  /** What a column is; of what only one column can be, that is taken from the other. */
  setColumn(index: number, column: ImportColumn): void {
    const many = column === 'name' || column === 'tags' || column === 'ignore';
    const columns = this.plan.columns.map((one, at) => {
      if (at === index) return column;
      return !many && one === column ? 'ignore' : one;
    });
    this.plan = { ...this.plan, columns };
  }

  get hasPhone(): boolean {
    return this.plan.columns.includes('phone');
  }

  /** Sends the file, if it is not there yet, and begins the dry run. */
  async check(): Promise<void> {
    if (!this.file || this.busy) return;
    const run = this.run ?? (await this.#send(this.file));
    if (!run) return;
    if (await this.#ask(() => this.#options.api.checkImport(run.id, this.plan))) {
      this.mapping = false;
      void this.#watch();
    }
  }

  async start(): Promise<void> {
    const { run } = this;
    if (run && (await this.#ask(() => this.#options.api.runImport(run.id)))) void this.#watch();
  }

  async cancel(): Promise<void> {
    const { run } = this;
    if (!run || !(await this.#ask(() => this.#options.api.cancelImport(run.id)))) return;
    if (this.run?.state === 'new') this.mapping = true;
    // The step that was on its way counts as well.
    setTimeout(() => void this.#look(), 2 * lookEvery);
  }

  /** Back to the beginning. */
  again(): void {
    this.file = null;
    this.preview = null;
    this.run = null;
    this.mapping = true;
  }

  #guess(header: boolean): ImportColumn[] {
    const rows = this.preview?.rows ?? [];
    return header ? guessColumns(rows[0] ?? [], this.#options.attributes) : guessWithoutHeader(rows);
  }

  async #send(file: File): Promise<ImportRun | null> {
    this.sent = 0;
    const answer = await this.#ask(() => this.#options.send(file, (part) => (this.sent = part)));
    this.sent = null;
    return answer ? this.run : null;
  }

  async #ask(question: () => Promise<Outcome<ImportRun>>): Promise<boolean> {
    this.busy = true;
    const outcome = await question();
    this.busy = false;
    if (outcome.ok) this.run = outcome.value;
    else this.#options.tell(outcome.failure);
    return outcome.ok;
  }

  async #look(): Promise<void> {
    const id = this.run?.id;
    if (id === undefined) return;
    const outcome = await this.#options.api.import(id);
    // A moment without a line is no news: the next look tells.
    if (outcome.ok && this.run?.id === id) this.run = outcome.value;
  }

  async #watch(): Promise<void> {
    while (this.run && isAtWork(this.run)) {
      await new Promise((resolve) => setTimeout(resolve, lookEvery));
      await this.#look();
    }
  }
}
