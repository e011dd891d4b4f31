/** /control/accounts and /control/customers: the people of this world, and what they write. */
import { Hono } from 'hono';
import { z } from 'zod';
import { accountBody, accountOf, findAccount, putAccount } from '../graph/accounts.ts';
import { baseOf } from '../graph/door.ts';
import { body, query } from '../input.ts';
import type { Json } from '../json.ts';
import { messagingSaid } from '../messaging/say.ts';
import type { Simulation } from '../simulation.ts';
import { bsuid } from '../whatsapp/bsuid.ts';
import { bsuidUpdate, numberUpdate } from '../whatsapp/acts.ts';
import { whatsappSaid } from '../whatsapp/say.ts';
import { actRoutes, publish, says } from './act-routes.ts';
import { openChat, settlePhone } from './acts.ts';
import { allChats, closeChats } from './chats.ts';
import {
  allCustomers,
  customerBody,
  findByBsuid,
  findCustomer,
  mergeCustomer,
  putCustomer,
  renumber,
} from './customers.ts';
import { meet, meetOnline, type Ground } from './ground.ts';
import { sayBody, type Spoken } from './say-body.ts';
import { chatRow, chatRows, screenOf } from './screen.ts';

const accountId = z.string().min(1);
const at = z.number().int().positive().optional();
const rawMessage = z
  .looseObject({ type: z.string().min(1).optional() })
  .refine(
    (message) => !['id', 'mid', 'from', 'timestamp'].some((key) => key in message),
    'leave id, from and timestamp to Meta',
  );
const rawBody = z.strictObject({ accountId, message: rawMessage, at });
const accountOnly = z.strictObject({ accountId });

async function say(ground: Ground, spoken: Spoken): Promise<Json> {
  const said = ground.account.channel === 'whatsapp' ? whatsappSaid : messagingSaid;
  const message = await said(ground, spoken);
  if ('error' in message) return message;
  return says(ground, { at: spoken.at ?? Date.now(), message, standby: spoken.standby });
}

/** Lets messages to the phone get further and tells the product. */
function settle(simulation: Simulation, phone: string): void {
  publish(simulation, settlePhone(simulation.sql, phone));
}

function changeCustomer(simulation: Simulation, phone: string, change: z.infer<typeof customerBody>) {
  const customer = mergeCustomer(phone, findCustomer(simulation.sql, phone), change);
  if ('error' in customer) return customer;
  const twin = customer.bsuid === null ? null : findByBsuid(simulation.sql, customer.bsuid);
  if (twin !== null && twin.phone !== phone)
    return { error: `${twin.name} already has this BSUID. Use another one.` };
  putCustomer(simulation.sql, customer);
  settle(simulation, phone);
  return { customer };
}

function people(simulation: Simulation) {
  const { sql } = simulation;
  return new Hono()
    .put('/accounts/:id{[0-9]+}', body(accountBody), (c) => {
      const account = accountOf(c.req.param('id'), c.req.valid('json'));
      putAccount(sql, account);
      simulation.changed();
      return c.json({ account });
    })
    .get('/customers', (c) => c.json({ customers: allCustomers(sql), chats: chatRows(sql) }))
    .put('/customers/:phone{[0-9]{5,20}}', body(customerBody), (c) => {
      const changed = changeCustomer(simulation, c.req.param('phone'), c.req.valid('json'));
      return c.json(changed, 'error' in changed ? 400 : 200);
    });
}

function words(simulation: Simulation) {
  return new Hono()
    .post('/customers/:phone/say', body(sayBody), async (c) => {
      const spoken = c.req.valid('json');
      const who = { accountId: spoken.accountId, phone: c.req.param('phone'), base: baseOf(simulation, c) };
      const met = meetOnline(simulation, who);
      const written = 'error' in met ? met : await say(met, spoken);
      return c.json(written, 'error' in written ? 400 : 200);
    })
    .post('/customers/:phone/send-raw', body(rawBody), (c) => {
      const { message, at: when, accountId: id } = c.req.valid('json');
      const met = meetOnline(simulation, {
        accountId: id,
        phone: c.req.param('phone'),
        base: baseOf(simulation, c),
      });
      const written = 'error' in met ? met : says(met, { at: when ?? Date.now(), message });
      return c.json(written, 'error' in written ? 400 : 200);
    });
}

const change = z.strictObject({ to: z.string().regex(/^\d{5,20}$/, 'use digits'), bsuid: bsuid.optional() });

/** The customer's number or BSUID changes: every account that they have a chat with is told. */
function moves(simulation: Simulation, phone: string, to: { phone: string; bsuid: string | null }) {
  const { sql } = simulation;
  const customer = findCustomer(sql, phone);
  if (customer?.channel !== 'whatsapp') return { error: `There is no WhatsApp customer ${phone}.` };
  const moved = to.phone !== phone;
  if (moved && findCustomer(sql, to.phone) !== null)
    return { error: `${to.phone} is taken. Use another number.` };
  const updates = allChats(sql)
    .filter((chat) => chat.phone === phone)
    .flatMap((chat) => {
      const account = findAccount(sql, chat.accountId);
      if (account === null) return [];
      const sides = { account, customer };
      return [moved ? numberUpdate(sides, to) : bsuidUpdate(sides, to.bsuid ?? '')];
    });
  if (moved) renumber(sql, phone, to.phone);
  const after = { ...customer, phone: to.phone, bsuid: to.bsuid ?? customer.bsuid };
  putCustomer(sql, after);
  publish(simulation, updates);
  return { customer: after };
}

function identity(simulation: Simulation) {
  return new Hono()
    .post('/customers/:phone/number', body(change), (c) => {
      const { to, bsuid: id = null } = c.req.valid('json');
      const moved = moves(simulation, c.req.param('phone'), { phone: to, bsuid: id });
      return c.json(moved, 'error' in moved ? 400 : 200);
    })
    .post('/customers/:phone/bsuid', body(z.strictObject({ to: bsuid })), (c) => {
      const phone = c.req.param('phone');
      const moved = moves(simulation, phone, { phone, bsuid: c.req.valid('json').to });
      return c.json(moved, 'error' in moved ? 400 : 200);
    });
}

function screens(simulation: Simulation) {
  const { sql } = simulation;
  return new Hono()
    .post('/customers/:phone/open', body(accountOnly), (c) => {
      const phone = c.req.param('phone');
      const met = meet(simulation, { ...c.req.valid('json'), phone, base: baseOf(simulation, c) });
      if ('error' in met) return c.json(met, 400);
      openChat(sql, met.account.id, phone);
      settle(simulation, phone);
      return c.json({ chat: chatRow(sql, met.account.id, phone) });
    })
    .post('/customers/:phone/close', (c) => {
      closeChats(sql, c.req.param('phone'));
      simulation.changed();
      return c.json({ closed: true });
    })
    .get('/customers/:phone/chat', query(accountOnly), (c) => {
      const phone = c.req.param('phone');
      const met = meet(simulation, { ...c.req.valid('query'), phone, base: baseOf(simulation, c) });
      if ('error' in met) return c.json(met, 400);
      return c.json(screenOf(sql, met.account.id, phone));
    });
}

/** Routes of accounts and customers, to be mounted under /control. */
export function peopleRoutes(simulation: Simulation) {
  return new Hono()
    .route('/', people(simulation))
    .route('/', words(simulation))
    .route('/', identity(simulation))
    .route('/', screens(simulation))
    .route('/', actRoutes(simulation));
}
