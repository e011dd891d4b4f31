/**
 * The Templates object: one for each WhatsApp business account or page, so that its templates are read from Meta by one at a
 * time, once a minute at most. What was read stands in D1; here is only how far the reading is.
 */
import { DurableObject } from 'cloudflare:workers';
import { accessOf, type Access } from '../accounts/accounts.ts';
import type { Env } from '../env.ts';
import { inboxShard } from '../inbox/stub.ts';
import { log, logFailure } from '../log.ts';
import { beginning, readOn, type Place, type Reading } from './read.ts';
import { accountsOf, endReading, failReading } from './store.ts';

const readEvery = 60_000;
/** Between two goes of one long reading (ms). */
const goesOnAfter = 1000;

const notConnected = 'No account of these templates is connected. An admin connects it in the settings.';

export class Templates extends DurableObject<Env> {
  #running: Promise<void> | null = null;

  /**
   * Reads them now, unless they were read within the last minute. Whoever asks meanwhile waits for the same reading; a long
   * one goes on by itself. `accountId`: whose token to try first.
   * @throws when D1 does not answer
   */
  async read(accountId: string | null = null): Promise<void> {
    this.#running ??= this.#run(accountId).finally(() => (this.#running = null));
    return this.#running;
  }

  /** Meta told of something that is not known here: reads them as soon as the minute is over, whoever asks. */
  async readSoon(): Promise<void> {
    const { storage } = this.ctx;
    const readAt = (await storage.get<number>('readAt')) ?? 0;
    const planned = await storage.getAlarm();
    const at = Math.max(Date.now(), readAt + readEvery);
    if (planned === null || planned > at) await storage.setAlarm(at);
  }

  override async alarm(): Promise<void> {
    try {
      await this.read();
    } catch (failure) {
      // Without D1: the next picker that opens asks again.
      logFailure('templates.not-read', failure, { owner: this.#owner.id });
    }
  }

  get #owner(): { readonly channel: 'whatsapp' | 'messenger'; readonly id: string } {
    const [channel, id] = (this.ctx.id.name ?? '').split(':');
    if ((channel !== 'whatsapp' && channel !== 'messenger') || !id)
      throw new Error('Templates must be addressed as channel:owner.');
    return { channel, id };
  }

  async #run(accountId: string | null): Promise<void> {
    const { storage } = this.ctx;
    const now = Date.now();
    const goesOn = (await storage.get<Place>('place')) ?? null;
    const readAt = (await storage.get<number>('readAt')) ?? 0;
    if (goesOn === null && now - readAt < readEvery) return;
    await storage.put('readAt', now);
    const place = goesOn ?? beginning(now);
    const reading = await this.#readOn(accountId, place);
    await this.#settle(reading, place);
    log('templates.read', { owner: this.#owner.id, outcome: reading.type });
    await this.#tell();
  }

  async #readOn(accountId: string | null, place: Place): Promise<Reading> {
    const access = await this.#access(accountId);
    if (!access) return { type: 'failed', sentence: notConnected };
    return readOn(this.env, { access, ownerId: this.#owner.id }, place);
  }

  async #access(accountId: string | null): Promise<Access | null> {
    const { channel, id } = this.#owner;
    const all = await accountsOf(this.env.DB, channel, id);
    const chosen = all.find((one) => one === accountId) ?? all[0];
    return chosen === undefined ? null : accessOf(this.env, { channel, id: chosen }, Date.now());
  }

  async #settle(reading: Reading, { startedAt }: Place): Promise<void> {
    const { storage } = this.ctx;
    const { id } = this.#owner;
    if (reading.type === 'more') {
      await storage.put('place', reading.place);
      await storage.setAlarm(Date.now() + goesOnAfter);
      return;
    }
    await storage.delete('place');
    if (reading.type === 'done') await endReading(this.env.DB, id, startedAt);
    else await failReading(this.env.DB, id, reading.sentence);
  }

  /** Pages that show templates look again. */
  async #tell(): Promise<void> {
    try {
      await inboxShard(this.env, 0).templatesChanged(this.#owner.id);
    } catch (failure) {
      logFailure('templates.not-told', failure, { owner: this.#owner.id });
    }
  }
}
