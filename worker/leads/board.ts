/** The rows of the board and the table, page by page, and how many leads there are of each status. */
import type { Filter } from '#domain/filter.ts';
import type { ListQuery } from '#domain/http.ts';
import type { LeadCounts, LeadCountsAnswer, LeadsPage } from '#domain/http-leads.ts';
import type { Actor } from '#domain/permission.ts';
import { directoryOf } from '../directory/directory.ts';
import type { Env } from '../env.ts';
import { boundedCounts, leadCountsFor, readTally } from '../inbox/counts.ts';
import { readRows } from '../inbox/sorts.ts';

type Place = Pick<Env, 'DB'>;
export type Board = Pick<ListQuery, 'tab' | 'filter'>;

/** One page of a column or of the table: a page of the list without its counts, at most four rows read for a card. */
export async function leadsPage({ DB: db }: Place, actor: Actor, query: ListQuery): Promise<LeadsPage> {
  const now = Date.now();
  const { rows, next } = await readRows({ db, actor, now }, query);
  return { rows, next, now };
}

/** Whether the kept counts say how many there are: they are by who answers, of both tabs. */
function isKept({ tab, filter }: Board): boolean {
  const { agents: _agents, leads: _leads, ...others } = filter;
  return tab === null && Object.keys(others).length === 0;
}

const among = ({ leads }: Filter, status: string): boolean => leads === undefined || leads.includes(status);

/** Counted no further than a hundred rows each. */
async function bounded(env: Place, actor: Actor, { tab, filter }: Board): Promise<LeadCounts> {
  const { leads } = await directoryOf(env);
  const asked = leads.filter(({ id }) => among(filter, id));
  const asker = { actor, tab, now: Date.now() };
  const counts = await boundedCounts(
    env.DB,
    asked.map(({ id }) => ({ filter: { ...filter, leads: [id] }, asker })),
  );
  return Object.fromEntries(asked.map(({ id }, index) => [id, counts[index] ?? { n: 0, more: false }]));
}

/** How many leads fit, by status: the kept counts with their values, or counted as far as a hundred where they are not kept. */
export async function leadCounts(env: Place, actor: Actor, board: Board): Promise<LeadCountsAnswer> {
  const now = Date.now();
  if (!isKept(board)) return { counts: await bounded(env, actor, board), now };
  const { agents } = board.filter;
  const all = leadCountsFor(await readTally(env.DB), actor, agents);
  const counts = Object.fromEntries(Object.entries(all).filter(([status]) => among(board.filter, status)));
  return { counts, now };
}
