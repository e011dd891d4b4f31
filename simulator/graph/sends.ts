/** Every request to /messages as it was received, and what became of it: the proof that nothing was sent twice. */

import type { Send } from '../control.ts';

type Row = Omit<Send, 'accountId'> & { readonly account_id: string };

/** Writes a request down. */
export function logSend(sql: SqlStorage, send: Omit<Send, 'id'>): void {
  const { at, accountId, kind, body, outcome, code, wamid } = send;
  sql.exec(
    `INSERT INTO sends (at, account_id, kind, body, outcome, code, wamid) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ...[at, accountId, kind, body, outcome, code, wamid],
  );
}

/** Requests after the one with id `after`, oldest first. */
export function sendsAfter(sql: SqlStorage, after: number): Send[] {
  return sql
    .exec<Row>(`SELECT * FROM sends WHERE id > ? ORDER BY id`, after)
    .toArray()
    .map(({ account_id: accountId, ...send }) => ({ ...send, accountId }));
}
