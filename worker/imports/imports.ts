/** What people ask of imports: putting a file in, checking it, running it, stopping it. */
import type { ImportPlan, ImportRun } from '#domain/http-imports.ts';
import { attributeOf } from '#domain/import-column.ts';
import type { Person } from '#domain/message.ts';
import type { Refusal } from '#domain/refusal.ts';
import { listAccounts } from '../accounts/accounts.ts';
import { writeDown } from '../audit/audit.ts';
import { attributesOf } from '../directory/attributes.ts';
import { findLeadStatus, findTags } from '../directory/directory.ts';
import type { Env } from '../env.ts';
import { beginningOfFile, dropFiles, errorFile, keepFile } from './files.ts';
import { addRun, changeRun, findRun, newestRuns, shownRun } from './store.ts';

type Refused = { readonly refusal: Refusal };
const notFound: Refused = { refusal: { code: 'import-not-found' } };

/** As many as are told of. */
const shown = 20;

const stubOf = (env: Env, id: string) => env.IMPORT.getByName(id, { locationHint: env.LOCATION_HINT });

const notCsv = {
  workbook: 'This is a workbook, not CSV. Save it as “CSV UTF-8” in your spreadsheet, and choose that file.',
  'utf-16':
    'This file has two bytes a letter. Save it as “CSV UTF-8” in your spreadsheet, and choose that file.',
  empty: 'There is nothing in this file. Choose another.',
} as const;

type NewFile = {
  readonly name: string;
  readonly by: Person;
  readonly body: ReadableStream<Uint8Array>;
  /** As announced; null where nobody says. */
  readonly bytes: number | null;
};

/** Keeps a file for an import. @throws when the bucket or D1 does not answer */
export async function addImport(env: Env, { name, by, body, bytes }: NewFile): Promise<ImportRun | Refused> {
  const id = crypto.randomUUID();
  const kept = await keepFile(env, id, { body, bytes });
  if ('refusal' in kept) return kept;
  const beginning = await beginningOfFile(env, id);
  if (beginning && beginning.kind !== 'csv') {
    await dropFiles(env, id);
    return { refusal: { code: 'file-not-csv', problem: notCsv[beginning.kind] } };
  }
  await stubOf(env, id).keep();
  await addRun(env, { id, name, by, createdAt: Date.now(), bytes: kept.bytes });
  return findImport(env, id);
}

export async function findImport(env: Env, id: string): Promise<ImportRun | Refused> {
  const run = await findRun(env, id);
  return run ? shownRun(run) : notFound;
}

/** The newest first. */
export async function listImports(env: Env): Promise<ImportRun[]> {
  return (await newestRuns(env, shown)).map(shownRun);
}

/** What a plan names that is not here (any more), or null. */
async function missing(env: Env, plan: ImportPlan): Promise<Refusal | null> {
  const [accounts, tags, lead, attributes] = await Promise.all([
    listAccounts(env),
    findTags(env, plan.tags),
    findLeadStatus(env, plan.lead),
    attributesOf(env),
  ]);
  const isOurs = accounts.some(({ channel, id }) => channel === 'whatsapp' && id === plan.accountId);
  if (!isOurs) return { code: 'invalid-input', problem: 'accountId: no WhatsApp number of ours' };
  if (tags.length < new Set(plan.tags).size) return { code: 'tag-not-found' };
  if (!lead) return { code: 'lead-status-not-found' };
  const asked = plan.columns.flatMap((column) => attributeOf(column) ?? []);
  const strange = asked.find((id) => !attributes.some((one) => one.id === id));
  return strange === undefined
    ? null
    : { code: 'invalid-input', problem: `columns: no attribute ${strange}` };
}

/** Begins a dry run. */
export async function checkImport(env: Env, id: string, plan: ImportPlan): Promise<ImportRun | Refused> {
  if (!(await findRun(env, id))) return notFound;
  const refusal = (await missing(env, plan)) ?? (await stubOf(env, id).check(plan)).refusal;
  return refusal ? { refusal } : findImport(env, id);
}

/** Begins to take the contacts in. It stands in the audit before anything happens. */
export async function runImport(env: Env, id: string, actor: Person): Promise<ImportRun | Refused> {
  const run = await findRun(env, id);
  if (!run) return notFound;
  const body = { name: run.name, account: run.plan?.accountId, new: run.progress.counts.new };
  const by = { id: actor.id, name: actor.name };
  await writeDown(env, { by, at: Date.now(), what: 'contacts.import', about: id, body });
  const { refusal } = await stubOf(env, id).run();
  return refusal ? { refusal } : findImport(env, id);
}

/**
 * Ends what it is doing. After a dry run that was ended it can be checked again; what a run has taken in until then stays,
 * and the same file again goes on behind it.
 */
export async function cancelImport(env: Env, id: string): Promise<ImportRun | Refused> {
  await changeRun(env, { id, from: ['checking'] }, { state: 'new' });
  await changeRun(env, { id, from: ['running'] }, { state: 'cancelled' });
  return findImport(env, id);
}

export type Download = { readonly body: ReadableStream<Uint8Array>; readonly name: string };

/** The rows that are no contacts, of the run or of the dry run before it. */
export async function errorsOf(env: Env, id: string): Promise<Download | Refused> {
  const run = await findRun(env, id);
  if (!run?.plan) return notFound;
  const phase = ['running', 'done', 'cancelled'].includes(run.state) ? 'running' : 'checking';
  const name = `problems of ${run.name.replace(/\.csv$/iu, '')}.csv`;
  return { body: errorFile(env, { id, phase, plan: run.plan }), name };
}
