/** Imports in D1: what was asked, how far it is, what came of it. */
import { and, desc, eq, inArray } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type {
  ImportCounts,
  ImportPlan,
  ImportProblem,
  ImportRun,
  ImportState,
} from '#domain/http-imports.ts';
import type { Person } from '#domain/message.ts';
import type { Env } from '../env.ts';
import { importRun } from './tables.ts';

type Place = Pick<Env, 'DB'>;

const noCounts: ImportCounts = { read: 0, new: 0, known: 0, duplicate: 0, invalid: 0, reasons: {} };

/** How far an import is; its counts, too, so that both are written in one row. */
export type Progress = {
  readonly counts: ImportCounts;
  /** Size of the file in bytes. */
  readonly bytes: number;
  /** Bytes and rows that are done. */
  readonly at: number;
  readonly rows: number;
  readonly problems: readonly ImportProblem[];
  readonly sentence?: string;
};

export type StoredRun = {
  readonly id: string;
  readonly name: string;
  readonly by: Person;
  readonly createdAt: number;
  readonly state: ImportState;
  readonly plan: ImportPlan | null;
  readonly progress: Progress;
};

type Row = typeof importRun.$inferSelect;

const runOf = ({ by, plan, counts, ...row }: Row): StoredRun => ({
  ...row,
  by: JSON.parse(by) as Person,
  plan: JSON.parse(plan) as ImportPlan | null,
  progress: JSON.parse(counts) as Progress,
});

/** As people see it. */
export function shownRun({ progress, ...run }: StoredRun): ImportRun {
  const { counts, bytes, at, problems, sentence } = progress;
  const part = run.state === 'checked' || run.state === 'done' ? 1 : at / Math.max(1, bytes);
  return { ...run, counts, progress: part, problems, ...(sentence !== undefined && { sentence }) };
}

export const beginningOf = (bytes: number): Progress => ({
  ...{ counts: noCounts, bytes, at: 0, rows: 0, problems: [] },
});

/** A file has come. */
export async function addRun(
  { DB }: Place,
  run: Pick<StoredRun, 'id' | 'name' | 'by' | 'createdAt'> & { readonly bytes: number },
): Promise<void> {
  const { id, name, by, createdAt, bytes } = run;
  const row = { id, name, by: JSON.stringify(by), createdAt, state: 'new' as const, plan: 'null' };
  await drizzle(DB)
    .insert(importRun)
    .values({ ...row, counts: JSON.stringify(beginningOf(bytes)) });
}

/** Null where there is none. */
export async function findRun({ DB }: Place, id: string): Promise<StoredRun | null> {
  const [row] = await drizzle(DB).select().from(importRun).where(eq(importRun.id, id));
  return row ? runOf(row) : null;
}

/** The newest first. */
export async function newestRuns({ DB }: Place, limit: number): Promise<StoredRun[]> {
  const rows = drizzle(DB).select().from(importRun);
  return (await rows.orderBy(desc(importRun.createdAt), desc(importRun.id)).limit(limit)).map(runOf);
}

type Changed = Partial<Pick<StoredRun, 'state' | 'plan' | 'progress'>>;

/**
 * Changes it where its state is one of `from`; answers whether it was. So a cancel is never overruled by a step that was on
 * its way, and of two who ask for the same one is first.
 */
export async function changeRun(
  { DB }: Place,
  { id, from }: { readonly id: string; readonly from: readonly ImportState[] },
  { state, plan, progress }: Changed,
): Promise<boolean> {
  const changed = await drizzle(DB)
    .update(importRun)
    .set({
      ...(state && { state }),
      ...(plan && { plan: JSON.stringify(plan) }),
      ...(progress && { counts: JSON.stringify(progress) }),
    })
    .where(and(eq(importRun.id, id), inArray(importRun.state, [...from])))
    .returning({ id: importRun.id });
  return changed.length > 0;
}
