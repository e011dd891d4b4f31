/**
 * The Import object, one an import: works a file off in small steps, so that memory stays flat. How far it is stands in D1;
 * here is only which rows had which id, until the file is through.
 */
import { DurableObject } from 'cloudflare:workers';
import type { ImportPlan, ImportState } from '#domain/http-imports.ts';
import type { Refusal } from '#domain/refusal.ts';
import { writeDown } from '../audit/audit.ts';
import { attributesOf } from '../directory/attributes.ts';
import { directoryOf } from '../directory/directory.ts';
import type { Env } from '../env.ts';
import { log, logFailure } from '../log.ts';
import { beginningOfFile, dropErrors, dropFiles, nextRows, type Phase } from './files.ts';
import type { Offered } from './read-row.ts';
import { rowsAtOnce, step, type Going, type Seen } from './step.ts';
import { beginningOf, changeRun, findRun, type Progress, type StoredRun } from './store.ts';

/** After so long the alarm ends and is set again, so that nothing here takes long (ms). */
const round = 5000;
/** After a failure it is tried again so much later (ms). */
const patience = 3000;
/** A file, and what was wrong in it, is kept for so long (ms). */
const keptFor = 7 * 24 * 60 * 60 * 1000;

const ends = { checking: 'checked', running: 'done' } as const satisfies Record<Phase, ImportState>;
const phaseOf = (state: ImportState): Phase | null =>
  state === 'checking' || state === 'running' ? state : null;

const gone = 'The file is not here any more. Choose it again.';

type Answer = { readonly refusal: Refusal } | { readonly refusal: null };
const done: Answer = { refusal: null };
const busy: Answer = { refusal: { code: 'import-elsewhere' } };

/** From where a check may begin, and a run. */
const before: Readonly<Record<Phase, readonly ImportState[]>> = {
  checking: ['new', 'checked', 'failed'],
  running: ['checked'],
};

export class Import extends DurableObject<Env> {
  #rowsWritten = 0;

  /** A file has come for it; it goes after a while, whatever becomes of it. */
  async keep(): Promise<void> {
    await this.ctx.storage.setAlarm(Date.now() + keptFor);
  }

  /** Reads the file as `plan` says, and only counts. Refused while it is at work or over. */
  async check(plan: ImportPlan): Promise<Answer> {
    return this.#begin('checking', plan);
  }

  /** Takes the contacts in, as the last check read them. Refused unless it was checked. */
  async run(): Promise<Answer> {
    return this.#begin('running', null);
  }

  /** Rows written by this instance, for budgets. */
  async rowsWritten(): Promise<number> {
    return this.#rowsWritten;
  }

  override async alarm(): Promise<void> {
    try {
      await this.#work();
    } catch (failure) {
      logFailure('import.step-failed', failure, { id: this.#id });
      await this.ctx.storage.setAlarm(Date.now() + patience);
    }
  }

  get #id(): string {
    const { name } = this.ctx.id;
    if (name === undefined) throw new Error('An import must be addressed by its id.');
    return name;
  }

  async #begin(phase: Phase, plan: ImportPlan | null): Promise<Answer> {
    const run = await findRun(this.env, this.#id);
    if (!run || !before[phase].includes(run.state) || (plan ?? run.plan) === null) return busy;
    const beginning = await beginningOfFile(this.env, this.#id);
    const at = beginning?.kind === 'csv' ? beginning.at : 0;
    await dropErrors(this.env, this.#id, phase);
    this.#forget();
    // Before D1 knows: whatever happens in between, somebody looks.
    await this.ctx.storage.setAlarm(Date.now() + patience);
    const progress = { ...beginningOf(run.progress.bytes), at };
    const changed = { state: phase, progress, ...(plan && { plan }) };
    if (!(await changeRun(this.env, { id: this.#id, from: before[phase] }, changed))) return busy;
    await this.ctx.storage.setAlarm(Date.now());
    return done;
  }

  async #work(): Promise<void> {
    const run = await findRun(this.env, this.#id);
    const phase = run && phaseOf(run.state);
    if (!run?.plan || !phase) return this.#rest(run);
    const going = { ...run, plan: run.plan, phase, offered: await this.#offered(), seen: this.#seen };
    const until = Date.now() + round;
    let progress: Progress | null = run.progress;
    while (progress && Date.now() < until) progress = await this.#steps(going, progress);
    await this.ctx.storage.setAlarm(Date.now());
  }

  /** One piece of the file. Null: it is over. */
  async #steps(going: Going, from: Progress): Promise<Progress | null> {
    const rows = await nextRows(this.env, going, from);
    if (rows === null) return this.#end(going, { ...from, sentence: gone }, 'failed');
    let progress = from;
    for (let start = 0; start < rows.length; start += rowsAtOnce) {
      progress = await step(this.env, { rows: rows.slice(start, start + rowsAtOnce), progress }, going);
      if (!(await this.#save(going, progress))) return null;
    }
    return progress.at < progress.bytes ? progress : this.#end(going, progress, ends[going.phase]);
  }

  /** False: somebody cancelled it; what was written until then counts all the same. */
  async #save({ id, phase }: Going, progress: Progress): Promise<boolean> {
    if (await changeRun(this.env, { id, from: [phase] }, { progress })) return true;
    await changeRun(this.env, { id, from: ['cancelled'] }, { progress });
    return false;
  }

  async #end({ id, phase }: Going, progress: Progress, state: ImportState): Promise<null> {
    await changeRun(this.env, { id, from: [phase] }, { progress, state });
    log('import.ended', { id, phase, state });
    return null;
  }

  /** Nothing is to be done: what was kept for the work goes at once, the file later. */
  async #rest(run: StoredRun | null): Promise<void> {
    this.#forget();
    if (run) await this.#tell(run);
    if (run && Date.now() < run.createdAt + keptFor) {
      return this.ctx.storage.setAlarm(run.createdAt + keptFor);
    }
    await dropFiles(this.env, this.#id);
    await this.ctx.storage.deleteAll();
  }

  /** What came of it stands in the audit, once. */
  async #tell({ id, by, name, state, progress }: StoredRun): Promise<void> {
    const isOver = state === 'done' || state === 'cancelled';
    if (!isOver || (await this.ctx.storage.get('told')) === state) return;
    const body = { name, state, ...progress.counts };
    await writeDown(this.env, { by, at: Date.now(), what: 'contacts.imported', about: id, body });
    await this.ctx.storage.put('told', state);
  }

  async #offered(): Promise<Offered> {
    const [{ tags, leads }, attributes] = await Promise.all([directoryOf(this.env), attributesOf(this.env)]);
    return { tags, leads, attributes };
  }

  #forget(): void {
    this.ctx.storage.sql.exec('DROP TABLE IF EXISTS seen');
  }

  readonly #seen: Seen = (rows) => {
    const { sql } = this.ctx.storage;
    sql.exec('CREATE TABLE IF NOT EXISTS seen (id TEXT PRIMARY KEY, row INTEGER NOT NULL) WITHOUT ROWID');
    const text = JSON.stringify(rows.map(({ id, row }) => [id, row]));
    // Of the same id twice in these rows the first stays.
    this.#rowsWritten += sql.exec(
      'INSERT OR IGNORE INTO seen SELECT value ->> 0, value ->> 1 FROM json_each(?)',
      text,
    ).rowsWritten;
    const found = sql.exec<{ id: string; row: number }>(
      'SELECT seen.id, seen.row FROM json_each(?) AS asked CROSS JOIN seen ON seen.id = asked.value ->> 0',
      text,
    );
    return new Map(found.toArray().map(({ id, row }) => [id, row]));
  };
}
