/** /control/accounts/:id/answer: the business answers from its phone app, Meta's inbox or another app. */
import { Hono } from 'hono';
import { z } from 'zod';
import { origins, type Origin } from '../control.ts';
import { baseOf } from '../graph/door.ts';
import { body } from '../input.ts';
import { record, text, type Json } from '../json.ts';
import { unsendUpdates } from '../messaging/acts.ts';
import { messagingSaid } from '../messaging/say.ts';
import type { Simulation } from '../simulation.ts';
import { phoneAppUpdate, reworded } from '../whatsapp/acts.ts';
import { whatsappSaid } from '../whatsapp/say.ts';
import { newMessageId, settlePhone } from './acts.ts';
import { publish } from './act-routes.ts';
import { meet, type Ground } from './ground.ts';
import { findMessage, insertMessage, markUnsent, rewrite, type StoredMessage } from './messages.ts';
import { sayBody } from './say-body.ts';

const change = { customer: z.string().min(1), messageId: z.string().min(1) };
const edited = z.strictObject({ ...change, kind: z.literal('edit'), text: z.string().min(1) });
const unsent = z.strictObject({ ...change, kind: z.literal('unsend') });
const written = z.looseObject({
  customer: z.string().min(1),
  kind: z.string().optional(),
  from: z.enum(origins).default('phone-app'),
});
const answerBody = z.union([edited, unsent, written]);
type Written = z.infer<typeof written>;

function place(ground: Ground, { message, origin, at }: { message: Json; origin: Origin; at: number }): Json {
  const { simulation, ...sides } = ground;
  const wamid = newMessageId(sides);
  const isWhatsapp = sides.account.channel === 'whatsapp';
  insertMessage(simulation.sql, {
    ...{ wamid, accountId: sides.account.id, phone: sides.customer.phone, sender: 'business', at, message },
    // WhatsApp tells no statuses of what its own app sent.
    ...{ status: isWhatsapp ? 'delivered' : 'accepted', seen: false, opaque: null, freeEntry: null, origin },
  });
  const echo = isWhatsapp ? [phoneAppUpdate(sides, { wamid, at, message })] : [];
  publish(simulation, [...echo, ...settlePhone(simulation.sql, sides.customer.phone)]);
  return { wamid };
}

async function write(ground: Ground, { customer: _, from, ...content }: Written): Promise<Json> {
  const { account } = ground;
  if (account.channel === 'whatsapp' && from !== 'phone-app')
    return { error: 'On WhatsApp the business answers elsewhere only in its phone app. Leave "from" out.' };
  const spoken = sayBody.safeParse({ ...content, accountId: account.id });
  if (!spoken.success)
    return {
      error: `"${spoken.error.issues[0]?.path.join('.')}" is not right. Correct it and send it again.`,
    };
  const said = account.channel === 'whatsapp' ? whatsappSaid : messagingSaid;
  const message = await said(ground, spoken.data);
  if ('error' in message) return message;
  return place(ground, { message, origin: from, at: spoken.data.at ?? Date.now() });
}

function ownMessage({ simulation, account }: Ground, id: string): StoredMessage | null {
  const message = findMessage(simulation.sql, account.id, id);
  return message?.sender === 'business' ? message : null;
}

function editInApp(ground: Ground, { messageId, text: words }: z.infer<typeof edited>): Json {
  const { simulation, ...sides } = ground;
  const message = ownMessage(ground, messageId);
  if (message === null || sides.account.channel !== 'whatsapp')
    return { error: 'Only a WhatsApp message of the business can be edited in the phone app.' };
  const changed = reworded(message.message, words);
  rewrite(simulation.sql, messageId, changed);
  const edit = { original_message_id: messageId, message: changed };
  const said = { wamid: newMessageId(sides), at: Date.now(), message: { type: 'edit', edit } };
  publish(simulation, [phoneAppUpdate(sides, said)]);
  return { done: true };
}

function unsendInApp(ground: Ground, { messageId }: z.infer<typeof unsent>): Json {
  const { simulation, ...sides } = ground;
  const message = ownMessage(ground, messageId);
  if (message === null) return { error: `The business wrote no message ${messageId}. Choose another one.` };
  markUnsent(simulation.sql, messageId);
  const revoke = { type: 'revoke', revoke: { original_message_id: messageId } };
  const said = { wamid: newMessageId(sides), at: Date.now(), message: revoke };
  publish(
    simulation,
    sides.account.channel === 'whatsapp'
      ? [phoneAppUpdate(sides, said)]
      : unsendUpdates(sides, message, true),
  );
  return { done: true };
}

/** Routes of answers from elsewhere, to be mounted under /control. */
export function answerRoutes(simulation: Simulation) {
  return new Hono().post('/accounts/:id/answer', body(answerBody), async (c) => {
    const asked = c.req.valid('json');
    const who = {
      accountId: c.req.param('id'),
      phone: text(record(asked)['customer']),
      base: baseOf(simulation, c),
    };
    const met = meet(simulation, who);
    if ('error' in met) return c.json(met, 400);
    const isEdit = edited.safeParse(asked);
    const isUnsend = unsent.safeParse(asked);
    const answer = isEdit.success
      ? editInApp(met, isEdit.data)
      : isUnsend.success
        ? unsendInApp(met, isUnsend.data)
        : await write(met, written.parse(asked));
    return c.json(answer, 'error' in answer ? 400 : 200);
  });
}
