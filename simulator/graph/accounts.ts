/** The business's accounts as Meta knows them. */
import { z } from 'zod';
import type { Account, Channel } from '../control.ts';

const digitsOnly = z.string().regex(/^\d+$/, 'use digits');
const name = z.string().trim().min(1);
const token = z.string().min(1);
const humanAgent = z.boolean().default(true);

const number = z.strictObject({
  channel: z.literal('whatsapp').default('whatsapp'),
  wabaId: digitsOnly,
  name,
  displayNumber: z.string().regex(/^\+?[\d\s()-]{5,25}$/, 'write a phone number, like +55 11 4004-7700'),
  token,
  coexistence: z.boolean().default(false),
});
const page = z.strictObject({ channel: z.literal('messenger'), name, token, humanAgent });
const instagram = z.strictObject({
  channel: z.literal('instagram'),
  name,
  username: z.string().regex(/^@?[\w.]{1,30}$/, 'write an Instagram username'),
  /** The linked page; left out with Instagram Login. */
  pageId: digitsOnly.or(z.literal('')).default(''),
  token,
  humanAgent,
});
/** A body without a channel is a WhatsApp number. */
export const accountBody = z.union([number, page, instagram]);

const none = { wabaId: '', pageId: '', displayNumber: '', humanAgent: true, coexistence: false };

/** The account that a body describes. */
export function accountOf(id: string, body: z.infer<typeof accountBody>): Account {
  if (body.channel !== 'instagram') return { ...none, ...body, id };
  const { username, ...rest } = body;
  return { ...none, ...rest, id, displayNumber: username.replace(/^@/, '') };
}

type Row = {
  id: string;
  waba_id: string;
  name: string;
  display_number: string;
  token: string;
  channel: Channel;
  page_id: string;
  human_agent: number;
  coexistence: number;
};

function toAccount({
  id,
  waba_id: wabaId,
  name: called,
  display_number: displayNumber,
  ...row
}: Row): Account {
  return {
    ...{ id, wabaId, name: called, displayNumber, token: row.token, channel: row.channel },
    pageId: row.page_id,
    humanAgent: row.human_agent === 1,
    coexistence: row.coexistence === 1,
  };
}

/** Only the digits of a phone number. */
export function digits(text: string): string {
  return text.replaceAll(/\D/g, '');
}

/** Registers an account, or replaces what was known of it. */
export function putAccount(sql: SqlStorage, account: Account): void {
  sql.exec(
    `INSERT OR REPLACE INTO accounts
     (id, waba_id, name, display_number, token, channel, page_id, human_agent, coexistence)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[account.id, account.wabaId, account.name, account.displayNumber, account.token],
    ...[account.channel, account.pageId, Number(account.humanAgent), Number(account.coexistence)],
  );
}

/** The account with this id, or null. */
export function findAccount(sql: SqlStorage, id: string): Account | null {
  const [row] = sql.exec<Row>(`SELECT * FROM accounts WHERE id = ?`, id).toArray();
  return row === undefined ? null : toAccount(row);
}

/** All accounts by name. */
export function allAccounts(sql: SqlStorage): Account[] {
  return sql.exec<Row>(`SELECT * FROM accounts ORDER BY name`).toArray().map(toAccount);
}

/** The accounts that were registered with this token. */
export function accountsOfToken(sql: SqlStorage, known: string): Account[] {
  return sql.exec<Row>(`SELECT * FROM accounts WHERE token = ? ORDER BY id`, known).toArray().map(toAccount);
}
