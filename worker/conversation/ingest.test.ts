/** Which object a customer's events end in: objects in memory, calling each other in any order. */
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { ConversationEvent, CustomerName } from '../channels/channel.ts';
import type { Env } from '../env.ts';
import { ana, heard, reported, results, sends } from '../testing/events.ts';
import { Memory } from '../testing/memory.ts';
import { sortByConversation } from '../webhooks/deliver.ts';
import { Change } from './change.ts';
import { conversationId } from './id.ts';
import { Ingest, type Batch, type Claim } from './ingest.ts';
import type { Store } from './store.ts';

vi.mock('../log.ts', () => ({ log: vi.fn(), logFailure: vi.fn() }));

const phone: CustomerName = 'phone:15551234567';
const bsuid: CustomerName = 'bsuid:US.1';
type Delay = () => Promise<void>;

/** One object: its rows in memory, and the code under test on top of them. */
class Home {
  readonly memory = new Memory();
  readonly ingest: Ingest;
  target: string | null = null;

  constructor(env: Env) {
    const { memory } = this;
    const store = {
      signpost: () => this.target,
      pointTo: (id: string) => void (this.target = id),
      state: () => (this.begun ? memory.state : null),
      allParked: () => memory.waiting,
      dropParked: () => void (memory.waiting = []),
    };
    this.ingest = new Ingest(env, store as unknown as Store, {
      apply: ({ start, steps }) => {
        const change = new Change(this.begun ? memory.state : start, memory, memory.now);
        for (const step of steps) step(change);
        if (!change.empty) memory.commit(change);
        return [];
      },
    });
  }

  get begun(): boolean {
    return this.memory.head.rev > 0;
  }
}

/** All objects, by id. */
class Town {
  readonly homes = new Map<string, Home>();
  readonly #env: Env;

  /** Answers of claims that get lost on their way back. */
  lost = 0;

  constructor(delay: Delay = async () => {}) {
    const getByName = (id: string) => {
      const home = this.home(id);
      return {
        ingest: async (batch: Batch) => delay().then(async () => home.ingest.ingest(id, batch)),
        claim: async (claim: Claim) => {
          await delay();
          const answer = await home.ingest.claim(id, claim);
          if (this.lost > 0) throw new Error(`answer lost, ${(this.lost -= 1)} more`);
          return answer;
        },
      };
    };
    this.#env = { CONVERSATION: { getByName } } as unknown as Env;
  }

  home(id: string): Home {
    const home = this.homes.get(id) ?? new Home(this.#env);
    this.homes.set(id, home);
    return home;
  }

  /** One webhook body. */
  async deliver(...events: readonly ConversationEvent[]): Promise<void> {
    for (const batch of sortByConversation(events)) {
      const [name = phone] = batch.names;
      const id = await conversationId(batch.line, name);
      await this.#env.CONVERSATION.getByName(id).ingest(batch);
    }
  }

  get conversations(): Memory[] {
    return [...this.homes.values()].filter((home) => home.begun).map(({ memory }) => memory);
  }

  /** Signposts that point to signposts. */
  get chains(): string[] {
    const targets = [...this.homes.values()].flatMap(({ target }) => (target === null ? [] : [target]));
    return targets.filter((id) => this.home(id).target !== null);
  }

  /** The only conversation there is. */
  get only(): Memory {
    const [first, ...others] = this.conversations;
    expect(others).toEqual([]);
    if (!first) throw new Error('no conversation began');
    return first;
  }
}

const idsIn = (memory: Memory) => memory.messages.map(({ id }) => id).sort();

/** Events that can be known to be one customer's: before both names are seen together, only one of them is. */
const known = fc.constantFrom<readonly CustomerName[]>([phone], [bsuid], [bsuid, phone]);
const story = fc
  .record({
    before: fc.constantFrom<readonly CustomerName[]>([phone], [bsuid]),
    many: fc.nat(2),
    after: fc.array(known, { maxLength: 6 }),
  })
  .map(({ before, many, after }) => [
    ...Array.from({ length: many }, () => before),
    [bsuid, phone],
    ...after,
  ]);

describe('the events of one customer', () => {
  it('end in one conversation, and no signpost points to a signpost (R-29, R-30, R-31)', async () => {
    await fc.assert(
      fc.asyncProperty(story, async (stories) => {
        const town = new Town();
        for (const [index, names] of stories.entries()) await town.deliver(heard({ id: `m${index}`, names }));
        expect(idsIn(town.only)).toEqual(stories.map((_, index) => `m${index}`).sort());
        expect([...town.only.state.names].sort()).toEqual([bsuid, phone]);
        expect(town.chains).toEqual([]);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('end in one conversation when they arrive at the same time, whoever is faster (R-30, R-31)', async () => {
    const together = fc.array(fc.constantFrom<readonly CustomerName[]>([phone], [bsuid, phone]), {
      minLength: 2,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(together, fc.scheduler(), async (all, scheduler) => {
        const town = new Town(async () => scheduler.schedule(Promise.resolve()));
        const done = Promise.all(
          all.map(async (names, index) => town.deliver(heard({ id: `m${index}`, names }))),
        );
        await scheduler.waitFor(done);
        expect(idsIn(town.only)).toEqual(all.map((_, index) => `m${index}`));
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  describe('with three names, of which the last has a conversation already,', () => {
    const third: CustomerName = 'phone:15550000003';
    async function known(): Promise<Town> {
      const town = new Town();
      await town.deliver(heard({ id: 'a', names: [third] }));
      await town.deliver(
        heard({ id: 'b', names: [bsuid, phone] }),
        heard({ id: 'c', names: [bsuid, third] }),
      );
      return town;
    }

    it('end in that one (R-30)', async () => {
      const town = await known();
      await town.deliver(heard({ id: 'd', names: [phone] }));
      await town.deliver(heard({ id: 'e', names: [bsuid] }));
      expect(idsIn(town.only)).toEqual(['a', 'b', 'c', 'd', 'e']);
      expect(town.chains).toEqual([]);
    });

    it('leave no signpost that points to a signpost (R-31)', async () => {
      expect((await known()).chains).toEqual([]);
    });
  });

  it('are repeated without any change, whichever name they show (R-3, R-31)', async () => {
    const town = new Town();
    const events = [heard({ id: 'a', names: [phone] }), heard({ id: 'b', names: [bsuid, phone] })];
    for (const event of events) await town.deliver(event);
    const { rev } = town.only.head;
    for (const event of [...events, heard({ id: 'a', names: [bsuid] })]) await town.deliver(event);
    expect(town.only.head.rev).toBe(rev);
  });

  it('stay apart from those of another account and of another customer (R-29)', async () => {
    const town = new Town();
    await town.deliver(
      heard({ id: 'a' }),
      heard({ id: 'b', accountId: '556' }),
      heard({ id: 'c', names: ['phone:1'] }),
    );
    expect(town.conversations.map(idsIn)).toEqual([['a'], ['b'], ['c']]);
  });

  it('begin nothing when they are statuses only (R-9, R-11)', async () => {
    const town = new Town();
    await town.deliver(reported({ id: 'wamid.9', step: 'sent', names: [bsuid, phone] }));
    expect(town.conversations).toEqual([]);
  });
});

describe('a report under a name that nobody knew yet', () => {
  /** A conversation under the BSUID whose send got this answer, and a status under the phone; then both names come. */
  async function untilBoth(answer: Parameters<Memory['answer']>[1] | null, callbackId?: string) {
    const town = new Town();
    await town.deliver(heard({ id: 'a', names: [bsuid] }));
    const memory = town.only;
    memory.ask(ana, sends('c1', 'Hi'));
    const row = memory.leave();
    if (row && answer) memory.answer(row, answer);
    const status = { id: 'wamid.1', step: 'delivered', names: [phone] } as const;
    await town.deliver(reported({ ...status, ...(callbackId && { callbackId }) }));
    return { town, row, both: heard({ id: 'b', names: [bsuid, phone] }) };
  }

  it('reaches its message when both names are known (R-9, R-31)', async () => {
    const { town, both } = await untilBoth(results.accepted('wamid.1'));
    await town.deliver(both);
    expect(town.only.message('c1')?.delivery?.state).toBe('delivered');
  });

  it('settles an unknown send by our own id when both names are known (R-8, R-9, R-31)', async () => {
    const { town, both } = await untilBoth(results.unknown, 'c1');
    await town.deliver(both);
    expect(town.only.message('c1')?.delivery?.state).toBe('delivered');
  });

  it('is not lost when one object’s answer to the other is, and Meta comes again (R-9, R-44)', async () => {
    const { town, both } = await untilBoth(results.accepted('wamid.1'));
    town.lost = 1;
    await expect(town.deliver(both)).rejects.toThrow('answer lost');
    await town.deliver(both);
    expect(town.only.message('c1')?.delivery?.state).toBe('delivered');
  });

  it('waits for an answer that is still to come (R-9, R-31)', async () => {
    const { town, both, row } = await untilBoth(null);
    await town.deliver(both);
    if (row) town.only.answer(row, results.accepted('wamid.1'));
    expect(town.only.message('c1')?.delivery?.state).toBe('delivered');
  });
});
