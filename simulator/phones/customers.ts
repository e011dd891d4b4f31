/** Customers: people with a phone, each on one channel. */
import { z } from 'zod';
import { channels, type Channel, type Customer } from '../control.ts';
import { bsuid } from '../whatsapp/bsuid.ts';

/** What can be said of a customer; what is left out stays as it was. */
export const customerBody = z.strictObject({
  /** Only when the customer is new; WhatsApp if left out. */
  channel: z.enum(channels).optional(),
  name: z.string().trim().min(1).max(128).optional(),
  bsuid: bsuid.nullable().optional(),
  /** With or without the @; kept without. */
  username: z
    .string()
    .regex(/^@?[\w.]{3,35}$/, 'use 3 to 35 letters, digits, dots or underscores')
    .transform((username) => username.replace(/^@/, ''))
    .nullable()
    .optional(),
  online: z.boolean().optional(),
  /** Whether the business is told when this customer reads. */
  readReceipts: z.boolean().optional(),
  /** Webhooks name this customer by the BSUID only. */
  hidePhone: z.boolean().optional(),
  /** The customer has blocked the business. */
  blocked: z.boolean().optional(),
  /** Meta does not give this profile away. */
  hideProfile: z.boolean().optional(),
});
export type CustomerBody = z.infer<typeof customerBody>;

type Row = {
  phone: string;
  name: string;
  bsuid: string | null;
  username: string | null;
  online: number;
  read_receipts: number;
  hide_phone: number;
  channel: Channel;
  blocked: number;
  hide_profile: number;
};

function toCustomer({ phone, name, bsuid: id, username, channel, ...flags }: Row): Customer {
  return {
    ...{ phone, channel, name, bsuid: id, username },
    online: flags.online === 1,
    readReceipts: flags.read_receipts === 1,
    hidePhone: flags.hide_phone === 1,
    blocked: flags.blocked === 1,
    hideProfile: flags.hide_profile === 1,
  };
}

function find(sql: SqlStorage, column: 'phone' | 'bsuid', value: string): Customer | null {
  const [row] = sql.exec<Row>(`SELECT * FROM customers WHERE ${column} = ?`, value).toArray();
  return row === undefined ? null : toCustomer(row);
}

/** The customer with this phone, PSID or IGSID (digits only), or null. */
export function findCustomer(sql: SqlStorage, phone: string): Customer | null {
  return find(sql, 'phone', phone);
}

/** The customer with this BSUID, or null. */
export function findByBsuid(sql: SqlStorage, id: string): Customer | null {
  return find(sql, 'bsuid', id);
}

/** All customers in the order in which they came. */
export function allCustomers(sql: SqlStorage): Customer[] {
  return sql.exec<Row>(`SELECT * FROM customers ORDER BY rowid`).toArray().map(toCustomer);
}

const fresh: Omit<Customer, 'phone' | 'name'> = {
  ...{ channel: 'whatsapp', bsuid: null, username: null, online: true, readReceipts: true },
  ...{ hidePhone: false, blocked: false, hideProfile: false },
};

/** What `body` names, without what it leaves out. */
function named(body: CustomerBody): Partial<Customer> {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}

/** The customer that `body` makes of what is known, or the sentence that says why not. */
export function mergeCustomer(
  phone: string,
  known: Customer | null,
  body: CustomerBody,
): Customer | { error: string } {
  const name = body.name ?? known?.name;
  if (name === undefined) return { error: `${phone} is new. Give it a "name" and send it again.` };
  const customer = { ...fresh, ...known, ...named(body), name, phone };
  if (known !== null && customer.channel !== known.channel) {
    return { error: `${phone} is a customer on ${known.channel}. Use another id for ${customer.channel}.` };
  }
  if (customer.hidePhone && customer.bsuid === null) {
    return { error: 'A customer who hides the phone needs a "bsuid". Add one and send it again.' };
  }
  return customer;
}

/** Adds the customer or replaces what was known. */
export function putCustomer(sql: SqlStorage, { phone, name, bsuid: id, username, ...flags }: Customer): void {
  sql.exec(
    `INSERT INTO customers
     (phone, name, bsuid, username, online, read_receipts, hide_phone, channel, blocked, hide_profile)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
     ON CONFLICT (phone) DO UPDATE SET name = ?2, bsuid = ?3, username = ?4, online = ?5, read_receipts = ?6,
     hide_phone = ?7, blocked = ?9, hide_profile = ?10`,
    ...[phone, name, id, username, Number(flags.online), Number(flags.readReceipts), Number(flags.hidePhone)],
    ...[flags.channel, Number(flags.blocked), Number(flags.hideProfile)],
  );
}

/** The customer has a new number: everything of the old one belongs to it. */
export function renumber(sql: SqlStorage, from: string, to: string): void {
  for (const table of ['customers', 'chats', 'messages'])
    sql.exec(`UPDATE ${table} SET phone = ? WHERE phone = ?`, to, from);
}
