/**
 * Takes the kept counts again, from the rows. Rows and counts change in one batch, so both are read in one batch
 * here: what differs then is wrong, however much is written meanwhile. A scope is tabs and unread, or one view.
 */
import type { View } from '#domain/http.ts';
import { noFilter, readFilter, withoutAgents } from '#domain/filter.ts';
import { compile } from '../inbox/compile.ts';
import { waitingPlaces } from '../inbox/place.ts';
import { isKept, removeView, scopeOf } from '../inbox/tally.ts';

/** SQL whose rows are `group_id, key, n` as the counts must be; `scopes` are the ends of its keys, as patterns for GLOB. */
type Truth = {
  readonly sql: string;
  readonly params: readonly (string | number)[];
  readonly scopes: readonly string[];
};
type Count = { readonly group_id: string; readonly key: string; readonly n: number };

const owner = `coalesce(json_extract(c.head, '$.groupId'), '') AS group_id,
  coalesce(json_extract(c.head, '$.assignee.id'), '') AS assignee`;

/** Tabs and unread: one look at every row. */
const tabs: Truth = {
  sql: `SELECT group_id, assignee || ' ' || scope.column1 AS key,
      CASE scope.column1 WHEN 'active' THEN active WHEN 'archived' THEN archived ELSE unread END AS n
    FROM (
      SELECT ${owner},
        sum(NOT json_extract(c.head, '$.archived')) AS active,
        sum(json_extract(c.head, '$.archived')) AS archived,
        sum(NOT json_extract(c.head, '$.archived') AND json_extract(c.head, '$.unread') > 0) AS unread
      FROM conversation AS c GROUP BY 1, 2
    ) CROSS JOIN (VALUES ('active'), ('archived'), ('unread')) AS scope
    WHERE n > 0`,
  params: [],
  scopes: ['active', 'archived', 'unread'],
};

const leadOf = `json_extract(c.head, '$.lead')`;
const worth = `json_extract(c.head, '$.leadFacts.value')`;
const currencyOf = `json_extract(c.head, '$.leadFacts.currency')`;

/** Leads by status, and what they are worth: one look at every row. */
const leads: Truth = {
  sql: `SELECT * FROM (
      SELECT group_id, assignee || ' lead:' || lead AS key, count(*) AS n
      FROM (SELECT ${owner}, ${leadOf} AS lead FROM conversation AS c) WHERE lead IS NOT NULL GROUP BY 1, 2
      UNION ALL
      SELECT group_id, assignee || ' value:' || currency || ':' || lead AS key, sum(value) AS n
      FROM (
        SELECT ${owner}, ${leadOf} AS lead, ${worth} AS value, ${currencyOf} AS currency FROM conversation AS c
      )
      WHERE lead IS NOT NULL AND value IS NOT NULL AND currency IS NOT NULL GROUP BY 1, 2
    ) WHERE n <> 0`,
  params: [],
  scopes: ['lead:*', 'value:*'],
};

const everybody = { id: '', name: '', role: 'admin', groups: [], visibility: 'all' } as const;

/** One view, whose agents are asked only when a count is read. */
function truthOf(view: View): Truth {
  const asked = compile(withoutAgents(view.filter), { actor: everybody, tab: view.tab, now: 0 });
  const scope = scopeOf(view);
  return {
    sql: `SELECT group_id, assignee || ' ' || ? AS key, count(*) AS n
      FROM (
        SELECT ${owner} FROM facet CROSS JOIN conversation AS c ON c.id = facet.id
        WHERE facet MATCH ? AND facet.rowid < ${waitingPlaces} AND (${asked.where})
      ) GROUP BY group_id, assignee`,
    params: [scope, asked.match, ...asked.params],
    scopes: [scope],
  };
}

/** The counts whose scope is (or is not) one of those that the parameter names. */
const kept = (is: 'EXISTS' | 'NOT EXISTS'): string => `SELECT tally.group_id, one.key, one.value AS n
  FROM tally, json_each(tally.counts) AS one
  WHERE ${is} (SELECT 1 FROM json_each(?) AS s WHERE substr(one.key, instr(one.key, ' ') + 1) GLOB s.value)`;

const identity = ({ group_id: group, key, n }: Count): string => JSON.stringify([group, key, n]);

/** The groups of which a count is wrong, and how many counts are. */
async function differences(db: D1Database, truth: Truth): Promise<{ groups: string[]; wrong: number }> {
  const [counted, stored] = await db.batch<Count>([
    db.prepare(truth.sql).bind(...truth.params),
    db.prepare(kept('EXISTS')).bind(JSON.stringify(truth.scopes)),
  ]);
  const right = new Set((counted?.results ?? []).map(identity));
  const said = new Set((stored?.results ?? []).map(identity));
  const all = [...(counted?.results ?? []), ...(stored?.results ?? [])];
  const wrong = all.filter((one) => right.has(identity(one)) !== said.has(identity(one)));
  const keys = new Set(wrong.map(({ group_id: group, key }) => JSON.stringify([group, key])));
  return { groups: [...new Set(wrong.map(({ group_id: group }) => group))], wrong: keys.size };
}

/** Counts and writes in one statement, so that nothing comes between; other scopes stay as they are. */
async function replace(db: D1Database, truth: Truth, groups: readonly string[]): Promise<void> {
  const sql = `WITH
    truth AS MATERIALIZED (${truth.sql}),
    whole AS MATERIALIZED (SELECT * FROM truth UNION ALL ${kept('NOT EXISTS')})
    INSERT INTO tally (group_id, counts)
    SELECT wrong.value, (SELECT json_group_object(key, n) FROM whole WHERE whole.group_id = wrong.value)
    FROM json_each(?) AS wrong WHERE true
    ON CONFLICT (group_id) DO UPDATE SET counts = excluded.counts`;
  const params = [...truth.params, JSON.stringify(truth.scopes), JSON.stringify(groups)];
  await db
    .prepare(sql)
    .bind(...params)
    .run();
}

async function mend(db: D1Database, truth: Truth): Promise<number> {
  const { groups, wrong } = await differences(db, truth);
  if (wrong > 0) await replace(db, truth, groups);
  return wrong;
}

/** Takes out what is counted of views that there are not, or that are not kept. */
async function dropStrays(db: D1Database): Promise<number> {
  const [counted, views] = await db.batch<{ scope: string; id: string; filter: string }>([
    db.prepare(
      `SELECT DISTINCT substr(key, instr(key, ' ') + 1) AS scope FROM tally, json_each(tally.counts)`,
    ),
    db.prepare('SELECT id, filter FROM view'),
  ]);
  const there = (views?.results ?? []).map(({ id, filter }) => ({
    id,
    filter: readFilter(JSON.parse(filter)) ?? noFilter,
  }));
  const known = new Set([...tabs.scopes, ...there.filter(isKept).map(scopeOf)]);
  const isStray = (scope: string): boolean => !known.has(scope) && !/^(?:lead|value):/u.test(scope);
  const strays = (counted?.results ?? []).filter(({ scope }) => isStray(scope));
  for (const { scope } of strays) await removeView(db, scope.replace(/^view:/, '')).run();
  return strays.length;
}

/** Mends the counts of tabs and leads, and takes out those that nobody asks for; how many were wrong. */
export async function recountTabs(db: D1Database): Promise<number> {
  return (await dropStrays(db)) + (await mend(db, tabs)) + (await mend(db, leads));
}

/** Mends the counts of a view; how many were wrong. */
export async function recountView(db: D1Database, view: View): Promise<number> {
  return isKept(view) ? mend(db, truthOf(view)) : 0;
}
