/** Reading counts: the kept ones, of which everybody gets what they may see, and those that are taken when asked. */
import { noFilter, type Filter } from '#domain/filter.ts';
import type { BoundedCount, ListCounts, View } from '#domain/http.ts';
import { can, type Actor } from '#domain/permission.ts';
import { compile, type Asker } from './compile.ts';
import { placesOf } from './place.ts';
import { isKept, isTab, scopeOf } from './tally.ts';
import type { LeadCount, LeadCounts } from '#domain/http-leads.ts';

export type TallyRow = { readonly groupId: string; readonly counts: Readonly<Record<string, number>> };

/** All kept counts: as many rows as there are groups, whatever the size of the list. */
export async function readTally(db: D1Database): Promise<TallyRow[]> {
  const { results } = await db
    .prepare('SELECT group_id AS groupId, counts FROM tally')
    .all<{ groupId: string; counts: string }>();
  return results.map(({ groupId, counts }) => ({
    groupId,
    counts: JSON.parse(counts) as TallyRow['counts'],
  }));
}

/** Whether a count by `assignee` ('' for nobody) is of the agents that a view asks for. */
function isOfAgents({ agents }: Filter, { assignee, me }: { assignee: string; me: string }): boolean {
  if (agents === undefined || agents.length === 0) return true;
  return agents.some((agent) =>
    agent === 'none' ? assignee === '' : assignee === (agent === 'me' ? me : agent),
  );
}

const leadScopes = /^(?:lead|value:([A-Z]{3})):(.+)$/u;
const isOfLeads = (scope: string): boolean => leadScopes.test(scope);

/** What `actor` may see of the kept counts of leads, of conversations that `agents` (`me`, `none` or ids) answer; absent: all. */
export function leadCountsFor(
  rows: readonly TallyRow[],
  actor: Actor,
  agents?: readonly string[],
): LeadCounts {
  const sums = new Map<string, number>();
  for (const row of rows) addGroup(sums, row, { actor, views: new Map(), ...(agents && { agents }) });
  return leadsIn(sums);
}

function leadsIn(sums: ReadonlyMap<string, number>): LeadCounts {
  const counts: Record<string, LeadCount> = {};
  for (const [scope, sum] of sums) {
    const [, currency, status] = leadScopes.exec(scope) ?? [];
    if (status === undefined) continue;
    const known = counts[status] ?? { n: 0, more: false };
    counts[status] =
      currency === undefined
        ? { ...known, n: sum }
        : { ...known, values: { ...known.values, [currency]: sum } };
  }
  return counts;
}

type Shown = {
  readonly actor: Actor;
  readonly views: ReadonlyMap<string, View>;
  /** Only what these answer. */
  readonly agents?: readonly string[];
};

/** Adds what `actor` may see of one group's counts to `sums`. */
function addGroup(
  sums: Map<string, number>,
  { groupId, counts }: TallyRow,
  { actor, views, agents }: Shown,
): void {
  const ofAgents = agents ? { agents } : noFilter;
  const seen = new Map<string, boolean>();
  const sees = (assignee: string): boolean => {
    const owner = assignee === '' ? null : { id: assignee, name: '' };
    const may =
      seen.get(assignee) ?? can(actor, 'conversation.see', { assignee: owner, groupId: groupId || null });
    seen.set(assignee, may);
    return may;
  };
  for (const [key, n] of Object.entries(counts)) {
    const space = key.lastIndexOf(' ');
    const [assignee, scope] = [key.slice(0, space), key.slice(space + 1)];
    const filter = views.get(scope)?.filter ?? (isTab(scope) || isOfLeads(scope) ? ofAgents : null);
    if (filter === null || !isOfAgents(filter, { assignee, me: actor.id }) || !sees(assignee)) continue;
    sums.set(scope, (sums.get(scope) ?? 0) + n);
  }
}

/** What `actor` may see of the kept counts, of tabs and of those of `views` that are kept. */
export function countsFor(rows: readonly TallyRow[], actor: Actor, views: readonly View[]): ListCounts {
  const sums = new Map<string, number>();
  const kept = new Map(views.filter(isKept).map((view) => [scopeOf(view), view]));
  for (const row of rows) addGroup(sums, row, { actor, views: kept });
  const sum = (scope: string): number => sums.get(scope) ?? 0;
  const leads = leadsIn(sums);
  return {
    active: sum('active'),
    archived: sum('archived'),
    unread: sum('unread'),
    views: Object.fromEntries(Array.from(kept, ([scope, { id }]) => [id, { n: sum(scope), more: false }])),
    ...(Object.keys(leads).length > 0 && { leads }),
  };
}

/** Rows that a bounded count reads at most. */
const most = 100;

type Counting = { readonly filter: Filter; readonly asker: Asker };

function counting({ filter, asker }: Counting): { sql: string; values: (string | number)[]; limit: number } {
  const { match, where, params } = compile(filter, asker);
  // What must be looked up in the row itself reads that, too.
  const [rows, limit] =
    where === '1' ? ['facet', most] : ['facet CROSS JOIN conversation AS c ON c.id = facet.id', most / 2];
  const { from, to } = placesOf(filter);
  const found = `SELECT 1 FROM ${rows} WHERE facet MATCH ? AND facet.rowid >= CAST(? AS INTEGER)
    AND facet.rowid < CAST(? AS INTEGER) AND (${where}) LIMIT ${limit}`;
  return { sql: `SELECT count(*) AS n FROM (${found})`, values: [match, from, to, ...params], limit };
}

/**
 * How many rows fit each filter, counted no further than 100 rows read: `more` when there are more than `n`. Where the
 * edges of a time must be looked up in the row itself, that is half as many conversations.
 */
export async function boundedCounts(db: D1Database, asked: readonly Counting[]): Promise<BoundedCount[]> {
  if (asked.length === 0) return [];
  const counts = asked.map(counting);
  const answers = await db.batch<{ n: number }>(
    counts.map(({ sql, values }) => db.prepare(sql).bind(...values)),
  );
  return counts.map(({ limit }, index) => {
    const n = answers[index]?.results[0]?.n ?? 0;
    return n < limit ? { n, more: false } : { n: limit - 1, more: true };
  });
}

/** How many rows fit one filter; see `boundedCounts`. */
export async function boundedCount(db: D1Database, filter: Filter, asker: Asker): Promise<BoundedCount> {
  const [count] = await boundedCounts(db, [{ filter, asker }]);
  return count ?? { n: 0, more: false };
}
