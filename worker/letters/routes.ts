/** What an admin looks at when something did not get through: dead letters, and what Meta told of accounts. */
import { Hono } from 'hono';
import { lettersQuery } from '#domain/http.ts';
import { accept } from '../input.ts';
import { orRefuse, Refused } from '../problem.ts';
import { allowed, signedIn, type AppEnv } from '../session.ts';
import { dropLetter, listAccountEvents, listLetters, readLetter } from './read.ts';
import { replay } from './replay.ts';

const admins = allowed('letters.manage');

export const letters = new Hono<AppEnv>();

letters.get('/', signedIn, admins, async (c) => {
  const { cursor } = accept(lettersQuery, c.req.query());
  return c.json(await listLetters(c.env, cursor));
});

letters.get('/:id', signedIn, admins, async (c) => {
  const letter = await readLetter(c.env, c.req.param('id'));
  if (!letter) throw new Refused({ code: 'letter-not-found' });
  return c.json(letter);
});

letters.post('/:id/replay', signedIn, admins, async (c) =>
  c.json(orRefuse(await replay(c.env, c.req.param('id'), Date.now()))),
);

letters.delete('/:id', signedIn, admins, async (c) => {
  if (!(await dropLetter(c.env, c.req.param('id')))) throw new Refused({ code: 'letter-not-found' });
  return c.json({ ok: true });
});

export const accountEvents = new Hono<AppEnv>();

accountEvents.get('/', signedIn, admins, async (c) => {
  const { cursor } = accept(lettersQuery, c.req.query());
  return c.json(await listAccountEvents(c.env, cursor));
});
