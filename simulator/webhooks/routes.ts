/** /control/webhooks and /control/handshake. */
import { Hono } from 'hono';
import { z } from 'zod';
import { body, query } from '../input.ts';
import { readSettings } from '../kept.ts';
import type { Simulation } from '../simulation.ts';
import { handshake } from './handshake.ts';
import { attemptsAfter, logAttempt } from './log.ts';
import { post, type Answer } from './post.ts';
import { bodyOf, waiting } from './queue.ts';
import { metaJson, signatureKinds } from './signature.ts';

const byHand = z.strictObject({
  /** A string goes out as it stands; anything else as Meta would write it. */
  body: z.unknown().refine((value) => value !== undefined, 'it is missing'),
  copies: z.int().min(1).max(1000).default(1),
  parallel: z.boolean().default(false),
  signature: z.enum(signatureKinds).default('good'),
});
const flush = z.strictObject({
  ms: z.int().min(0).max(120_000).default(10_000),
  force: z.boolean().default(false),
});
const after = z.object({ after: z.coerce.number().int().min(0).default(0) });

async function sendByHand({ sql }: Simulation, hand: z.infer<typeof byHand>): Promise<Answer[]> {
  const settings = readSettings(sql);
  const text = typeof hand.body === 'string' ? hand.body : metaJson(hand.body);
  const once = async () => {
    const answer = await post(settings, text, hand.signature);
    logAttempt(sql, {
      ...answer,
      deliveryId: null,
      attempt: 1,
      labels: [`by hand, ${hand.signature} signature`],
    });
    return answer;
  };
  if (hand.parallel) return Promise.all(Array.from({ length: hand.copies }, once));
  const answers: Answer[] = [];
  for (let copy = 0; copy < hand.copies; copy += 1) answers.push(await once());
  return answers;
}

/** Routes of the webhooks, to be mounted under /control. */
export function webhookRoutes(simulation: Simulation) {
  const { sql, webhooks } = simulation;
  const queue = () => ({ ...waiting(sql, readSettings(sql)), paused: webhooks.isPaused() });
  return new Hono()
    .get('/webhooks', query(after), (c) => {
      const attempts = attemptsAfter(sql, c.req.valid('query').after);
      return c.json({ attempts, queue: queue() });
    })
    .post('/webhooks', body(byHand), async (c) => {
      const answers = await sendByHand(simulation, c.req.valid('json'));
      simulation.changed();
      return c.json({ answers });
    })
    .post('/webhooks/flush', body(flush), async (c) => {
      const { ms, force } = c.req.valid('json');
      return c.json({ empty: await webhooks.flush(ms, force), queue: queue() });
    })
    .post('/webhooks/pause', (c) => {
      webhooks.pause(true);
      simulation.changed();
      return c.json({ queue: queue() });
    })
    .post('/webhooks/resume', (c) => {
      webhooks.pause(false);
      simulation.changed();
      return c.json({ queue: queue() });
    })
    .get('/webhooks/:id{[0-9]+}', (c) => {
      const sent = bodyOf(sql, Number(c.req.param('id')));
      return sent === null
        ? c.json({ error: 'This delivery is not kept any more. Look at a newer one.' }, 404)
        : c.body(sent, 200, { 'Content-Type': 'application/json' });
    })
    .post('/handshake', body(z.strictObject({ verifyToken: z.string() })), async (c) =>
      c.json(await handshake(readSettings(sql), c.req.valid('json').verifyToken)),
    );
}
