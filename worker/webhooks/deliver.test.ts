import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConversationEvent, CustomerName, Parsed } from '../channels/channel.ts';
import type { Batch } from '../conversation/ingest.ts';
import { conversationId } from '../conversation/id.ts';
import type { Env } from '../env.ts';
import { keepLetters } from '../letters/letters.ts';
import { heard, reported } from '../testing/events.ts';
import { deliver, handOver, sortByConversation } from './deliver.ts';

vi.mock('../letters/letters.ts', () => ({ keepLetters: vi.fn() }));

const idsOf = (batches: readonly Batch[]) =>
  batches.map(({ events }) =>
    events.map((one) => (one.type === 'status' ? `s-${one.id}` : 'id' in one && one.id)),
  );
const from = (id: string, ...names: readonly CustomerName[]) => heard({ id, names });

describe('the events of one body', () => {
  it('go together where they share a name, in their order (R-30)', () => {
    const events = [
      from('a', 'phone:1'),
      from('b', 'phone:2'),
      reported({ id: 'c', step: 'sent', names: ['phone:1'] }),
      from('d', 'phone:1'),
    ];
    expect(idsOf(sortByConversation(events))).toEqual([['a', 's-c', 'd'], ['b']]);
  });

  it('go together when a later one shows that two names are one customer (R-30, R-31)', () => {
    const events = [
      from('a', 'phone:1'),
      from('b', 'bsuid:US.1'),
      from('x', 'phone:2'),
      from('c', 'bsuid:US.1', 'phone:1'),
      from('d', 'phone:1'),
    ];
    const [one, other, ...more] = sortByConversation(events);
    expect(one?.names).toEqual(['bsuid:US.1', 'phone:1']);
    expect(one?.events.map((event) => 'id' in event && event.id)).toEqual(['a', 'b', 'c', 'd']);
    expect(other?.names).toEqual(['phone:2']);
    expect(more).toEqual([]);
  });

  it('never go together across accounts or channels (R-29)', () => {
    const events = [
      from('a', 'phone:1'),
      heard({ id: 'b', names: ['phone:1'], accountId: '556' }),
      heard({ id: 'c', names: ['phone:1'], channel: 'messenger' }),
    ];
    expect(sortByConversation(events).map(({ line }) => line)).toEqual([
      { channel: 'whatsapp', accountId: '555' },
      { channel: 'whatsapp', accountId: '556' },
      { channel: 'messenger', accountId: '555' },
    ]);
  });

  it('are none of no events', () => {
    expect(sortByConversation([])).toEqual([]);
  });

  const name = fc.constantFrom<CustomerName>(
    'phone:1',
    'phone:2',
    'phone:3',
    'bsuid:A',
    'bsuid:B',
    'bsuid:C',
  );
  const naming = fc.array(fc.uniqueArray(name, { minLength: 1, maxLength: 2 }), { maxLength: 12 });

  /** Who belongs with whom, the slow way: joined until nothing joins any more. */
  function customers(all: readonly (readonly CustomerName[])[]): ReadonlySet<CustomerName>[] {
    const sets: Set<CustomerName>[] = [];
    for (const names of all) {
      const touched = sets.filter((set) => names.some((one) => set.has(one)));
      for (const set of touched) sets.splice(sets.indexOf(set), 1);
      sets.push(new Set([...names, ...touched.flatMap((set) => [...set])]));
    }
    return sets;
  }

  it('are sorted so that nothing is lost, doubled, reordered or split (R-29, R-30)', () => {
    fc.assert(
      fc.property(naming, (all) => {
        const events = all.map((names, index) => from(`m${index}`, ...names));
        const batches = sortByConversation(events);
        const sorted = batches.flatMap(({ events: own }) => own);
        expect(new Set(sorted)).toEqual(new Set(events));
        expect(sorted).toHaveLength(events.length);
        for (const { events: own } of batches) {
          const order = own.map((event) => events.indexOf(event as (typeof events)[number]));
          expect(order).toEqual([...order].sort((a, b) => a - b));
        }
        const found = batches.map(({ names }) => [...names].sort().join());
        expect(found.sort()).toEqual(
          customers(all)
            .map((set) => [...set].sort().join())
            .sort(),
        );
        for (const { names } of batches) {
          expect(new Set(names).size).toBe(names.length);
          const firstPhone = names.findIndex((one) => one.startsWith('phone:'));
          const lastId = names.findLastIndex((one) => one.startsWith('bsuid:'));
          if (firstPhone >= 0) expect(lastId).toBeLessThan(firstPhone);
        }
      }),
      { seed: 1, numRuns: 1000 },
    );
  });
});

describe('delivering', () => {
  const taken: Batch[] = [];
  /** Objects that commit what they are given, unless told otherwise. */
  function town(ingest: (batch: Batch, id: string) => Promise<unknown>): Env {
    const getByName = (id: string) => ({ ingest: async (batch: Batch) => ingest(batch, id) });
    return { CONVERSATION: { getByName } } as unknown as Env;
  }
  const parsed = (...events: readonly ConversationEvent[]): Parsed => ({ events, broken: [] });
  const commits = async (batch: Batch, id: string) => {
    taken.push(batch);
    return { id, poison: [] };
  };

  beforeEach(() => {
    taken.length = 0;
    vi.mocked(keepLetters).mockReset();
  });

  it('gives each customer’s events to the object of their strongest name, in one call (R-30)', async () => {
    const ids: string[] = [];
    const env = town(async (batch, id) => {
      ids.push(id);
      return commits(batch, id);
    });
    await deliver(
      env,
      parsed(from('a', 'bsuid:US.1', 'phone:1'), from('b', 'phone:1'), from('c', 'phone:2')),
      5,
    );
    const line = { channel: 'whatsapp', accountId: '555' } as const;
    const wanted = [await conversationId(line, 'bsuid:US.1'), await conversationId(line, 'phone:2')];
    expect(ids.sort()).toEqual(wanted.sort());
    expect(idsOf(taken).sort()).toEqual([['a', 'b'], ['c']]);
  });

  it('fails when one did not commit, after the others have (R-44)', async () => {
    const env = town(async (batch, id) => {
      if (batch.names[0] === 'phone:2') throw new Error('overloaded');
      return commits(batch, id);
    });
    const all = parsed(from('a', 'phone:1'), from('b', 'phone:2'), from('c', 'phone:3'));
    await expect(deliver(env, all, 5)).rejects.toThrow('did not commit');
    expect(idsOf(taken).sort()).toEqual([['a'], ['c']]);
  });

  it('fails when what belongs to nobody could not be kept (R-40, R-44)', async () => {
    vi.mocked(keepLetters).mockRejectedValue(new Error('D1 is down'));
    await expect(deliver(town(commits), parsed(from('a', 'phone:1')), 5)).rejects.toThrow('D1 is down');
    expect(idsOf(taken).sort()).toEqual([['a']]);
  });

  it('keeps a poisonous event with its reason and its own words (R-40)', async () => {
    const env = town(async (_batch, id) => ({ id, poison: [{ index: 1, reason: 'it broke' }] }));
    await deliver(env, parsed(from('a', 'phone:1'), from('b', 'phone:1')), 5);
    const [, letters] = vi.mocked(keepLetters).mock.calls[0] ?? [];
    expect(letters?.broken).toMatchObject([{ channel: 'whatsapp', reason: 'it broke' }]);
    expect(JSON.parse(letters?.broken[0]?.raw ?? '')).toEqual({ event: from('b', 'phone:1') });
  });

  it('keeps an event that names no customer, rather than lose it (R-40)', async () => {
    await deliver(town(commits), parsed(from('a'), from('b', 'phone:1')), 5);
    const [, letters] = vi.mocked(keepLetters).mock.calls[0] ?? [];
    expect(letters?.broken).toMatchObject([{ channel: 'whatsapp', reason: 'event of no customer' }]);
    expect(idsOf(taken)).toEqual([['b']]);
  });

  it('writes letters only after the conversations have what is theirs (R-44)', async () => {
    vi.mocked(keepLetters).mockImplementation(async () => {
      expect(idsOf(taken)).toEqual([['a']]);
    });
    await deliver(town(commits), { ...parsed(from('a', 'phone:1')), broken: [] }, 5);
    expect(keepLetters).toHaveBeenCalledOnce();
  });

  it('hands over again for a replay, and says what broke again (R-40)', async () => {
    const env = town(async (_batch, id) => ({ id, poison: [{ index: 0, reason: 'it broke' }] }));
    expect(await handOver(env, [from('a', 'phone:1')])).toMatchObject([{ reason: 'it broke' }]);
    const down = town(async () => {
      throw new Error('overloaded');
    });
    await expect(handOver(down, [from('a', 'phone:1')])).rejects.toThrow('did not commit');
    expect(keepLetters).not.toHaveBeenCalled();
  });

  it('asks all objects of a large body, not only the first ones (R-44)', async () => {
    const many = Array.from({ length: 230 }, (_, n) => from(`m${n}`, `phone:${n + 1}`));
    await deliver(town(commits), parsed(...many), 5);
    expect(taken).toHaveLength(230);
  });
});
