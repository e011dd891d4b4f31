/**
 * Kept counts: how many conversations are in each tab, unread, in each saved view and lead status, by group and assignee, so
 * that everybody's share of them can be added up. They change in the batch that writes the rows.
 */
import { looksAtClock, looksAtReader, matches, withoutAgents } from '#domain/filter.ts';
import type { Head } from '#domain/head.ts';
import type { View } from '#domain/http.ts';

export type ViewScope = Pick<View, 'id' | 'tab' | 'filter'>;

/** By group ('' for none): numbers by `assignee scope`. */
export type Deltas = Map<string, Map<string, number>>;

/** What is counted besides views. */
const ofTabs: readonly string[] = ['active', 'archived', 'unread'];

/** The scope of a lead status, whatever the tab. */
const leadScope = (status: string): string => `lead:${status}`;

/** The scope of what the leads of a status are worth in a currency, in hundredths. */
const valueScope = (status: string, currency: string): string => `value:${currency}:${status}`;

/** Whether a scope is one of the tabs' own, and not a view's. */
export const isTab = (scope: string): boolean => ofTabs.includes(scope);

/** The scope of a view. */
export const scopeOf = (view: Pick<View, 'id'>): string => `view:${view.id}`;

/** Whether a view's count is kept; one that looks at the clock, or at who asks beyond its agents, is counted when asked. */
export const isKept = ({ filter }: Pick<View, 'filter'>): boolean =>
  !looksAtClock(filter) && !looksAtReader(filter);

/** Views are counted without asking whose a row is: the assignee is in the key, and asked when the count is read. */
function isIn(head: Head, view: ViewScope): boolean {
  if (head.archived !== (view.tab === 'archived')) return false;
  // Who asks, and when, are looked at only by what is not kept so.
  return matches(head, withoutAgents(view.filter), { me: '', now: 0 });
}

function add(deltas: Deltas, of: { group: string; key: string }, n: number): void {
  const counts = deltas.get(of.group) ?? new Map<string, number>();
  deltas.set(of.group, counts);
  const sum = (counts.get(of.key) ?? 0) + n;
  if (sum === 0) counts.delete(of.key);
  else counts.set(of.key, sum);
}

const keyOf = ({ assignee }: Head, scope: string): string => `${assignee?.id ?? ''} ${scope}`;

function count(
  deltas: Deltas,
  { head, views, n }: { head: Head; views: readonly ViewScope[]; n: number },
): void {
  const group = head.groupId ?? '';
  const put = (scope: string): void => add(deltas, { group, key: keyOf(head, scope) }, n);
  put(head.archived ? 'archived' : 'active');
  if (head.unread > 0 && !head.archived) put('unread');
  for (const view of views) if (isIn(head, view)) put(scopeOf(view));
  if (head.lead === undefined) return;
  put(leadScope(head.lead));
  const { value, currency } = head.leadFacts ?? {};
  if (value === undefined || currency === undefined) return;
  add(deltas, { group, key: keyOf(head, valueScope(head.lead, currency)) }, n * value);
}

/** What changes of heads do to the counts; null for a conversation that was not or is not there. */
export function tallyDeltas(
  changes: readonly { readonly before: Head | null; readonly after: Head | null }[],
  views: readonly ViewScope[],
): Deltas {
  const deltas: Deltas = new Map();
  const kept = views.filter(isKept);
  for (const { before, after } of changes) {
    if (before) count(deltas, { head: before, views: kept, n: -1 });
    if (after) count(deltas, { head: after, views: kept, n: 1 });
  }
  for (const [group, counts] of deltas) if (counts.size === 0) deltas.delete(group);
  return deltas;
}

/** The counts of `heads` and no others: what the kept ones must be. */
export function recount(heads: readonly Head[], views: readonly ViewScope[]): Deltas {
  return tallyDeltas(
    heads.map((after) => ({ before: null, after })),
    views,
  );
}

/** Added up in SQL, so that several Inbox objects may write; what comes to 0 goes. */
const addUp = `INSERT INTO tally (group_id, counts) SELECT key, value FROM json_each(?) WHERE true
ON CONFLICT (group_id) DO UPDATE SET counts = (
  SELECT json_group_object(key, n) FROM (
    SELECT key, sum(value) AS n FROM (
      SELECT key, value FROM json_each(tally.counts) UNION ALL SELECT key, value FROM json_each(excluded.counts)
    ) GROUP BY key HAVING n <> 0
  )
)`;

/** The statement that adds to the counts, one row a group; null where there is nothing to add. */
export function addTally(db: D1Database, deltas: Deltas): D1PreparedStatement | null {
  const groups = [...deltas].filter(([, counts]) => counts.size > 0);
  if (groups.length === 0) return null;
  const rows = Object.fromEntries(groups.map(([group, counts]) => [group, Object.fromEntries(counts)]));
  return db.prepare(addUp).bind(JSON.stringify(rows));
}

/** The statement that takes a view out of all counts. */
export function removeView(db: D1Database, id: string): D1PreparedStatement {
  return db
    .prepare(
      `UPDATE tally SET counts = (
        SELECT json_group_object(key, value) FROM json_each(tally.counts)
        WHERE substr(key, -length(?1)) <> ?1
      )
      WHERE instr(counts, ?1) > 0`,
    )
    .bind(` ${scopeOf({ id })}`);
}
