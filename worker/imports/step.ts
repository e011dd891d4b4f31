/** One step of an import: some rows of the file, read, told apart, and written unless it is a dry run. */
import type { CsvRow } from '#domain/csv.ts';
import { isBlank } from '#domain/csv.ts';
import type { ImportCounts, ImportPlan, ImportReason } from '#domain/http-imports.ts';
import { shardOf } from '#domain/shard.ts';
import { whatsAppName } from '../channels/names.ts';
import type { Contact } from '../contacts/contact.ts';
import { knownOf } from '../contacts/contacts.ts';
import { conversationId } from '../conversation/id.ts';
import type { Env } from '../env.ts';
import { inboxShard, shardsOf } from '../inbox/stub.ts';
import { keepErrors, type BadRow, type Phase } from './files.ts';
import { readRow, type Offered, type ReadFacts } from './read-row.ts';
import type { Progress, StoredRun } from './store.ts';

/** Rows that are looked up and written together. */
export const rowsAtOnce = 300;
/** As many bad rows as the screen shows. */
const mostProblems = 50;

/** Which row of the file first had an id. */
export type Seen = (
  rows: readonly { readonly id: string; readonly row: number }[],
) => ReadonlyMap<string, number>;

/** What a step works on. */
export type Going = Pick<StoredRun, 'id' | 'name' | 'createdAt'> & {
  readonly plan: ImportPlan;
  readonly phase: Phase;
  readonly offered: Offered;
  readonly seen: Seen;
};

type Good = { readonly row: CsvRow; readonly id: string; readonly phone: string; readonly facts: ReadFacts };
type Bad = BadRow & { readonly reason: ImportReason | 'duplicate' };
type Sorted = { readonly fresh: readonly Good[]; readonly known: number; readonly bad: readonly Bad[] };

const line = ({ plan }: Going) => ({ channel: 'whatsapp', accountId: plan.accountId }) as const;

async function readOne(row: CsvRow, going: Going): Promise<Good | Bad> {
  const read = readRow(row, going.plan, going.offered);
  if ('reason' in read) return { row, ...read };
  const name = whatsAppName(read.phone.slice(1));
  if (name === null) return { row, reason: 'phone', sentence: `“${read.phone}” is not a phone number.` };
  return { row, id: await conversationId(line(going), name), ...read };
}

/** Tells new contacts from known ones and from those that stand further up in the file. */
async function sort(env: Env, rows: readonly CsvRow[], going: Going): Promise<Sorted> {
  const read = await Promise.all(rows.map(async (row) => readOne(row, going)));
  const good = read.flatMap((one) => ('id' in one ? one : []));
  const first = going.seen(good.map(({ id, row }) => ({ id, row: row.number })));
  const sorted = read.map((one): Good | Bad => {
    const above = 'id' in one ? first.get(one.id) : undefined;
    if (above === undefined || above === one.row.number) return one;
    return { row: one.row, reason: 'duplicate', sentence: `The same phone number stands in row ${above}.` };
  });
  const single = sorted.flatMap((one) => ('id' in one ? one : []));
  const known = await knownOf(env, line(going), single);
  // What this import wrote before it was interrupted is still new.
  const fresh = single.filter(({ id }) => !known.has(id) || known.get(id) === going.id);
  const bad = sorted.flatMap((one) => ('reason' in one ? one : []));
  return { fresh, known: single.length - fresh.length, bad };
}

async function write(env: Env, fresh: readonly Good[], going: Going): Promise<void> {
  const from = { at: going.createdAt, from: going.name };
  const contacts = fresh.map(({ id, phone, facts }): Contact => {
    return { id, ...line(going), phone, facts: { ...facts, ...from }, importId: going.id };
  });
  const shards = Map.groupBy(contacts, ({ id }) => shardOf(id, shardsOf(env)));
  for (const [shard, some] of shards) await inboxShard(env, shard).addContacts(some);
}

function counted(counts: ImportCounts, { fresh, known, bad }: Sorted): ImportCounts {
  const reasons: Partial<Record<ImportReason, number>> = { ...counts.reasons };
  const invalid = bad.flatMap(({ reason }) => (reason === 'duplicate' ? [] : reason));
  for (const reason of invalid) reasons[reason] = (reasons[reason] ?? 0) + 1;
  return {
    read: counts.read + fresh.length + known + bad.length,
    new: counts.new + fresh.length,
    known: counts.known + known,
    duplicate: counts.duplicate + bad.length - invalid.length,
    invalid: counts.invalid + invalid.length,
    reasons,
  };
}

/**
 * Takes `rows` in, and answers how far the import is then. Doing the same again does nothing twice and counts the same.
 * @throws when D1, the bucket or the list does not answer: then it is to be done again
 */
export async function step(
  env: Env,
  { rows, progress }: { readonly rows: readonly CsvRow[]; readonly progress: Progress },
  going: Going,
): Promise<Progress> {
  const last = rows.at(-1);
  if (!last) return progress;
  const isHeader = (row: CsvRow): boolean => going.plan.header && row.number === 1;
  const said = rows.filter((row) => !isBlank(row) && !isHeader(row));
  const sorted = await sort(env, said, going);
  if (going.phase === 'running' && sorted.fresh.length > 0) await write(env, sorted.fresh, going);
  await keepErrors(env, going, sorted.bad);
  const problems = sorted.bad.map(({ row, sentence }) => ({ row: row.number, sentence }));
  return {
    ...progress,
    counts: counted(progress.counts, sorted),
    at: last.next,
    rows: last.number,
    problems: [...progress.problems, ...problems].slice(0, mostProblems),
  };
}
