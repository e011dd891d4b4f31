/** Leads: the board and the table, their file, and the statuses that admins keep. */
import { Hono } from 'hono';
import { readAddress } from '#domain/filter-address.ts';
import { listQuery } from '#domain/http.ts';
import { leadDropQuery, leadOrderBody, leadStatusBody } from '#domain/http-leads.ts';
import { csvHeaders } from '../csv-headers.ts';
import { accept, acceptBody } from '../input.ts';
import { orRefuse } from '../problem.ts';
import { allowed, signedIn, type AppEnv } from '../session.ts';
import { leadCounts, leadsPage } from './board.ts';
import { leadsAsCsv } from './export.ts';
import { tells } from '../directory/telling.ts';
import { addStatus, changeStatus, dropStatus, orderStatuses } from './statuses.ts';

/** The address as the list has it; the names beside it are the page's. */
function queryOf(url: string, { cursor, from, limit }: Readonly<Record<string, string>>) {
  const listed = readAddress(new URL(url).searchParams);
  return accept(listQuery, { ...listed, cursor, from, limit });
}

export const leads = new Hono<AppEnv>();

leads.get('/', signedIn, async (c) => {
  const query = queryOf(c.req.url, c.req.query());
  return c.json(await leadsPage(c.env, c.get('caller').actor, query));
});

leads.get('/counts', signedIn, async (c) => {
  const query = queryOf(c.req.url, {});
  return c.json(await leadCounts(c.env, c.get('caller').actor, query));
});

leads.get('/export', signedIn, allowed('leads.export'), async (c) => {
  const query = queryOf(c.req.url, {});
  const file = await leadsAsCsv(c.env, c.get('caller').actor, query);
  return new Response(file, { headers: csvHeaders('leads.csv') });
});

const admins = allowed('leads.manage');

export const leadStatuses = new Hono<AppEnv>();

leadStatuses.post('/', signedIn, admins, tells, async (c) => {
  return c.json(orRefuse(await addStatus(c.env, await acceptBody(leadStatusBody, c.req.raw))), 201);
});

leadStatuses.put('/', signedIn, admins, tells, async (c) => {
  const { ids } = await acceptBody(leadOrderBody, c.req.raw);
  return c.json(await orderStatuses(c.env, ids));
});

leadStatuses.put('/:id', signedIn, admins, tells, async (c) => {
  const body = await acceptBody(leadStatusBody, c.req.raw);
  return c.json(orRefuse(await changeStatus(c.env, c.req.param('id'), body)));
});

leadStatuses.delete('/:id', signedIn, admins, tells, async (c) => {
  const { to } = accept(leadDropQuery, c.req.query());
  const asked = { id: c.req.param('id'), to };
  return c.json(orRefuse(await dropStatus(c.env, c.get('caller').actor, asked)));
});
