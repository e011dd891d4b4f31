/** Webhooks out: a queue that survives restarts, driven at once when something happens and by the alarm otherwise. */
import { keep, readSettings, recall } from '../kept.ts';
import type { Update } from './envelope.ts';
import { logAttempt } from './log.ts';
import { post, type Answer } from './post.ts';
import { dueDeliveries, enqueue, formDeliveries, hurry, settle, waiting, type Delivery } from './queue.ts';

type Surroundings = {
  readonly storage: DurableObjectStorage;
  /** Called with the customers' messages that the product has taken. */
  readonly told: (wamids: readonly string[]) => void;
  /** Called when something changed that the pages show. */
  readonly changed: () => void;
};

/** While a run lasts the alarm stands this far ahead, so that a killed process is followed by another run. */
const safetyMs = 5000;
const flushStepMs = 10;

export class WebhooksOut {
  readonly #storage: DurableObjectStorage;
  readonly #told: Surroundings['told'];
  readonly #changed: Surroundings['changed'];
  #running = false;

  constructor({ storage, told, changed }: Surroundings) {
    this.#storage = storage;
    this.#told = told;
    this.#changed = changed;
  }

  get #sql(): SqlStorage {
    return this.#storage.sql;
  }

  /** Takes over what is to be told; the first attempts start now. */
  publish(updates: readonly Update[]): void {
    if (updates.length === 0) return;
    enqueue(this.#sql, readSettings(this.#sql), updates);
    this.kick();
  }

  /** Sends whatever is due, unless that is being done already. */
  kick(): void {
    if (!this.#running) void this.run();
  }

  /** Sends whatever is due, then sets the alarm for the rest. The alarm's handler comes here too. */
  async run(): Promise<void> {
    if (this.#running) return void this.#storage.setAlarm(Date.now() + safetyMs);
    this.#running = true;
    try {
      let due = this.#takeDue();
      if (due.length > 0) void this.#storage.setAlarm(Date.now() + safetyMs);
      while (due.length > 0) {
        await Promise.all(due.map((delivery) => this.#deliver(delivery)));
        due = this.#takeDue();
      }
    } finally {
      this.#running = false;
      this.#arm();
    }
  }

  isPaused(): boolean {
    return recall(this.#sql, 'paused') === true;
  }

  /** Holds everything back, or lets it go on. */
  pause(paused: boolean): void {
    keep(this.#sql, 'paused', paused);
    this.kick();
  }

  /** Waits until nothing waits any more or `ms` have passed; with `force` nothing waits for its time. */
  async flush(ms: number, force: boolean): Promise<boolean> {
    const deadline = Date.now() + ms;
    while (!this.isEmpty()) {
      if (Date.now() >= deadline || this.isPaused()) return false;
      if (force) hurry(this.#sql, readSettings(this.#sql), Date.now());
      this.kick();
      await new Promise((resolve) => setTimeout(resolve, flushStepMs));
    }
    return true;
  }

  isEmpty(): boolean {
    const { updates, deliveries } = waiting(this.#sql, readSettings(this.#sql));
    return updates + deliveries === 0;
  }

  #takeDue(): Delivery[] {
    if (this.isPaused()) return [];
    const settings = readSettings(this.#sql);
    formDeliveries(this.#sql, settings, Date.now());
    return dueDeliveries(this.#sql, settings.habits.concurrency, Date.now());
  }

  async #deliver(delivery: Delivery): Promise<void> {
    const settings = readSettings(this.#sql);
    const copies = Array.from({ length: settings.habits.parallel }, () =>
      post(settings, delivery.body, 'good'),
    );
    const answers = await Promise.all(copies);
    if (!this.#isKept(delivery)) return;
    for (const answer of answers) this.#log(delivery, answer);
    const ok = answers.every(({ status }) => status === 200);
    settle(this.#sql, delivery, { ok, baseMs: settings.retryBaseMs });
    if (ok) this.#told(JSON.parse(delivery.tells) as string[]);
    this.#changed();
  }

  /** False after a reset in the meantime. */
  #isKept({ id }: Delivery): boolean {
    return this.#sql.exec(`SELECT 1 FROM deliveries WHERE id = ?`, id).toArray().length > 0;
  }

  #log({ id, attempts, labels }: Delivery, answer: Answer): void {
    const of = { deliveryId: id, attempt: attempts + 1, labels: JSON.parse(labels) as string[] };
    logAttempt(this.#sql, { ...of, ...answer });
  }

  #arm(): void {
    const { nextAt } = waiting(this.#sql, readSettings(this.#sql));
    if (nextAt === null || this.isPaused()) return void this.#storage.deleteAlarm();
    // An alarm that is not ahead of the clock is lost when it is set while one is handled.
    void this.#storage.setAlarm(Math.max(nextAt, Date.now() + 1));
  }
}
