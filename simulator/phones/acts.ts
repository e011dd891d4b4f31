/** What a customer does: write, go online, open and close chats. Every act answers with what Meta has to tell about it. */
import type { Account, Customer } from '../control.ts';
import { findAccount } from '../graph/accounts.ts';
import type { Json } from '../json.ts';
import { readSettings } from '../kept.ts';
import { itemUpdate, messageItem, newMid, stepUpdates } from '../messaging/wire.ts';
import { whatsappMessage, whatsappStep } from '../whatsapp/tell.ts';
import type { Update } from '../webhooks/envelope.ts';
import { opened, type Opening } from './windows.ts';
import { closeChats, findChat, putChat } from './chats.ts';
import { findCustomer } from './customers.ts';
import { climb, type Step } from './ladder.ts';
import { climbingTo, insertMessage, moveMessage, type StoredMessage } from './messages.ts';
import { newWamid } from '../ids.ts';

/** Both sides of a chat. */
export type Sides = { readonly account: Account; readonly customer: Customer };

/** A new message id of the channel. */
export function newMessageId({ account, customer }: Sides): string {
  if (account.channel !== 'whatsapp') return newMid(account);
  return newWamid(customer.hidePhone ? (customer.bsuid ?? '') : customer.phone);
}

/** The customer did something that may open the window; the chat remembers. */
export function open(sql: SqlStorage, { account, customer }: Sides, opening: Opening): void {
  const at = Math.min(opening.at, Date.now());
  const chat = findChat(sql, account.id, opening.group ?? customer.phone);
  putChat(sql, { ...chat, ...opened(chat, account.channel, { ...opening, at }) });
}

export type Said = {
  readonly at: number;
  /** Type and content in Meta's words. */
  readonly message: Json;
  /** It reaches us while another app holds the thread. */
  readonly standby?: boolean | undefined;
};

/** The customer writes. */
export function write(sql: SqlStorage, sides: Sides, said: Said): { wamid: string; update: Update } {
  const { account, customer } = sides;
  const wamid = newMessageId(sides);
  const { group_id: group, type } = said.message;
  open(sql, sides, {
    ...{ at: said.at, type: typeof type === 'string' ? type : 'text', fromAd: 'referral' in said.message },
    ...(typeof group === 'string' && { group }),
  });
  insertMessage(sql, {
    ...{ wamid, accountId: account.id, phone: customer.phone, sender: 'customer', at: said.at },
    ...{ message: said.message, status: 'sent', seen: true, opaque: null, freeEntry: null },
  });
  const update =
    account.channel === 'whatsapp'
      ? whatsappMessage(sql, sides, { wamid, ...said })
      : itemUpdate(sides, messageItem(wamid, said.message), {
          ...{ at: said.at, tells: wamid, label: labelOf(said.message), standby: said.standby },
        });
  return { wamid, update };
}

function labelOf(message: Json): string {
  return 'postback' in message ? 'postback' : 'attachments' in message ? 'attachment' : 'message';
}

/** Puts the chat on the customer's screen; a phone shows one chat at a time. */
export function openChat(sql: SqlStorage, accountId: string, phone: string): void {
  closeChats(sql, phone);
  putChat(sql, { ...findChat(sql, accountId, phone), open: true });
}

/** What Meta tells of a message of the business that took this step. */
export function toldOf(
  sql: SqlStorage,
  sides: Sides,
  step: { message: StoredMessage; step: Step; at: number },
): Update[] {
  return sides.account.channel === 'whatsapp'
    ? [whatsappStep(sides, step)]
    : stepUpdates(sides, step, readSettings(sql));
}

function climbOne(sql: SqlStorage, message: StoredMessage, customer: Customer): Update[] {
  const account = findAccount(sql, message.accountId);
  if (account === null) return [];
  const chat = findChat(sql, message.accountId, message.phone);
  const climbed = climb(message, { ...customer, chatOpen: chat.open });
  moveMessage(sql, message.wamid, climbed.message);
  const gap = readSettings(sql).statusGapMs;
  const now = Date.now();
  return climbed.steps.flatMap((step, index) =>
    toldOf(sql, { account, customer }, { message, step, at: now + gap * (index + 1) }),
  );
}

/** Lets every message to this phone get as far as it can now. */
export function settlePhone(sql: SqlStorage, phone: string): Update[] {
  const customer = findCustomer(sql, phone);
  if (customer === null) return [];
  return climbingTo(sql, phone).flatMap((message) => climbOne(sql, message, customer));
}
