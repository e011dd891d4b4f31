/** Contacts as CSV: those of a list, as its filter has it and as far as the caller may see them. Never whole in memory. */
import { byteOrderMark, csvLine } from '#domain/csv.ts';
import { abilities } from '#domain/channel.ts';
import type { Attribute } from '#domain/attribute.ts';
import type { Head } from '#domain/head.ts';
import type { Directory, ListQuery } from '#domain/http.ts';
import type { Actor } from '#domain/permission.ts';
import { listAccounts } from '../accounts/accounts.ts';
import { attributesOf } from '../directory/attributes.ts';
import { directoryOf } from '../directory/directory.ts';
import type { Env } from '../env.ts';
import { readRows } from '../inbox/sorts.ts';

type Asked = { readonly actor: Actor; readonly query: Pick<ListQuery, 'tab' | 'filter'> };

/** What ids are called. */
type Names = Pick<Directory, 'tags' | 'leads' | 'groups' | 'accounts'> & {
  readonly attributes: readonly Attribute[];
};

/** Rows that are read at once. */
const rowsAtOnce = 200;

const nameOf = (all: readonly { id: string; name: string }[], id: string | null | undefined): string =>
  id === null || id === undefined ? '' : (all.find((one) => one.id === id)?.name ?? id);
const timeOf = (at: number): string => (at === 0 ? '' : new Date(at).toISOString());

/** The columns that every file has, and what stands in them. */
const columns: readonly (readonly [string, (head: Head, names: Names) => string])[] = [
  ['Name', ({ name }) => name],
  ['Phone', ({ phone = '' }) => phone],
  ['E-mail', ({ email = '' }) => email],
  ['Username', ({ username = '' }) => username],
  ['Channel', ({ channel }) => abilities[channel].label],
  ['Account', ({ accountId }, { accounts }) => nameOf(accounts, accountId)],
  ['Tags', ({ tags = [] }, names) => tags.map((id) => nameOf(names.tags, id)).join('; ')],
  ['Lead status', ({ lead }, { leads }) => nameOf(leads, lead)],
  ['Assigned to', ({ assignee }) => assignee?.name ?? ''],
  ['Group', ({ groupId }, { groups }) => nameOf(groups, groupId)],
  ['Archived', ({ archived }) => (archived ? 'yes' : 'no')],
  ['Known since', ({ createdAt }) => timeOf(createdAt)],
  ['Last message', ({ lastAt }) => timeOf(lastAt)],
];

async function namesOf(env: Env): Promise<Names> {
  const [directory, accounts, attributes] = await Promise.all([
    directoryOf(env),
    listAccounts(env),
    attributesOf(env),
  ]);
  return { ...directory, accounts, attributes };
}

function lineOf(head: Head, names: Names): string {
  const own = names.attributes.map(({ id }) => head.attributes?.[id] ?? '');
  return csvLine([...columns.map(([, cell]) => cell(head, names)), ...own]);
}

async function* linesOf(env: Env, { actor, query }: Asked): AsyncGenerator<string, void> {
  const names = await namesOf(env);
  yield `${byteOrderMark}${csvLine([...columns.map(([name]) => name), ...names.attributes.map(({ name }) => name)])}`;
  let cursor: string | undefined;
  do {
    const asked = { db: env.DB, actor, now: Date.now() };
    // Oldest first: whoever writes meanwhile stands further down then, and not where nobody looks any more.
    const page = await readRows(asked, {
      ...query,
      sort: 'oldest',
      from: undefined,
      cursor,
      limit: rowsAtOnce,
    });
    yield page.rows.map((head) => lineOf(head, names)).join('');
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}

/** The file as a stream that is read as fast as somebody takes it. */
export function exportContacts(env: Env, asked: Asked): ReadableStream<Uint8Array> {
  const lines = linesOf(env, asked);
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next: IteratorResult<string, void> = await lines.next();
      if (next.done) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
}
