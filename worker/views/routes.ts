/** Saved views, and pins. */
import { Hono } from 'hono';
import { pinBody, viewBody } from '#domain/http.ts';
import { acceptBody } from '../input.ts';
import { orRefuse } from '../problem.ts';
import { signedIn, type AppEnv } from '../session.ts';
import { setPin } from './pins.ts';
import { addView, changeView, dropView, viewsOf } from './views.ts';

export const views = new Hono<AppEnv>();

views.get('/', signedIn, async (c) => c.json(await viewsOf(c.env, c.get('caller').actor.id)));

views.post('/', signedIn, async (c) => {
  const body = await acceptBody(viewBody, c.req.raw);
  return c.json(orRefuse(await addView(c.env, c.get('caller').actor, body)), 201);
});

views.put('/:id', signedIn, async (c) => {
  const body = await acceptBody(viewBody, c.req.raw);
  const which = { id: c.req.param('id'), body };
  return c.json(orRefuse(await changeView(c.env, c.get('caller').actor, which)));
});

views.delete('/:id', signedIn, async (c) =>
  c.json(orRefuse(await dropView(c.env, c.get('caller').actor, c.req.param('id')))),
);

export const pins = new Hono<AppEnv>();

pins.post('/', signedIn, async (c) => {
  const body = await acceptBody(pinBody, c.req.raw);
  return c.json(orRefuse(await setPin(c.env, c.get('caller').actor.id, body)));
});
