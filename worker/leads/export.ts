/** Leads as a file: CSV, written page by page while it is read, of what the asker may see. */
import { byteOrderMark, csvLine } from '#domain/csv.ts';
import type { Head } from '#domain/head.ts';
import type { Directory, ListQuery } from '#domain/http.ts';
import type { Actor } from '#domain/permission.ts';
import { directoryOf } from '../directory/directory.ts';
import type { Env } from '../env.ts';
import { leadsPage } from './board.ts';

type Place = Pick<Env, 'DB'>;
type Names = Pick<Directory, 'leads' | 'tags' | 'groups'>;

const pageOf = 200;

const time = (at: number | undefined): string => (at === undefined ? '' : new Date(at).toISOString());
const nameOf = (all: readonly { id: string; name: string }[], id: string): string =>
  all.find((one) => one.id === id)?.name ?? id;
/** Hundredths as a number with two places. */
const amount = (value: number | undefined): string => (value === undefined ? '' : (value / 100).toFixed(2));

type Column = readonly [title: string, value: (head: Head, names: Names) => string];

const columns: readonly Column[] = [
  ['Name', ({ name }) => name],
  // As text: spreadsheets, for which this file is, take the + of a number away.
  ['Phone', ({ phone }) => (phone === undefined ? '' : `'${phone}`)],
  ['Username', ({ username }) => username ?? ''],
  ['Channel', ({ channel }) => channel],
  ['Account', ({ accountId }) => accountId],
  ['Status', ({ lead = '' }, { leads }) => nameOf(leads, lead)],
  ['Owner', ({ leadFacts }) => leadFacts?.owner?.name ?? ''],
  ['Value', ({ leadFacts }) => amount(leadFacts?.value)],
  ['Currency', ({ leadFacts }) => leadFacts?.currency ?? ''],
  ['Source', ({ leadFacts }) => leadFacts?.source ?? ''],
  ['Source id', ({ leadFacts }) => leadFacts?.sourceId ?? ''],
  ['Opened', ({ leadFacts }) => time(leadFacts?.since)],
  ['Closed', ({ leadFacts }) => time(leadFacts?.closedAt)],
  ['Answered by', ({ assignee }) => assignee?.name ?? ''],
  ['Group', ({ groupId }, { groups }) => (groupId === null ? '' : nameOf(groups, groupId))],
  ['Tags', ({ tags = [] }, names) => tags.map((tag) => nameOf(names.tags, tag)).join('; ')],
  ['Last message', ({ lastAt }) => time(lastAt)],
  ['Follow-up', ({ followUpAt }) => time(followUpAt)],
  ['Conversation', ({ id }) => id],
];

const lineOf = (head: Head, names: Names): string => csvLine(columns.map(([, value]) => value(head, names)));

/** Every lead that fits, oldest message first, as UTF-8; a page is read from D1 when the one before has gone out. */
export async function leadsAsCsv(
  env: Place,
  actor: Actor,
  query: Pick<ListQuery, 'tab' | 'filter'>,
): Promise<ReadableStream<Uint8Array>> {
  const names = await directoryOf(env);
  // Whoever is no lead has none of the statuses.
  const leads = query.filter.leads ?? names.leads.map(({ id }) => id);
  const filter = { ...query.filter, leads };
  const encoder = new TextEncoder();
  let cursor: string | undefined;
  return new ReadableStream({
    start: (controller) => {
      const title = csvLine(columns.map(([name]) => name));
      controller.enqueue(encoder.encode(byteOrderMark + title));
    },
    pull: async (controller) => {
      const asked: ListQuery = { tab: query.tab, sort: 'oldest', filter, limit: pageOf };
      const page = await leadsPage(env, actor, { ...asked, ...(cursor !== undefined && { cursor }) });
      const text = page.rows.map((head) => lineOf(head, names)).join('');
      if (text !== '') controller.enqueue(encoder.encode(text));
      if (page.next === null) controller.close();
      else cursor = page.next;
    },
  });
}
