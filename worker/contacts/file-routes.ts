/** GET /api/contacts.csv: the contacts of a list as a file. Its address is the list's. */
import { Hono } from 'hono';
import { readAddress } from '#domain/filter-address.ts';
import { listQuery } from '#domain/http.ts';
import { writeDown } from '../audit/audit.ts';
import { accept } from '../input.ts';
import { allowed, signedIn, type AppEnv } from '../session.ts';
import { csvHeaders } from '../csv-headers.ts';
import { exportContacts } from './export.ts';

export const contactsFile = new Hono<AppEnv>();

contactsFile.get('/', signedIn, allowed('contacts.export'), async (c) => {
  const query = accept(listQuery, readAddress(new URL(c.req.url).searchParams));
  const { actor } = c.get('caller');
  const body = { tab: query.tab, filter: query.filter };
  await writeDown(c.env, { by: actor, at: Date.now(), what: 'contacts.export', about: '', body });
  const day = new Date().toISOString().slice(0, 10);
  return new Response(exportContacts(c.env, { actor, query }), {
    headers: csvHeaders(`contacts ${day}.csv`),
  });
});
