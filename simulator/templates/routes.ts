/** Templates: the Graph API's paged list, and /control/templates to set them. */
import { Hono, type Context } from 'hono';
import { z } from 'zod';
import type { Account } from '../control.ts';
import { allAccounts } from '../graph/accounts.ts';
import { baseOf, callerOf, guarded } from '../graph/door.ts';
import { errorAnswer, unknownObjectAnswer, type GraphAnswer } from '../graph/errors.ts';
import { toResponse } from '../graph/play-fault.ts';
import { body } from '../input.ts';
import type { Simulation } from '../simulation.ts';
import { newTemplate, putTemplates, templateBody, templatesOf, type Template } from './catalogue.ts';

const usualFields = ['name', 'parameter_format', 'components', 'language', 'status', 'category', 'id'];

function fits(template: Template, c: Context): boolean {
  return (['name', 'status', 'category', 'language'] as const).every((key) => {
    const wanted = c.req.query(key);
    return wanted === undefined || template[key] === wanted;
  });
}

/** A cursor is the id of the last template of the page. */
function page(simulation: Simulation, c: Context, all: readonly Template[]): GraphAnswer {
  const limit = Math.min(Number(c.req.query('limit') ?? 25) || 25, 250);
  const after = c.req.query('after');
  const found = all.filter((template) => fits(template, c));
  const from = after === undefined ? 0 : found.findIndex(({ id }) => btoa(id) === after) + 1;
  if (after !== undefined && from === 0)
    return errorAnswer({ code: 131059, details: 'The cursor is not valid any more. Begin without one.' });
  const rows = found.slice(from, from + limit);
  const fields =
    c.req
      .query('fields')
      ?.split(',')
      .map((name) => name.trim()) ?? usualFields;
  const data = rows.map((template) =>
    Object.fromEntries(Object.entries(template).filter(([key]) => fields.includes(key) || key === 'id')),
  );
  const last = btoa(rows.at(-1)?.id ?? '');
  const cursors = { before: btoa(rows[0]?.id ?? ''), after: last };
  const next = new URL(c.req.url);
  next.searchParams.set('after', last);
  const more =
    found.length > from + limit ? { next: `${baseOf(simulation, c)}${next.pathname}${next.search}` } : {};
  return { status: 200, json: { data, ...(rows.length > 0 && { paging: { cursors, ...more } }) } };
}

/** The account through which the caller may read the templates of a WhatsApp business account or page. */
function ownerOf(accounts: readonly Account[], id: string): Account | undefined {
  return accounts.find((one) => (one.channel === 'whatsapp' ? one.wabaId : one.id) === id);
}

function kindOf({ channel }: Account): 'whatsapp' | 'messenger' {
  return channel === 'whatsapp' ? 'whatsapp' : 'messenger';
}

/** Routes of the Graph API, to be mounted at the root. */
export function templateRoutes(simulation: Simulation) {
  return new Hono().get('/:version{v[0-9]+\\.[0-9]+}/:id/message_templates', (c) => {
    const caller = callerOf(simulation, c);
    if ('no' in caller) return toResponse(caller.no);
    const id = c.req.param('id');
    const account = ownerOf(caller.accounts, id);
    if (account === undefined) return toResponse(unknownObjectAnswer('get', id));
    return guarded(simulation, { account, occasion: 'templates' }, () =>
      page(simulation, c, templatesOf(simulation.sql, id, kindOf(account))),
    );
  });
}

/** /control/templates, to be mounted under /control. */
export function templateControls(simulation: Simulation) {
  const { sql } = simulation;
  return new Hono()
    .get('/templates/:owner', (c) => {
      const owner = c.req.param('owner');
      const account = ownerOf(allAccounts(sql), owner);
      if (account === undefined)
        return c.json({ error: `There is no account with templates of ${owner}. Register one first.` }, 400);
      return c.json({ templates: templatesOf(sql, owner, kindOf(account)) });
    })
    .put('/templates/:owner', body(z.array(templateBody)), (c) => {
      const templates = c.req.valid('json').map(newTemplate);
      putTemplates(sql, c.req.param('owner'), templates);
      return c.json({ templates });
    });
}
