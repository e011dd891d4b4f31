/** Every route of the simulator: Meta's Graph API, and /control for tests, the seed script and the page. */
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import { allAccounts } from './graph/accounts.ts';
import { faultSchema } from './graph/fault.ts';
import { addFaults, dropFaults, waitingFaults } from './graph/faults.ts';
import { graphRoutes } from './graph/routes.ts';
import { sendsAfter } from './graph/sends.ts';
import type { State } from './control.ts';
import { body, query } from './input.ts';
import { answerRoutes } from './phones/answer-routes.ts';
import { allCustomers } from './phones/customers.ts';
import { peopleRoutes } from './phones/routes.ts';
import { chatRows } from './phones/screen.ts';
import { settingsPatch } from './settings.ts';
import { changeSettings, readSettings } from './kept.ts';
import type { Simulation } from './simulation.ts';
import { newestAttempts } from './webhooks/log.ts';
import { waiting } from './webhooks/queue.ts';
import { templateControls } from './templates/routes.ts';
import { eventRoutes } from './webhooks/event-routes.ts';
import { webhookRoutes } from './webhooks/routes.ts';

const shownAttempts = 60;
const after = z.object({ after: z.coerce.number().int().min(0).default(0) });

/** Everything that the page shows besides the messages of one chat. */
function stateOf({ sql, webhooks }: Simulation): State {
  const settings = readSettings(sql);
  return {
    now: Date.now(),
    settings,
    accounts: allAccounts(sql),
    customers: allCustomers(sql),
    chats: chatRows(sql),
    faults: waitingFaults(sql),
    queue: { ...waiting(sql, settings), paused: webhooks.isPaused() },
    attempts: newestAttempts(sql, shownAttempts),
  };
}

function worldRoutes(simulation: Simulation) {
  const { sql } = simulation;
  return new Hono()
    .get('/state', (c) => c.json(stateOf(simulation)))
    .get('/live', (c) =>
      c.req.header('Upgrade') === 'websocket'
        ? simulation.join()
        : c.json({ error: 'This address is for a WebSocket. Open one.' }, 426),
    )
    .post('/reset', (c) => {
      simulation.reset();
      return c.json({ reset: true });
    })
    .get('/settings', (c) => c.json({ settings: readSettings(sql) }))
    .put('/settings', body(settingsPatch), (c) => {
      const patch = c.req.valid('json');
      const settings = changeSettings(sql, patch);
      simulation.webhooks.kick();
      simulation.changed();
      return c.json({ settings });
    })
    .get('/sends', query(after), (c) => c.json({ sends: sendsAfter(sql, c.req.valid('query').after) }));
}

function faultRoutes(simulation: Simulation) {
  const { sql } = simulation;
  return new Hono()
    .get('/faults', (c) => c.json({ faults: waitingFaults(sql) }))
    .post('/faults', body(z.array(faultSchema).min(1)), (c) => {
      addFaults(sql, c.req.valid('json'));
      simulation.changed();
      return c.json({ faults: waitingFaults(sql) });
    })
    .delete('/faults', (c) => {
      dropFaults(sql);
      simulation.changed();
      return c.json({ faults: [] });
    });
}

/** The simulator as one app. */
export function createApp(simulation: Simulation): Hono {
  const app = new Hono();
  app.route('/', graphRoutes(simulation));
  app.route('/control', worldRoutes(simulation));
  app.route('/control', faultRoutes(simulation));
  app.route('/control', peopleRoutes(simulation));
  app.route('/control', answerRoutes(simulation));
  app.route('/control', templateControls(simulation));
  app.route('/control', eventRoutes(simulation));
  app.route('/control', webhookRoutes(simulation));
  app.notFound((c) =>
    c.json({ error: `There is nothing at ${c.req.method} ${c.req.path}. See simulator/README.md.` }, 404),
  );
  app.onError((error, c) => {
    if (error instanceof HTTPException)
      return c.json({ error: `${error.message}. Correct it and send it again.` }, error.status);
    console.error(error);
    return c.json({ error: `The simulator broke: ${error.message}. This is a bug of the simulator.` }, 500);
  });
  return app;
}
