/**
 * Who writes for the first time may have been imported: those who come together are looked for in one question to D1, so
 * that a burst of new customers costs no statement each.
 */
import { waitingContacts } from '../contacts/contacts.ts';
import { conversationStub } from '../conversation/id.ts';
import type { Env } from '../env.ts';
import { logFailure } from '../log.ts';
import { Pace, type Ran } from './pace.ts';
import type { Published } from './published.ts';

type Job = {
  readonly id: string;
  /** Ids under which they may have been imported. */
  readonly ids: readonly string[];
  readonly done: (looked: boolean) => void;
};

/** After a question, what comes is gathered for so long (ms). */
const gatherFor = 100;

export class Arrivals {
  readonly #env: Env;
  readonly #waiting: Job[] = [];
  readonly #pace = new Pace(() => this.#flush(), gatherFor);

  constructor(env: Env) {
    this.#env = env;
  }

  /** Hands the contacts of a conversation to it, if there are any. False: D1 or the conversation did not answer. */
  async look({ head: { id }, importedAs: ids = [] }: Published): Promise<boolean> {
    if (ids.length === 0) return true;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#waiting.push({ id, ids, done: resolve });
    this.#pace.ask();
    return promise;
  }

  async #flush(): Promise<Ran> {
    const jobs = this.#waiting.splice(0);
    try {
      const found = await waitingContacts(
        this.#env,
        jobs.flatMap(({ ids }) => ids),
      );
      await Promise.all(
        jobs.map(async ({ id, ids, done }) => {
          const contacts = ids.flatMap((one) => found.get(one) ?? []);
          if (contacts.length > 0) await conversationStub(this.#env, id).takeContacts(contacts);
          done(true);
        }),
      );
    } catch (failure) {
      logFailure('inbox.contacts-not-handed', failure, { conversations: jobs.length });
    }
    // Who is told already stays told.
    for (const { done } of jobs) done(false);
    return 'done';
  }
}
