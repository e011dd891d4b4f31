/** /control/accounts/:id/event: what Meta tells about an account and its templates, and anything else. */
import { Hono } from 'hono';
import { z } from 'zod';
import type { Account } from '../control.ts';
import { digits, findAccount } from '../graph/accounts.ts';
import { body } from '../input.ts';
import type { Json } from '../json.ts';
import { accountItem, itemUpdate } from '../messaging/wire.ts';
import { findCustomer } from '../phones/customers.ts';
import type { Simulation } from '../simulation.ts';
import { putTemplates, templatesOf, type Template } from '../templates/catalogue.ts';
import { update } from '../whatsapp/wire.ts';
import type { Update } from './envelope.ts';

const word = z.string().min(1);
const template = { name: word, language: z.string().optional() };
const eventBody = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('template-status'),
    ...template,
    event: word,
    reason: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('template-quality'), ...template, score: word }),
  z.strictObject({ kind: z.literal('template-category'), ...template, category: word }),
  /** Its body says something else now. */
  z.strictObject({ kind: z.literal('template-components'), ...template, body: word }),
  /** `more` stands beside the event: ban_info, restriction_info, violation_info. */
  z.strictObject({ kind: z.literal('account-update'), event: word, more: z.looseObject({}).default({}) }),
  z.strictObject({ kind: z.literal('phone-quality'), event: word, limit: z.string().default('TIER_2K') }),
  z.strictObject({
    kind: z.literal('policy'),
    action: z.enum(['warning', 'block', 'unblock']),
    reason: z.string().optional(),
  }),
  z.strictObject({
    kind: z.literal('handover'),
    customer: word,
    to: z.enum(['us', 'other']),
    app: z.string().default('263902037430900'),
  }),
  /** Any change: a field with its value. WhatsApp adds the number unless `bare`. */
  z.strictObject({
    kind: z.literal('field'),
    field: word,
    value: z.looseObject({}),
    bare: z.boolean().default(true),
  }),
  /** Any item of `messaging[]` or `standby[]`, of a customer or of nobody. */
  z.strictObject({
    kind: z.literal('item'),
    item: z.looseObject({}),
    customer: z.string().optional(),
    standby: z.boolean().optional(),
  }),
]);
type Event = z.infer<typeof eventBody>;
type EventOf<K extends Event['kind']> = Extract<Event, { kind: K }>;
type No = { readonly error: string };

/** A change that concerns the whole WhatsApp business account, or a page. */
function change(account: Account, field: string, value: Json): Update {
  const isWhatsapp = account.channel === 'whatsapp';
  const object = isWhatsapp
    ? 'whatsapp_business_account'
    : account.channel === 'messenger'
      ? 'page'
      : 'instagram';
  return {
    ...{ object, entryId: isWhatsapp ? account.wabaId : account.id, field, value: { ...value } },
    ...{ label: `${field} · ${account.name}`, tells: null, at: Date.now() },
  };
}

/** What templates become by the words of a status event; the others are their own status. */
const statuses: Readonly<Record<string, string>> = { REINSTATED: 'APPROVED', FLAGGED: 'APPROVED' };

type Named = EventOf<`template-${'status' | 'quality' | 'category' | 'components'}`>;

function changed(found: Template, event: Named): Template {
  switch (event.kind) {
    case 'template-status':
      return { ...found, status: statuses[event.event] ?? event.event };
    case 'template-quality':
      return { ...found, quality_score: { ...found.quality_score, score: event.score } };
    case 'template-category':
      return { ...found, category: event.category };
    case 'template-components': {
      const { components } = found;
      const reworded = components.map((one) => (one.type === 'BODY' ? { ...one, text: event.body } : one));
      return { ...found, components: reworded };
    }
  }
}

function details(found: Template, event: Named): { field: string; value: Json } {
  const { name, language, category } = found;
  const named = {
    message_template_id: Number(found.id),
    message_template_name: name,
    message_template_language: language.replace('_', '-'),
  };
  switch (event.kind) {
    case 'template-status': {
      const more = {
        event: event.event,
        message_template_category: category,
        reason: event.reason ?? 'NONE',
      };
      return { field: 'message_template_status_update', value: { ...named, ...more } };
    }
    case 'template-quality': {
      const before = found.quality_score?.['score'] ?? 'UNKNOWN';
      const scores = { previous_quality_score: before, new_quality_score: event.score };
      return { field: 'message_template_quality_update', value: { ...named, ...scores } };
    }
    case 'template-category':
      return {
        field: 'template_category_update',
        value: { ...named, previous_category: category, new_category: event.category },
      };
    case 'template-components':
      return {
        field: 'message_template_components_update',
        value: { ...named, message_template_element: event.body },
      };
  }
}

function templateEvent({ sql }: Simulation, account: Account, event: Named): Update | No {
  const isWhatsapp = account.channel === 'whatsapp';
  const owner = isWhatsapp ? account.wabaId : account.id;
  const all = templatesOf(sql, owner, isWhatsapp ? 'whatsapp' : 'messenger');
  const fits = ({ name, language }: Template): boolean =>
    name === event.name && (event.language === undefined || language === event.language);
  const found = all.find(fits);
  if (found === undefined)
    return { error: `There is no template ${event.name}. See GET /control/templates/${owner}.` };
  putTemplates(
    sql,
    owner,
    all.map((one) => (one === found ? changed(found, event) : one)),
  );
  const { field, value } = details(found, event);
  return change(account, field, value);
}

function handover(
  { sql }: Simulation,
  account: Account,
  { customer: phone, to, app }: EventOf<'handover'>,
): Update | No {
  const customer = findCustomer(sql, phone);
  if (customer === null) return { error: `There is no customer ${phone}. Add one first.` };
  const item =
    to === 'us'
      ? { pass_thread_control: { new_owner_app_id: 'ours', previous_owner_app_id: app, metadata: '' } }
      : { take_thread_control: { previous_owner_app_id: 'ours', new_owner_app_id: app, metadata: '' } };
  return itemUpdate({ account, customer }, item, { at: Date.now(), label: 'handover' });
}

function item({ sql }: Simulation, account: Account, event: EventOf<'item'>): Update | No {
  if (event.customer === undefined) return accountItem(account, event.item, 'item');
  const customer = findCustomer(sql, event.customer);
  if (customer === null) return { error: `There is no customer ${event.customer}. Add one first.` };
  return itemUpdate({ account, customer }, event.item, {
    at: Date.now(),
    label: 'item',
    standby: event.standby,
  });
}

function updateOf(simulation: Simulation, account: Account, event: Event): Update | No {
  switch (event.kind) {
    case 'template-status':
    case 'template-quality':
    case 'template-category':
    case 'template-components':
      return templateEvent(simulation, account, event);
    case 'account-update':
      return change(account, 'account_update', { event: event.event, ...event.more });
    case 'phone-quality':
      return change(account, 'phone_number_quality_update', {
        display_phone_number: digits(account.displayNumber),
        event: event.event,
        max_daily_conversations_per_business: event.limit,
      });
    case 'policy': {
      const { kind: _, ...policy } = event;
      return accountItem(account, { policy_enforcement: policy }, 'policy');
    }
    case 'handover':
      return handover(simulation, account, event);
    case 'item':
      return item(simulation, account, event);
    case 'field': {
      const { field, value } = event;
      const told = { field, label: `${field} · ${account.name}`, tells: null, at: Date.now() };
      return event.bare ? change(account, field, value) : update(account, value, told);
    }
  }
}

/** Routes of events, to be mounted under /control. */
export function eventRoutes(simulation: Simulation) {
  return new Hono().post('/accounts/:id/event', body(eventBody), (c) => {
    const account = findAccount(simulation.sql, c.req.param('id'));
    if (account === null)
      return c.json({ error: `There is no account ${c.req.param('id')}. Add it first.` }, 400);
    const told = updateOf(simulation, account, c.req.valid('json'));
    if ('error' in told) return c.json(told, 400);
    simulation.webhooks.publish([told]);
    simulation.changed();
    return c.json({ done: true });
  });
}
