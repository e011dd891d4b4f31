/** /control/accounts and /control/customers: the people of this world. */
import { Hono } from 'hono';
import { z } from 'zod';
import type { Account, Customer } from '../control.ts';
import { accountBody, findAccount, putAccount } from '../graph/accounts.ts';
import { body, query } from '../input.ts';
import type { Simulation } from '../simulation.ts';
import { openChat, settlePhone, write } from './acts.ts';
import { closeChats } from './chats.ts';
import {
  allCustomers,
  customerBody,
  findByBsuid,
  findCustomer,
  mergeCustomer,
  putCustomer,
} from './customers.ts';
import { chatRow, chatRows, screenOf } from './screen.ts';

const accountId = z.string().min(1);
const at = z.number().int().positive().optional();
const referral = z.looseObject({ source_type: z.string(), source_id: z.string(), source_url: z.string() });
const sayBody = z.strictObject({
  accountId,
  text: z.string().min(1).max(65_536),
  at,
  referral: referral.optional(),
});
const rawMessage = z
  .looseObject({ type: z.string().min(1) })
  .refine(
    (message) => !['id', 'from', 'timestamp'].some((key) => key in message),
    'leave id, from and timestamp to Meta',
  );
const rawBody = z.strictObject({ accountId, message: rawMessage, at });
const accountOnly = z.strictObject({ accountId });

type Met = { readonly account: Account; readonly customer: Customer };

/** Both sides of a chat, or the sentence that says who is missing. */
function meet({ sql }: Simulation, id: string, phone: string): Met | { error: string } {
  const customer = findCustomer(sql, phone);
  if (customer === null)
    return { error: `There is no customer ${phone}. Add one with PUT /control/customers/${phone}.` };
  const account = findAccount(sql, id);
  if (account === null)
    return { error: `There is no account ${id}. Add one with PUT /control/accounts/${id}.` };
  return { account, customer };
}

/** The customer writes, if the phone is online. */
function writes(
  simulation: Simulation,
  phone: string,
  said: { accountId: string; message: Record<string, unknown>; at?: number },
) {
  const met = meet(simulation, said.accountId, phone);
  if ('error' in met) return met;
  if (!met.customer.online) return { error: `${met.customer.name} is offline. Put the phone online first.` };
  const { wamid, update } = write(simulation.sql, met, { at: said.at ?? Date.now(), message: said.message });
  simulation.webhooks.publish([update]);
  simulation.changed();
  return { wamid };
}

/** Lets messages to the phone get further and tells the product. */
function settle(simulation: Simulation, phone: string): void {
  simulation.webhooks.publish(settlePhone(simulation.sql, phone));
  simulation.changed();
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
      const account = { id: c.req.param('id'), ...c.req.valid('json') };
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
    .post('/customers/:phone/say', body(sayBody), (c) => {
      const { text, referral: ad, ...said } = c.req.valid('json');
      const message = { type: 'text', text: { body: text }, ...(ad === undefined ? {} : { referral: ad }) };
      const written = writes(simulation, c.req.param('phone'), { ...said, message });
      return c.json(written, 'error' in written ? 400 : 200);
    })
    .post('/customers/:phone/send-raw', body(rawBody), (c) => {
      const written = writes(simulation, c.req.param('phone'), c.req.valid('json'));
      return c.json(written, 'error' in written ? 400 : 200);
    });
}

function screens(simulation: Simulation) {
  const { sql } = simulation;
  return new Hono()
    .post('/customers/:phone/open', body(accountOnly), (c) => {
      const phone = c.req.param('phone');
      const met = meet(simulation, c.req.valid('json').accountId, phone);
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
      const met = meet(simulation, c.req.valid('query').accountId, phone);
      if ('error' in met) return c.json(met, 400);
      return c.json(screenOf(sql, met.account.id, phone));
    });
}

/** Routes of accounts and customers, to be mounted under /control. */
export function peopleRoutes(simulation: Simulation) {
  return new Hono()
    .route('/', people(simulation))
    .route('/', words(simulation))
    .route('/', screens(simulation));
}
