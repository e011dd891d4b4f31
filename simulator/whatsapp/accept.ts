/** Meta accepts a send: it gets an id, goes to the phone if it may, and its statuses are told. */
import type { Account, Customer } from '../control.ts';
import { digits } from '../graph/accounts.ts';
import type { GraphError } from '../graph/errors.ts';
import { newConversationId, newWamid } from '../ids.ts';
import { settlePhone } from '../phones/acts.ts';
import { findChat, putChat } from '../phones/chats.ts';
import { findByBsuid, findCustomer } from '../phones/customers.ts';
import { insertMessage } from '../phones/messages.ts';
import { readSettings } from '../kept.ts';
import type { Update } from '../webhooks/envelope.ts';
import type { TextSend } from './send-body.ts';
import { afterBusiness, freeEntry, isOpen } from './window.ts';
import { failedUpdate, type Told } from './wire.ts';

/** Error 131047. */
export const windowClosed: GraphError = {
  code: 131047,
  details:
    'Message failed to send because more than 24 hours have passed since the customer last replied to this number.',
};

const nobodyThere: GraphError = {
  code: 131026,
  details: 'Message undeliverable: nobody on WhatsApp has this number or id.',
};

/** Whom a send is for; `to` wins over `recipient`. */
export type Recipient = {
  readonly input: string;
  readonly sentTo: Told['sentTo'];
  readonly customer: Customer | null;
};

/** Finds the recipient of a send. */
export function recipientOf(sql: SqlStorage, { to, recipient }: TextSend): Recipient {
  if (to !== undefined) {
    const phone = digits(to);
    return { input: to, sentTo: { phone }, customer: findCustomer(sql, phone) };
  }
  const bsuid = recipient ?? '';
  return { input: bsuid, sentTo: { bsuid }, customer: findByBsuid(sql, bsuid) };
}

/** Whether free text may go to the recipient now. Nobody knows of strangers before they are tried. */
export function mayWrite(sql: SqlStorage, account: Account, { customer }: Recipient): boolean {
  return customer === null || isOpen(findChat(sql, account.id, customer.phone), Date.now());
}

export type Accepted = {
  readonly wamid: string;
  /** What Meta answers. */
  readonly json: unknown;
  readonly updates: readonly Update[];
};

/** A send that has its id. */
type Numbered = {
  readonly account: Account;
  readonly send: TextSend;
  readonly to: Recipient;
  readonly wamid: string;
};

/** What goes to the phone: type and content, without what only Meta needs. */
function content({ type, text, context }: TextSend): Record<string, unknown> {
  return { type, text, ...(context === undefined ? {} : { context: { id: context.message_id } }) };
}

function deliver(sql: SqlStorage, customer: Customer, { account, send, wamid }: Numbered): Update[] {
  const now = Date.now();
  const chat = findChat(sql, account.id, customer.phone);
  const windows = afterBusiness(chat, now, newConversationId);
  putChat(sql, { ...chat, ...windows, typingUntil: 0 });
  insertMessage(sql, {
    ...{
      wamid,
      accountId: account.id,
      phone: customer.phone,
      sender: 'business',
      at: now,
      message: content(send),
    },
    ...{ status: 'accepted', seen: false, opaque: send.biz_opaque_callback_data ?? null },
    freeEntry: freeEntry(windows, now),
  });
  return settlePhone(sql, customer.phone);
}

function fail(sql: SqlStorage, { account, send, to, wamid }: Numbered, error: GraphError): Update[] {
  const { customer, sentTo } = to;
  const told = {
    account,
    customer,
    wamid,
    sentTo,
    opaque: send.biz_opaque_callback_data ?? null,
    freeEntry: null,
  };
  return [failedUpdate(told, error, Date.now() + readSettings(sql).statusGapMs)];
}

function answer({ to: { input, sentTo }, wamid }: Numbered): unknown {
  const contact = 'phone' in sentTo ? { input, wa_id: sentTo.phone } : { input, user_id: sentTo.bsuid };
  return { messaging_product: 'whatsapp', contacts: [contact], messages: [{ id: wamid }] };
}

/** Accepts a send. A `failure` on request makes it fail later, as do a stranger and a closed window. */
export function accept(
  sql: SqlStorage,
  account: Account,
  what: { send: TextSend; failure: GraphError | null },
): Accepted {
  const { send, failure } = what;
  const to = recipientOf(sql, send);
  const wamid = newWamid('phone' in to.sentTo ? to.sentTo.phone : to.sentTo.bsuid);
  const numbered = { account, send, to, wamid };
  const json = answer(numbered);
  if (to.customer === null) return { wamid, json, updates: fail(sql, numbered, failure ?? nobodyThere) };
  const error = failure ?? (mayWrite(sql, account, to) ? null : windowClosed);
  const updates = error === null ? deliver(sql, to.customer, numbered) : fail(sql, numbered, error);
  return { wamid, json, updates };
}
