/** The log of attempts: what was told, when, and what the product answered. */

import type { Attempt } from '../control.ts';

type Row = {
  id: number;
  delivery_id: number | null;
  attempt: number;
  at: number;
  status: number;
  text: string;
  took_ms: number;
  labels: string;
};

const kept = 20_000;

/** Adds an attempt and drops the oldest when there are too many. */
export function logAttempt(sql: SqlStorage, attempt: Omit<Attempt, 'id'>): void {
  const { deliveryId, at, status, text, tookMs, labels } = attempt;
  const { id } = sql
    .exec<{ id: number }>(
      `INSERT INTO attempts (delivery_id, attempt, at, status, text, took_ms, labels)
       VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id`,
      ...[deliveryId, attempt.attempt, at, status, text, tookMs, JSON.stringify(labels)],
    )
    .one();
  sql.exec(`DELETE FROM attempts WHERE id <= ?`, id - kept);
}

function toAttempt(row: Row): Attempt {
  const { id, delivery_id: deliveryId, attempt, at, status, text, took_ms: tookMs } = row;
  return { id, deliveryId, attempt, at, status, text, tookMs, labels: JSON.parse(row.labels) as string[] };
}

/** Attempts after the one with id `after`, oldest first. */
export function attemptsAfter(sql: SqlStorage, after: number): Attempt[] {
  return sql.exec<Row>(`SELECT * FROM attempts WHERE id > ? ORDER BY id`, after).toArray().map(toAttempt);
}

/** The newest attempts, newest first. */
export function newestAttempts(sql: SqlStorage, limit: number): Attempt[] {
  return sql.exec<Row>(`SELECT * FROM attempts ORDER BY id DESC LIMIT ?`, limit).toArray().map(toAttempt);
}
