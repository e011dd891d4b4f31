/** The WhatsApp webhooks: a customer's message, and a status of a message of ours. */
import type { Account, Customer } from '../control.ts';
import { digits } from '../graph/accounts.ts';
import { titleOf, type GraphError } from '../graph/errors.ts';
import type { Update } from '../webhooks/envelope.ts';

type Json = Readonly<Record<string, unknown>>;

/** Unix seconds as text, as Meta writes them. */
export function seconds(at: number): string {
  return String(Math.floor(at / 1000));
}

/** The update around a value of a field that speaks of one number; `messages` unless another is named. */
export function update(
  account: Account,
  value: Json,
  of: Pick<Update, 'label' | 'tells' | 'at'> & { readonly field?: string },
): Update {
  return {
    object: 'whatsapp_business_account',
    entryId: account.wabaId,
    field: 'messages',
    value: {
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: digits(account.displayNumber), phone_number_id: account.id },
      ...value,
    },
    ...of,
  };
}

/** Who the customer is; the phone only where it is not hidden, the username not in `sent`. */
export function contact(customer: Customer, withUsername: boolean): Json {
  const username = withUsername && customer.username !== null ? { username: `@${customer.username}` } : {};
  return {
    profile: { name: customer.name, ...username },
    ...(customer.hidePhone ? {} : { wa_id: customer.phone }),
    ...(customer.bsuid === null ? {} : { user_id: customer.bsuid }),
  };
}

/** How a message names the customer who wrote it. */
export function senderOf(customer: Customer): Json {
  return {
    ...(customer.hidePhone ? {} : { from: customer.phone }),
    ...(customer.bsuid === null ? {} : { from_user_id: customer.bsuid }),
  };
}

/** A customer's message; `message` holds its type and content. */
export function messageUpdate(
  { account, customer }: { account: Account; customer: Customer },
  { wamid, at, message }: { wamid: string; at: number; message: Json },
): Update {
  const type = String(message['type']);
  const sender = senderOf(customer);
  const value = {
    // Meta sends system messages without contacts.
    ...(type === 'system' ? {} : { contacts: [contact(customer, true)] }),
    messages: [{ ...sender, id: wamid, timestamp: seconds(at), ...message }],
  };
  return update(account, value, { label: `${type} · ${customer.name}`, tells: wamid, at: Date.now() });
}

/** A message of ours as its statuses speak of it. */
export type Told = {
  readonly account: Account;
  /** Null when Meta knows nobody there. */
  readonly customer: Customer | null;
  readonly wamid: string;
  readonly sentTo: { readonly phone: string } | { readonly bsuid: string } | { readonly group: string };
  readonly opaque: string | null;
  readonly freeEntry: { readonly id: string; readonly until: number } | null;
  /** Of a template: utility, marketing, authentication. */
  readonly category?: string;
};

function inGroup({ customer, sentTo }: Told, status: string): Json {
  if (!('group' in sentTo)) return {};
  const participant =
    customer === null || status === 'sent' ? {} : { recipient_participant_id: customer.phone };
  return { recipient_type: 'group', recipient_id: sentTo.group, ...participant };
}

function recipient(told: Told, status: string): Json {
  const { customer, sentTo } = told;
  const failed = status === 'failed';
  if ('group' in sentTo) return inGroup(told, status);
  if (customer === null)
    return 'phone' in sentTo ? { recipient_id: sentTo.phone } : { recipient_user_id: sentTo.bsuid };
  const namesUser = customer.bsuid !== null && !(failed && 'phone' in sentTo);
  return {
    ...(customer.hidePhone ? {} : { recipient_id: customer.phone }),
    ...(namesUser ? { recipient_user_id: customer.bsuid } : {}),
  };
}

/** Since v24 only messages inside a free entry point carry a conversation; its end only on `sent`. */
function conversation({ freeEntry }: Told, status: string): Json {
  if (freeEntry === null) return {};
  const end = status === 'sent' ? { expiration_timestamp: seconds(freeEntry.until) } : {};
  return { conversation: { id: freeEntry.id, ...end, origin: { type: 'referral_conversion' } } };
}

/** On `sent` and on one of the two others. */
function pricing({ freeEntry, category }: Told, status: string): Json {
  if (status === 'read' || status === 'played') return {};
  const free =
    freeEntry === null
      ? { type: 'free_customer_service', category: 'service' }
      : { type: 'free_entry_point', category: 'referral_conversion' };
  const billable = freeEntry === null && category !== undefined;
  const kind = billable ? { type: 'regular', category } : free;
  return { pricing: { billable, pricing_model: 'PMP', ...kind } };
}

function common(told: Told, status: string, at: number): Json {
  return {
    id: told.wamid,
    status,
    timestamp: seconds(at),
    ...recipient(told, status),
    ...(told.opaque === null ? {} : { biz_opaque_callback_data: told.opaque }),
  };
}

function nameOf({ customer, sentTo }: Told): string {
  return customer?.name ?? Object.values(sentTo)[0] ?? '';
}

/** A step that the message took. */
export function statusUpdate(
  told: Told,
  status: 'sent' | 'delivered' | 'read' | 'played',
  at: number,
): Update {
  const { customer } = told;
  const contacts =
    customer === null || customer.bsuid === null ? {} : { contacts: [contact(customer, status !== 'sent')] };
  const line = { ...common(told, status, at), ...conversation(told, status), ...pricing(told, status) };
  return update(
    told.account,
    { ...contacts, statuses: [line] },
    { label: `${status} · ${nameOf(told)}`, tells: null, at },
  );
}

/** `failed`, with the reason; it names no contacts. */
export function failedUpdate(told: Told, error: GraphError, at: number): Update {
  const title = titleOf(error);
  const reason = {
    code: error.code,
    title,
    message: title,
    error_data: { details: error.details },
    href: 'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/',
  };
  const value = { statuses: [{ ...common(told, 'failed', at), errors: [reason] }] };
  return update(told.account, value, { label: `failed ${error.code} · ${nameOf(told)}`, tells: null, at });
}
