/** What the page of leads begins with: the first page of every column, or of the table, and the counts. */
import type { Filter, Sort } from '#domain/filter.ts';
import type { LeadStatus } from '#domain/http.ts';
import type { LeadCounts, LeadsPage } from '#domain/http-leads.ts';
import type { Api, Failure } from '../api.ts';

export type Look = 'board' | 'table';
export type BoardQuery = { readonly look: Look; readonly sort: Sort; readonly filter: Filter };

/** One column of the board, by the id of its status; the table is one column of all of them. */
export const wholeTable = '';
export type ColumnStart = { readonly key: string; readonly page: LeadsPage };
export type BoardStart = {
  readonly query: BoardQuery;
  readonly columns: readonly ColumnStart[];
  readonly counts: LeadCounts;
  /** When they were counted, by the edge's clock (ms). */
  readonly countedAt: number;
};

const cardsAtOnce = 25;
const rowsAtOnce = 50;

/** The statuses that a filter leaves. Whoever is no lead has none of them. */
export function shownStatuses({ leads }: Filter, all: readonly LeadStatus[]): readonly LeadStatus[] {
  return leads === undefined ? all : all.filter(({ id }) => leads.includes(id));
}

/** What is asked for a page of a column. */
export function pageOf(query: BoardQuery, key: string, all: readonly LeadStatus[]) {
  const { look, sort, filter } = query;
  const ids = shownStatuses(filter, all).map(({ id }) => id);
  const leads = key === wholeTable ? ids : [key];
  // A board is always by newest: its columns are what it is sorted by.
  const order: Sort = look === 'board' ? 'newest' : sort;
  return { sort: order, filter: { ...filter, leads }, limit: look === 'board' ? cardsAtOnce : rowsAtOnce };
}

/** The keys of the columns that a query shows. */
export function keysOf({ look, filter }: BoardQuery, all: readonly LeadStatus[]): readonly string[] {
  return look === 'table' ? [wholeTable] : shownStatuses(filter, all).map(({ id }) => id);
}

type Loaded =
  { readonly ok: true; readonly start: BoardStart } | { readonly ok: false; readonly failure: Failure };

/** Asks for all of it at once; what fails fails all. */
export async function loadBoard(
  api: Pick<Api, 'leads' | 'leadCounts'>,
  query: BoardQuery,
  all: readonly LeadStatus[],
): Promise<Loaded> {
  const keys = keysOf(query, all);
  const [counts, ...pages] = await Promise.all([
    api.leadCounts(query.filter),
    ...keys.map((key) => api.leads(pageOf(query, key, all))),
  ]);
  if (!counts.ok) return { ok: false, failure: counts.failure };
  const columns: ColumnStart[] = [];
  for (const [index, page] of pages.entries()) {
    if (!page.ok) return { ok: false, failure: page.failure };
    columns.push({ key: keys[index] ?? wholeTable, page: page.value });
  }
  return { ok: true, start: { query, columns, counts: counts.value.counts, countedAt: counts.value.now } };
}
