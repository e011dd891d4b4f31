/** What a customer does on WhatsApp besides writing: reactions, edits, calls, new numbers, preferences. */
import { digits } from '../graph/accounts.ts';
import { newCallId } from '../ids.ts';
import { record, text, type Json } from '../json.ts';
import { newMessageId, type Sides } from '../phones/acts.ts';
import type { StoredMessage } from '../phones/messages.ts';
import type { Update } from '../webhooks/envelope.ts';
import { unsupported } from './say.ts';
import { contact, messageUpdate, seconds, senderOf, update } from './wire.ts';

/** A message that makes no bubble of its own. */
function silent(sides: Sides, message: Json): Update {
  const at = Date.now();
  return { ...messageUpdate(sides, { wamid: newMessageId(sides), at, message }), tells: null };
}

/** A reaction; '' takes it back, and then there is no emoji at all. */
export function reactionUpdate(sides: Sides, target: string, emoji: string): Update {
  const reaction = { message_id: target, ...(emoji !== '' && { emoji }) };
  return silent(sides, { type: 'reaction', reaction });
}

/** The message with other words: the text, or the caption. */
export function reworded(message: Json, words: string): Json {
  const type = text(message['type']);
  const key = type === 'text' ? 'body' : 'caption';
  return { ...message, [type]: { ...record(message[type]), [key]: words } };
}

/** An edit. Numbers without the phone app are told only that there was something. */
export function editUpdate(sides: Sides, { wamid }: StoredMessage, message: Json): Update {
  if (!sides.account.coexistence) return silent(sides, unsupported('edit'));
  return silent(sides, { type: 'edit', edit: { original_message_id: wamid, message } });
}

/** The message is taken back. */
export function revokeUpdate(sides: Sides, { wamid }: StoredMessage): Update {
  if (!sides.account.coexistence) return silent(sides, unsupported('revoke'));
  return silent(sides, { type: 'revoke', revoke: { original_message_id: wamid } });
}

/** The customer calls: it rings, and then it ends. `lasted`: seconds of talk; null if nobody took it. */
export function callUpdates(sides: Sides, { at, lasted }: { at: number; lasted: number | null }): Update[] {
  const { account, customer } = sides;
  const common = { id: newCallId(), ...senderOf(customer), to: digits(account.displayNumber) };
  const contacts = [contact(customer, true)];
  const one = (call: Json, when: number): Update =>
    update(
      account,
      { contacts, calls: [{ ...common, ...call, timestamp: seconds(when) }] },
      {
        field: 'calls',
        label: `call ${text(call['event'])} · ${customer.name}`,
        tells: null,
        at: Date.now(),
      },
    );
  const end = at + (lasted ?? 20) * 1000;
  const talk = lasted === null ? {} : { start_time: seconds(at), end_time: seconds(end), duration: lasted };
  return [
    one({ event: 'connect', direction: 'USER_INITIATED' }, at),
    one(
      {
        event: 'terminate',
        direction: 'USER_INITIATED',
        status: lasted === null ? 'FAILED' : 'COMPLETED',
        ...talk,
      },
      end,
    ),
  ];
}

/** The customer has a new number; `sides` still names the old one. */
export function numberUpdate(sides: Sides, to: { phone: string; bsuid: string | null }): Update {
  const { customer } = sides;
  const body = `User ${customer.name} changed from ${customer.phone} to ${to.phone}`;
  const ids =
    to.bsuid === null
      ? {}
      : { user_id: to.bsuid, ...(customer.bsuid && { previous_user_id: customer.bsuid }) };
  const system = { type: 'user_changed_number', body, wa_id: to.phone, ...ids };
  return silent(sides, { type: 'system', system });
}

/** The customer has a new BSUID; `sides` still names the old one. Nothing else names the customer. */
export function bsuidUpdate(sides: Sides, to: string): Update {
  const { account, customer } = sides;
  const body = `User ${customer.name} changed user id`;
  const system = { type: 'user_changed_user_id', body, user_id: to, previous_user_id: customer.bsuid };
  const message = { id: newMessageId(sides), timestamp: seconds(Date.now()), type: 'system', system };
  const told = { label: `system · ${customer.name}`, tells: null, at: Date.now() };
  return update(account, { messages: [message] }, told);
}

/** The customer stops or resumes marketing messages. */
export function preferenceUpdate({ account, customer }: Sides, value: 'stop' | 'resume'): Update {
  const preference = {
    ...(customer.hidePhone ? {} : { wa_id: customer.phone }),
    ...(customer.bsuid === null ? {} : { user_id: customer.bsuid }),
    detail: `User requested to ${value} marketing messages`,
    category: 'marketing_messages',
    value,
    timestamp: Math.floor(Date.now() / 1000),
  };
  return update(
    account,
    { contacts: [contact(customer, true)], user_preferences: [preference] },
    {
      field: 'user_preferences',
      label: `${value} marketing · ${customer.name}`,
      tells: null,
      at: Date.now(),
    },
  );
}

/** The business wrote, edited or took back something in its phone app. */
export function phoneAppUpdate(
  { account, customer }: Sides,
  { wamid, at, message }: { wamid: string; at: number; message: Json },
): Update {
  const echo = {
    from: digits(account.displayNumber),
    ...(customer.hidePhone ? {} : { to: customer.phone }),
    ...(customer.bsuid === null ? {} : { to_user_id: customer.bsuid }),
    ...{ id: wamid, timestamp: seconds(at) },
    ...message,
  };
  return update(
    account,
    { contacts: [contact(customer, true)], message_echoes: [echo] },
    { field: 'smb_message_echoes', label: `echo · ${customer.name}`, tells: null, at: Date.now() },
  );
}
