/** The faults that wait for the next sends. */
import { faultSchema, type Fault, type Occasion, type WaitingFault } from './fault.ts';

type Row = { id: number; json: string; remaining: number | null };

/** Puts faults at the end of the queue. */
export function addFaults(sql: SqlStorage, faults: readonly Fault[]): void {
  for (const fault of faults) {
    const remaining = fault.times === 'all' ? null : fault.times;
    sql.exec(`INSERT INTO faults (json, remaining) VALUES (?, ?)`, JSON.stringify(fault), remaining);
  }
}

/** The faults that wait, the next one first. */
export function waitingFaults(sql: SqlStorage): WaitingFault[] {
  return sql
    .exec<Row>(`SELECT * FROM faults ORDER BY id`)
    .toArray()
    .map(({ id, json, remaining }) => ({
      ...faultSchema.parse(JSON.parse(json)),
      id,
      remaining: remaining ?? 'all',
    }));
}

/** No faults any more. */
export function dropFaults(sql: SqlStorage): void {
  sql.exec(`DELETE FROM faults`);
}

/** The fault that this request meets, if any; it counts as met. */
export function takeFault(sql: SqlStorage, occasion: Occasion, accountId: string): Fault | null {
  const fault = waitingFaults(sql).find(
    ({ meets, accountId: only }) =>
      (meets === occasion || meets === 'any') && (only === undefined || only === accountId),
  );
  if (fault === undefined) return null;
  sql.exec(`UPDATE faults SET remaining = remaining - 1 WHERE id = ?`, fault.id);
  sql.exec(`DELETE FROM faults WHERE remaining = 0`);
  return fault;
}
