/** Importing contacts: a file comes, is checked, and taken in. */
import { Hono } from 'hono';
import { importPlan, importQuery, type ImportsAnswer } from '#domain/http-imports.ts';
import { attributesOf } from '../directory/attributes.ts';
import { accept, acceptBody } from '../input.ts';
import { orRefuse, Refused } from '../problem.ts';
import { allowed, signedIn, type AppEnv } from '../session.ts';
import { csvHeaders } from '../csv-headers.ts';
import {
  addImport,
  cancelImport,
  checkImport,
  errorsOf,
  findImport,
  listImports,
  runImport,
} from './imports.ts';

const mayImport = allowed('contacts.import');

export const imports = new Hono<AppEnv>();

imports.get('/', signedIn, mayImport, async (c) => {
  const [all, attributes] = await Promise.all([listImports(c.env), attributesOf(c.env)]);
  return c.json({ imports: all, attributes } satisfies ImportsAnswer);
});

imports.post('/', signedIn, mayImport, async (c) => {
  const { name } = accept(importQuery, c.req.query());
  const body: ReadableStream<Uint8Array> | null = c.req.raw.body;
  if (!body) throw new Refused({ code: 'invalid-input', problem: 'the file is empty' });
  const said = c.req.header('content-length') ?? '';
  const bytes = /^\d+$/.test(said) ? Number(said) : null;
  const { id: by, name: called } = c.get('caller').actor;
  return c.json(orRefuse(await addImport(c.env, { name, by: { id: by, name: called }, body, bytes })), 201);
});

imports.get('/:id', signedIn, mayImport, async (c) =>
  c.json(orRefuse(await findImport(c.env, c.req.param('id')))),
);

imports.post('/:id/check', signedIn, mayImport, async (c) => {
  const plan = await acceptBody(importPlan, c.req.raw);
  return c.json(orRefuse(await checkImport(c.env, c.req.param('id'), plan)));
});

imports.post('/:id/run', signedIn, mayImport, async (c) =>
  c.json(orRefuse(await runImport(c.env, c.req.param('id'), c.get('caller').actor))),
);

imports.post('/:id/cancel', signedIn, mayImport, async (c) =>
  c.json(orRefuse(await cancelImport(c.env, c.req.param('id')))),
);

imports.get('/:id/errors.csv', signedIn, mayImport, async (c) => {
  const { body, name } = orRefuse(await errorsOf(c.env, c.req.param('id')));
  return new Response(body, { headers: csvHeaders(name) });
});
