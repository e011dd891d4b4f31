/** /control/customers/:phone/…: what a customer does besides writing. */
import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { baseOf } from '../graph/door.ts';
import { body } from '../input.ts';
import type { Json } from '../json.ts';
import * as messaging from '../messaging/acts.ts';
import type { Simulation } from '../simulation.ts';
import type { Update } from '../webhooks/envelope.ts';
import * as whatsapp from '../whatsapp/acts.ts';
import { open, toldOf, write, type Said } from './acts.ts';
import { adReferral, linkReferral } from './ads.ts';
import { findChat, putChat } from './chats.ts';
import { meetOnline, type Ground, type No } from './ground.ts';
import { findMessage, markUnsent, moveMessage, putEmoji, rewrite, type StoredMessage } from './messages.ts';
import { tapped } from './taps.ts';

const accountId = z.string().min(1);
const messageId = z.string().min(1);
const at = z.number().int().positive().optional();

/** Tells the product, and the open pages. */
export function publish(simulation: Simulation, updates: readonly Update[]): void {
  simulation.webhooks.publish(updates);
  simulation.changed();
}

/** The customer says something: a message on the phone and a webhook. */
export function says({ simulation, ...sides }: Ground, said: Said): { wamid: string } {
  const { wamid, update } = write(simulation.sql, sides, said);
  publish(simulation, [update]);
  return { wamid };
}

function messageOf({ simulation, account, customer }: Ground, id: string): StoredMessage | No {
  const message = findMessage(simulation.sql, account.id, id);
  if (message === null || message.phone !== customer.phone)
    return { error: `There is no message ${id} in this chat. Look at GET …/chat for its messages.` };
  return message.unsent ? { error: `The message ${id} was taken back. Choose another one.` } : message;
}

function ownMessage(ground: Ground, id: string): StoredMessage | No {
  const message = messageOf(ground, id);
  return 'error' in message || message.sender === 'customer'
    ? message
    : { error: 'The business wrote this message. Choose one of the customer.' };
}

function react(ground: Ground, { messageId: id, emoji }: { messageId: string; emoji: string }): Json {
  const message = messageOf(ground, id);
  if ('error' in message) return message;
  const { simulation, ...sides } = ground;
  putEmoji(simulation.sql, message, { by: 'customer', emoji });
  open(simulation.sql, sides, { at: Date.now(), type: 'reaction', fromAd: false });
  const update = sides.account.channel === 'whatsapp' ? whatsapp.reactionUpdate : messaging.reactionUpdate;
  publish(simulation, [update(sides, id, emoji)]);
  return { done: true };
}

function edit(ground: Ground, { messageId: id, text }: { messageId: string; text: string }): Json {
  const message = ownMessage(ground, id);
  if ('error' in message) return message;
  const { simulation, ...sides } = ground;
  const isWhatsapp = sides.account.channel === 'whatsapp';
  if (!isWhatsapp && message.edits >= 5)
    return { error: 'A message can be edited five times. Write a new one.' };
  const changed = isWhatsapp ? whatsapp.reworded(message.message, text) : { ...message.message, text };
  rewrite(simulation.sql, id, changed);
  const update = isWhatsapp
    ? whatsapp.editUpdate(sides, message, changed)
    : messaging.editUpdate(sides, message, text);
  publish(simulation, [update]);
  return { done: true };
}

function unsend(ground: Ground, { messageId: id }: { messageId: string }): Json {
  const message = ownMessage(ground, id);
  if ('error' in message) return message;
  const { simulation, ...sides } = ground;
  markUnsent(simulation.sql, id);
  const isWhatsapp = sides.account.channel === 'whatsapp';
  publish(
    simulation,
    isWhatsapp ? [whatsapp.revokeUpdate(sides, message)] : messaging.unsendUpdates(sides, message),
  );
  return { done: true };
}

type TapBody = { messageId: string; option: string; data: Json; at?: number | undefined };

async function tap(ground: Ground, { messageId: id, option, data, at: when }: TapBody): Promise<Json> {
  const message = messageOf(ground, id);
  if ('error' in message) return message;
  const said = await tapped(ground, message, { option, data });
  return 'error' in said ? said : says(ground, { at: when ?? Date.now(), message: said });
}

function play(ground: Ground, { messageId: id }: { messageId: string }): Json {
  const message = messageOf(ground, id);
  if ('error' in message) return message;
  const { simulation, ...sides } = ground;
  if (message.sender !== 'business') return { error: 'Only messages of the business are played here.' };
  moveMessage(simulation.sql, id, { status: 'played', seen: true });
  publish(simulation, toldOf(simulation.sql, sides, { message, step: 'played', at: Date.now() }));
  return { done: true };
}

const adBody = z.strictObject({
  accountId,
  at,
  /** What the customer writes; Messenger and Instagram tell the tap alone without it. */
  text: z.string().min(1).optional(),
  id: z.string().optional(),
  headline: z.string().default('Handmade leather, −20 % this week'),
  body: z.string().default('Bags and belts from our workshop.'),
  ref: z.string().optional(),
  noClickId: z.boolean().optional(),
});

/** The customer comes through something: with words it is a message, without only the coming. */
function comes(
  ground: Ground,
  referral: Json,
  { text, at: when = Date.now() }: { text?: string | undefined; at?: number | undefined },
): Json {
  const { simulation, ...sides } = ground;
  if (sides.account.channel === 'whatsapp') {
    const message = { type: 'text', text: { body: text ?? 'Hello! Can I get more info on this?' }, referral };
    return says(ground, { at: when, message });
  }
  if (text !== undefined) return says(ground, { at: when, message: { text, referral } });
  open(simulation.sql, sides, { at: when, type: 'referral', fromAd: false });
  publish(simulation, [messaging.referralUpdate(sides, referral, when)]);
  return { done: true };
}

function call(
  ground: Ground,
  { at: when = Date.now(), lasted }: { at?: number | undefined; lasted: number | null },
): Json {
  const { simulation, ...sides } = ground;
  if (sides.account.channel !== 'whatsapp')
    return { error: 'Only WhatsApp tells calls. Choose another customer.' };
  open(simulation.sql, sides, { at: when, type: 'call', fromAd: false });
  publish(simulation, whatsapp.callUpdates(sides, { at: when, lasted }));
  return { done: true };
}

function prefer(ground: Ground, { value }: { value: 'stop' | 'resume' }): Json {
  const { simulation, ...sides } = ground;
  const chat = findChat(simulation.sql, sides.account.id, sides.customer.phone);
  putChat(simulation.sql, { ...chat, stopped: value === 'stop' });
  const update =
    sides.account.channel === 'whatsapp' ? whatsapp.preferenceUpdate : messaging.preferenceUpdate;
  publish(simulation, [update(sides, value)]);
  return { done: true };
}

function postback(
  ground: Ground,
  {
    title,
    payload,
    referral,
    at: when,
  }: { title: string; payload: string; referral?: Json | undefined; at?: number | undefined },
): Json {
  if (ground.account.channel === 'whatsapp')
    return { error: 'WhatsApp has no postbacks. Tap a button of a message instead.' };
  const content = { title, payload, ...(referral && { referral }) };
  return says(ground, { at: when ?? Date.now(), message: { postback: content } });
}

const idOnly = z.strictObject({ accountId, messageId });
const stranger = z.looseObject({});

/** Routes of acts, to be mounted under /control. */
export function actRoutes(simulation: Simulation) {
  type Act<B> = (ground: Ground, asked: B) => Promise<Json> | Json;
  async function run<B extends { accountId: string }>(c: Context, asked: B, act: Act<B>): Promise<Response> {
    const who = {
      accountId: asked.accountId,
      phone: c.req.param('phone') ?? '',
      base: baseOf(simulation, c),
    };
    const met = meetOnline(simulation, who);
    const answer: Json = 'error' in met ? met : await act(met, asked);
    return c.json(answer, 'error' in answer ? 400 : 200);
  }
  const emoji = z.string().max(32);
  const text = z.string().min(1).max(65_536);
  const lasted = z.number().min(0).nullable().default(null);
  const value = z.enum(['stop', 'resume']);
  const tapBody = z.strictObject({
    accountId,
    messageId,
    option: z.string(),
    data: stranger.default({}),
    at,
  });
  const postbackBody = z.strictObject({
    accountId,
    title: text,
    payload: text,
    referral: stranger.optional(),
    at,
  });
  return new Hono()
    .post('/customers/:phone/react', body(z.strictObject({ accountId, messageId, emoji })), (c) =>
      run(c, c.req.valid('json'), react),
    )
    .post('/customers/:phone/edit', body(z.strictObject({ accountId, messageId, text })), (c) =>
      run(c, c.req.valid('json'), edit),
    )
    .post('/customers/:phone/unsend', body(idOnly), (c) => run(c, c.req.valid('json'), unsend))
    .post('/customers/:phone/play', body(idOnly), (c) => run(c, c.req.valid('json'), play))
    .post('/customers/:phone/tap', body(tapBody), (c) => run(c, c.req.valid('json'), tap))
    .post('/customers/:phone/postback', body(postbackBody), (c) => run(c, c.req.valid('json'), postback))
    .post('/customers/:phone/ad', body(adBody), (c) =>
      run(c, c.req.valid('json'), async (ground, asked) =>
        comes(ground, await adReferral(ground, asked), asked),
      ),
    )
    .post(
      '/customers/:phone/link',
      body(z.strictObject({ accountId, ref: z.string(), text: text.optional(), at })),
      (c) =>
        run(c, c.req.valid('json'), (ground, asked) =>
          ground.account.channel === 'whatsapp'
            ? { error: 'WhatsApp tells nothing of links. Let the customer write instead.' }
            : comes(ground, linkReferral(ground, asked.ref), asked),
        ),
    )
    .post('/customers/:phone/call', body(z.strictObject({ accountId, lasted, at })), (c) =>
      run(c, c.req.valid('json'), call),
    )
    .post('/customers/:phone/marketing', body(z.strictObject({ accountId, value })), (c) =>
      run(c, c.req.valid('json'), prefer),
    );
}
