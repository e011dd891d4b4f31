/** The business's accounts as Meta knows them. */
import { z } from 'zod';
import type { Account } from '../control.ts';

export const accountBody = z.strictObject({
  wabaId: z.string().regex(/^\d+$/, 'use digits'),
  name: z.string().trim().min(1),
  displayNumber: z.string().regex(/^\+?[\d\s()-]{5,25}$/, 'write a phone number, like +55 11 4004-7700'),
  token: z.string().min(1),
});

type Row = { id: string; waba_id: string; name: string; display_number: string; token: string };

function toAccount({ id, waba_id: wabaId, name, display_number: displayNumber, token }: Row): Account {
  return { id, wabaId, name, displayNumber, token };
}

/** Only the digits of a phone number. */
export function digits(number: string): string {
  return number.replaceAll(/\D/g, '');
}

/** Registers an account, or replaces what was known of it. */
export function putAccount(sql: SqlStorage, account: Account): void {
  const { id, wabaId, name, displayNumber, token } = account;
  sql.exec(`INSERT OR REPLACE INTO accounts VALUES (?, ?, ?, ?, ?)`, id, wabaId, name, displayNumber, token);
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

/** Whether any account was registered with this token. */
export function isKnownToken(sql: SqlStorage, token: string): boolean {
  return sql.exec(`SELECT 1 FROM accounts WHERE token = ?`, token).toArray().length > 0;
}
