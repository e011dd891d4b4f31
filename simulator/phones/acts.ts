/** What a customer does: write, go online, open and close chats. Every act answers with what Meta has to tell about it. */
import type { Account, Customer } from '../control.ts';
import { findAccount } from '../graph/accounts.ts';
import { newWamid } from '../ids.ts';
import { readSettings } from '../kept.ts';
import { afterCustomer } from '../whatsapp/window.ts';
import { messageUpdate, statusUpdate } from '../whatsapp/wire.ts';
import type { Update } from '../webhooks/envelope.ts';
import { closeChats, findChat, putChat } from './chats.ts';
import { findCustomer } from './customers.ts';
import { climb } from './ladder.ts';
import { climbingTo, insertMessage, moveMessage, type StoredMessage } from './messages.ts';

type Json = Readonly<Record<string, unknown>>;

/** The customer writes: `message` holds type and content in Meta's words. */
export function write(
  sql: SqlStorage,
  from: { account: Account; customer: Customer },
  said: { at: number; message: Json },
): { wamid: string; update: Update } {
  const { account, customer } = from;
  const wamid = newWamid(customer.hidePhone ? (customer.bsuid ?? '') : customer.phone);
  const at = Math.min(said.at, Date.now());
  const windows = { type: String(said.message['type']), at, fromAd: 'referral' in said.message };
  const chat = findChat(sql, account.id, customer.phone);
  putChat(sql, { ...chat, ...afterCustomer(chat, windows) });
  insertMessage(sql, {
    ...{ wamid, accountId: account.id, phone: customer.phone, sender: 'customer', at: said.at },
    ...{ message: said.message, status: 'sent', seen: true, opaque: null, freeEntry: null },
  });
  return { wamid, update: messageUpdate(from, { wamid, ...said }) };
}

/** Puts the chat on the customer's screen; a phone shows one chat at a time. */
export function openChat(sql: SqlStorage, accountId: string, phone: string): void {
  closeChats(sql, phone);
  putChat(sql, { ...findChat(sql, accountId, phone), open: true });
}

function climbOne(sql: SqlStorage, message: StoredMessage, customer: Customer): Update[] {
  const account = findAccount(sql, message.accountId);
  if (account === null) return [];
  const { open } = findChat(sql, message.accountId, message.phone);
  const climbed = climb(message, { ...customer, chatOpen: open });
  moveMessage(sql, message.wamid, climbed.message);
  const { wamid, phone, opaque, freeEntry } = message;
  const told = { account, customer, wamid, sentTo: { phone }, opaque, freeEntry };
  const gap = readSettings(sql).statusGapMs;
  const now = Date.now();
  return climbed.steps.map((step, index) => statusUpdate(told, step, now + gap * (index + 1)));
}

/** Lets every message to this phone get as far as it can now. */
export function settlePhone(sql: SqlStorage, phone: string): Update[] {
  const customer = findCustomer(sql, phone);
  if (customer === null) return [];
  return climbingTo(sql, phone).flatMap((message) => climbOne(sql, message, customer));
}
