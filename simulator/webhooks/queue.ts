/** What Meta still has to tell, kept until it was told: updates first, then the POSTs made of them. */
import type { Settings } from '../settings.ts';
import { keep, recall } from '../kept.ts';
import { nextTryAt } from './backoff.ts';
import { envelope, updateSchema, type Update } from './envelope.ts';
import { batches, delayOf, gatheredAt, repeated } from './habits.ts';
import { dice, type Dice } from './prng.ts';
import { metaJson } from './signature.ts';

/** A POST that is due. */
export type Delivery = {
  readonly id: number;
  readonly body: string;
  /** JSON lists: words for the log; customers' messages that arrive with it. */
  readonly labels: string;
  readonly tells: string;
  readonly made_at: number;
  readonly attempts: number;
};

/** Given up and done deliveries are kept this many, for people who look at their bodies. */
const keptDeliveries = 2000;

/** The dice where they stand; whoever rolls puts them back. */
function takeDice(sql: SqlStorage, settings: Settings): Dice {
  return dice(Number(recall(sql, 'dice') ?? settings.habits.seed));
}

/** Keeps where the dice stand now, if they moved. */
function putDice(sql: SqlStorage, before: number, rolled: Dice): void {
  if (rolled.state() !== before) keep(sql, 'dice', rolled.state());
}

/** Puts updates in the queue, each with its own delay. */
export function enqueue(sql: SqlStorage, settings: Settings, updates: readonly Update[]): void {
  const rolled = takeDice(sql, settings);
  const before = rolled.state();
  for (const update of updates) {
    const dueAt = update.at + delayOf(settings.habits, rolled);
    sql.exec(`INSERT INTO updates (json, due_at) VALUES (?, ?)`, JSON.stringify(update), dueAt);
  }
  putDice(sql, before, rolled);
}

type DueUpdate = { id: number; json: string; due_at: number };

/** Makes POSTs of the updates that are due and have gathered long enough. */
export function formDeliveries(sql: SqlStorage, settings: Settings, now: number): void {
  const due = sql
    .exec<DueUpdate>(`SELECT * FROM updates WHERE due_at <= ? ORDER BY due_at, id`, now)
    .toArray();
  const [oldest] = due;
  if (oldest === undefined || gatheredAt(settings.habits, oldest.due_at, due.length) > now) return;
  const rolled = takeDice(sql, settings);
  const before = rolled.state();
  const updates = due.map(({ json }) => updateSchema.parse(JSON.parse(json)));
  for (const post of formPosts(updates, settings, rolled)) insertDelivery(sql, post, now);
  sql.exec(
    `DELETE FROM updates WHERE id IN (SELECT value FROM json_each(?))`,
    JSON.stringify(due.map(({ id }) => id)),
  );
  putDice(sql, before, rolled);
}

function formPosts(updates: readonly Update[], { habits }: Settings, rolled: Dice): Update[][] {
  const byObject = Map.groupBy(updates, ({ object }) => object);
  const posts = [...byObject.values()].flatMap((same) => batches(same, habits, rolled));
  return repeated(posts, habits, rolled).map((post) => [...post]);
}

function insertDelivery(sql: SqlStorage, updates: readonly Update[], now: number): void {
  // Which of Meta's shapes a batch takes follows from its size, so repetitions of a batch are the same bytes.
  let pair = updates.length;
  const body = metaJson(envelope(updates, () => pair++ % 3 !== 0));
  const labels = JSON.stringify(updates.map(({ label }) => label));
  const tells = JSON.stringify(updates.flatMap((update) => update.tells ?? []));
  sql.exec(
    `INSERT INTO deliveries (body, labels, tells, made_at, due_at, state) VALUES (?, ?, ?, ?, ?, 'due')`,
    ...[body, labels, tells, now, now],
  );
}

/** The next POSTs to send now. */
export function dueDeliveries(sql: SqlStorage, limit: number, now: number): Delivery[] {
  return sql
    .exec<Delivery>(
      `SELECT id, body, labels, tells, made_at, attempts FROM deliveries
       WHERE state = 'due' AND due_at <= ? ORDER BY due_at, id LIMIT ?`,
      ...[now, limit],
    )
    .toArray();
}

/** What comes of a delivery after an attempt: done, tried again later, or given up. */
export function settle(sql: SqlStorage, delivery: Delivery, outcome: { ok: boolean; baseMs: number }): void {
  const now = Date.now();
  const attempts = delivery.attempts + 1;
  const again = nextTryAt({ attempts, madeAt: delivery.made_at, baseMs: outcome.baseMs }, now);
  const state = outcome.ok ? 'done' : again === null ? 'given up' : 'due';
  sql.exec(
    `UPDATE deliveries SET attempts = ?, state = ?, due_at = ? WHERE id = ?`,
    ...[attempts, state, again ?? now, delivery.id],
  );
  sql.exec(`DELETE FROM deliveries WHERE id < ? AND state <> 'due'`, delivery.id - keptDeliveries);
}

/** How much waits, and when the next of it is due. */
export function waiting(
  sql: SqlStorage,
  settings: Settings,
): { updates: number; deliveries: number; nextAt: number | null } {
  const updates = sql
    .exec<{ count: number; oldest: number | null }>(
      `SELECT COUNT(*) AS count, MIN(due_at) AS oldest FROM updates`,
    )
    .one();
  const deliveries = sql
    .exec<{ count: number; next: number | null }>(
      `SELECT COUNT(*) AS count, MIN(due_at) AS next FROM deliveries WHERE state = 'due'`,
    )
    .one();
  const formedAt =
    updates.oldest === null ? null : gatheredAt(settings.habits, updates.oldest, updates.count);
  const times = [formedAt, deliveries.next].filter((time) => time !== null);
  return {
    updates: updates.count,
    deliveries: deliveries.count,
    nextAt: times.length === 0 ? null : Math.min(...times),
  };
}

/** Brings everything that waits forward to now: delays, gathering and retries are skipped. */
export function hurry(sql: SqlStorage, settings: Settings, now: number): void {
  const past = now - settings.habits.gatherMs;
  sql.exec(`UPDATE updates SET due_at = ? WHERE due_at > ?`, past, past);
  sql.exec(`UPDATE deliveries SET due_at = ? WHERE state = 'due' AND due_at > ?`, now, now);
}

/** The body of a delivery as it was sent, or null when it is not kept any more. */
export function bodyOf(sql: SqlStorage, deliveryId: number): string | null {
  const [row] = sql.exec<{ body: string }>(`SELECT body FROM deliveries WHERE id = ?`, deliveryId).toArray();
  return row?.body ?? null;
}
