/** Meta accepts a send: it gets an id, goes to the phone if it may, and its statuses are told. */
import type { Account, Customer } from '../control.ts';
import { digits } from '../graph/accounts.ts';
import type { GraphError } from '../graph/errors.ts';
import { newConversationId, newWamid } from '../ids.ts';
import { settlePhone } from '../phones/acts.ts';
import { findChat, putChat } from '../phones/chats.ts';
import { findByBsuid, findCustomer } from '../phones/customers.ts';
import { findMessage, insertMessage, putEmoji } from '../phones/messages.ts';
import { readSettings } from '../kept.ts';
import type { Media } from '../media/store.ts';
import type { Update } from '../webhooks/envelope.ts';
import { lastSpeaker } from './groups.ts';
import type { WhatsappSend } from './send-body.ts';
import type { Hydrated } from './template-check.ts';
import { afterBusiness, freeEntry, isOpen } from './window.ts';
import { failedUpdate, statusUpdate, type Told } from './wire.ts';

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
const refusedByUser: GraphError = { code: 131026, details: 'Message undeliverable.' };
const stopped: GraphError = {
  code: 131050,
  details: 'The recipient has chosen to stop receiving marketing messages from this business.',
};

/** Whom a send is for; `to` wins over `recipient`. */
export type Recipient = {
  readonly input: string;
  readonly sentTo: Told['sentTo'];
  /** Of a group: who wrote last in it. */
  readonly customer: Customer | null;
};

/** Finds the recipient of a send. */
export function recipientOf(sql: SqlStorage, send: WhatsappSend): Recipient {
  const { to, recipient, recipient_type: kind } = send;
  if (to !== undefined && kind === 'group') {
    const speaker = lastSpeaker(sql, to);
    const customer = speaker === null ? null : findCustomer(sql, speaker);
    return { input: to, sentTo: { group: to }, customer };
  }
  if (to !== undefined) {
    const phone = digits(to);
    return { input: to, sentTo: { phone }, customer: onWhatsapp(findCustomer(sql, phone)) };
  }
  const bsuid = recipient ?? '';
  return { input: bsuid, sentTo: { bsuid }, customer: findByBsuid(sql, bsuid) };
}

function onWhatsapp(customer: Customer | null): Customer | null {
  return customer?.channel === 'whatsapp' ? customer : null;
}

/** Whether a send may go to the recipient now. Nobody knows of strangers before they are tried. */
export function mayWrite(
  sql: SqlStorage,
  account: Account,
  { to, send }: { to: Recipient; send: WhatsappSend },
): boolean {
  if (to.customer === null || send.type === 'template') return true;
  const chat = 'group' in to.sentTo ? to.sentTo.group : to.customer.phone;
  return isOpen(findChat(sql, account.id, chat), Date.now());
}

/** A send whose template and files are known. */
export type Ready = {
  readonly send: WhatsappSend;
  readonly template: Hydrated | null;
  /** The file of the message, or what it fails with later. */
  readonly file: Media | GraphError | null;
  /** Those of its cards, in their order. */
  readonly cardFiles: readonly (Media | GraphError)[];
  /** A failure on request. */
  readonly failure: GraphError | null;
};

export type Accepted = {
  readonly wamid: string;
  /** What Meta answers. */
  readonly json: unknown;
  readonly updates: readonly Update[];
};

/** A send that has its id. */
type Numbered = Ready & {
  readonly account: Account;
  readonly to: Recipient;
  readonly wamid: string;
};

/** What goes to the phone: type and content, without what only Meta needs. */
function content({ send, template, file, cardFiles, to }: Numbered): Record<string, unknown> {
  const { type, context } = send;
  const fileId = file !== null && 'id' in file ? { file_id: file.id } : {};
  return {
    type,
    [type]: send[type],
    ...(template === null ? {} : { shown: template }),
    ...fileId,
    ...(cardFiles.length > 0 && { card_file_ids: cardFiles.map((one) => ('id' in one ? one.id : null)) }),
    ...('group' in to.sentTo ? { group_id: to.sentTo.group } : {}),
    ...(context === undefined ? {} : { context: { id: context.message_id } }),
  };
}

function told(numbered: Numbered): Told {
  const { account, to, wamid, send } = numbered;
  const { customer, sentTo } = to;
  const opaque = send.biz_opaque_callback_data ?? null;
  return { account, customer, wamid, sentTo, opaque, freeEntry: null };
}

function react(sql: SqlStorage, numbered: Numbered, customer: Customer): Update[] {
  const { account, send } = numbered;
  const { message_id: id, emoji } = send['reaction'] as { message_id: string; emoji: string };
  const target = findMessage(sql, account.id, id);
  if (target === null || target.unsent || target.phone !== customer.phone) {
    return fail(sql, numbered, {
      code: 131009,
      details: 'Parameter message_id: there is no message that can be reacted to.',
    });
  }
  putEmoji(sql, target, { by: 'business', emoji });
  const at = Date.now() + readSettings(sql).statusGapMs;
  return [statusUpdate(told(numbered), 'sent', at)];
}

function deliver(sql: SqlStorage, customer: Customer, numbered: Numbered): Update[] {
  const { account, send, wamid } = numbered;
  if (send.type === 'reaction') return react(sql, numbered, customer);
  const now = Date.now();
  const chat = findChat(sql, account.id, customer.phone);
  const windows = afterBusiness(chat, now, newConversationId);
  putChat(sql, { ...chat, ...windows, typingUntil: 0 });
  insertMessage(sql, {
    ...{ wamid, accountId: account.id, phone: customer.phone, sender: 'business', at: now },
    ...{ message: content(numbered), status: 'accepted', seen: false },
    opaque: send.biz_opaque_callback_data ?? null,
    freeEntry: freeEntry(windows, now),
  });
  return settlePhone(sql, customer.phone);
}

function fail(sql: SqlStorage, numbered: Numbered, error: GraphError): Update[] {
  return [failedUpdate(told(numbered), error, Date.now() + readSettings(sql).statusGapMs)];
}

function answer({ to: { input, sentTo }, wamid, send }: Numbered): unknown {
  const group = 'group' in sentTo ? { group_id: sentTo.group } : {};
  const contact =
    'phone' in sentTo
      ? { input, wa_id: sentTo.phone }
      : 'bsuid' in sentTo
        ? { input, user_id: sentTo.bsuid }
        : { input };
  const paced = send.type === 'template' ? { message_status: 'accepted' } : {};
  return {
    messaging_product: 'whatsapp',
    contacts: [contact],
    messages: [{ id: wamid, ...group, ...paced }],
  };
}

/** Why Meta gives up on the message after it has accepted it, or null. */
function whyLost(sql: SqlStorage, numbered: Numbered, customer: Customer): GraphError | null {
  const { failure, account, file, cardFiles, to, send, template } = numbered;
  if (failure !== null) return failure;
  if (customer.blocked) return refusedByUser;
  if (!mayWrite(sql, account, { to, send })) return windowClosed;
  const marketing = template?.category === 'MARKETING';
  if (marketing && findChat(sql, account.id, customer.phone).stopped) return stopped;
  return [file, ...cardFiles].find((one) => one !== null && 'code' in one) ?? null;
}

/** Accepts a send. A `failure` on request makes it fail later, as do a stranger, a closed window and a bad file. */
export function accept(sql: SqlStorage, account: Account, ready: Ready): Accepted {
  const to = recipientOf(sql, ready.send);
  const wamid = newWamid('phone' in to.sentTo ? to.sentTo.phone : to.input);
  const numbered = { ...ready, account, to, wamid };
  const json = answer(numbered);
  if (to.customer === null)
    return { wamid, json, updates: fail(sql, numbered, ready.failure ?? nobodyThere) };
  const error = whyLost(sql, numbered, to.customer);
  const updates = error === null ? deliver(sql, to.customer, numbered) : fail(sql, numbered, error);
  return { wamid, json, updates };
}
