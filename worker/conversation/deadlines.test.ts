import { describe, expect, it } from 'vitest';
import { ana, day, heard, hour, noon, sends } from '../testing/events.ts';
import { Memory } from '../testing/memory.ts';
import { deadlines, earliest, type Facts } from './deadlines.ts';

const nothing: Facts = {
  now: noon,
  state: null,
  outbox: [],
  parkedSince: null,
  commandsSince: null,
  staleSince: null,
  echoSince: null,
  fileDueAt: null,
  choresAt: noon,
};

function opened(): Memory {
  const memory = new Memory();
  memory.hear(heard({ id: 'a' }));
  return memory;
}
const kinds = (facts: Partial<Facts>) => deadlines({ ...nothing, ...facts }).map(({ kind }) => kind);
const dueOf = (facts: Partial<Facts>) => earliest(deadlines({ ...nothing, ...facts }));

describe('the deadlines of a conversation', () => {
  it('are none before it begins (R-38)', () => {
    expect(deadlines(nothing)).toEqual([]);
    expect(earliest([])).toBeNull();
  });

  it('are many, with one alarm at the earliest (R-38)', () => {
    const memory = opened();
    memory.ask(ana, sends('c', 'x'));
    const facts = { state: memory.state, outbox: memory.outbox, parkedSince: noon, commandsSince: noon };
    expect(kinds({ ...facts, staleSince: noon }).sort()).toEqual([
      'commands',
      'index',
      'outbox',
      'parked',
      'window',
    ]);
    expect(dueOf({ ...facts, staleSince: noon })).toBe(
      Math.min(...deadlines({ ...nothing, ...facts, staleSince: noon }).map(({ dueAt }) => dueAt)),
    );
  });

  it('have the window’s end while it is not told, and not after (R-38)', () => {
    const memory = opened();
    expect(dueOf({ state: memory.state })).toBe(noon + day);
    memory.now = noon + day;
    memory.ring();
    expect(deadlines({ ...nothing, state: memory.state })).toEqual([]);
  });

  it('keep reports and client ids for 7 days at least (R-9, R-18)', () => {
    expect(dueOf({ parkedSince: noon })).toBe(noon + 7 * day);
    expect(dueOf({ commandsSince: noon })).toBeGreaterThanOrEqual(noon + 7 * day);
  });

  it('come back to a message that waits, when it may leave (R-20, R-38)', () => {
    const row = { messageId: 'c', seq: 1, attempt: 2, dueAt: noon + hour, leftAt: null };
    expect(dueOf({ outbox: [row, { ...row, seq: 2, attempt: 0, dueAt: noon }] })).toBe(noon + hour);
  });

  it('come back to a message that was told to wait for its turn just then, tried or not (R-22, R-38)', () => {
    const row = { messageId: 'c', seq: 1, attempt: 0, dueAt: noon + 700, leftAt: null };
    expect(dueOf({ outbox: [row] })).toBe(noon + 700);
  });

  it('come back soon to a message that left or has just been written (R-21, R-38)', () => {
    const row = { messageId: 'c', seq: 1, attempt: 0, dueAt: noon, leftAt: null };
    for (const outbox of [[row], [{ ...row, leftAt: noon }]]) {
      expect(dueOf({ outbox })).toBeGreaterThan(noon);
      expect(dueOf({ outbox })).toBeLessThanOrEqual(noon + 2 * 60_000);
    }
  });

  it('come back to an index that lags (R-35, R-38)', () => {
    expect(dueOf({ staleSince: noon })).toBeLessThanOrEqual(noon + hour);
  });

  it('have the end of a free entry point while it is not told, and not after (R-15, R-38)', () => {
    const memory = opened();
    memory.run((change) => change.setHead({ freeEntryUntil: noon + 3 * hour }));
    expect(dueOf({ state: memory.state })).toBe(noon + 3 * hour);
    memory.now = noon + 3 * hour;
    memory.ring();
    expect(dueOf({ state: memory.state })).toBe(noon + day);
  });

  it('settle an echo that waits, later than an answer may take and soon (R-38, R-43)', () => {
    expect(dueOf({ echoSince: noon })).toBeGreaterThanOrEqual(noon + 10_000);
    expect(dueOf({ echoSince: noon })).toBeLessThanOrEqual(noon + 60_000);
  });

  it('come back to work for Meta, each with patience since it was last tried (R-25, R-32, R-38)', () => {
    const memory = opened();
    expect(kinds({ state: memory.state })).toEqual(['window']);
    memory.run((change) => change.setState({ markRead: 'a', joins: ['other'], profileDueAt: noon }));
    expect(kinds({ state: memory.state }).sort()).toEqual(['join', 'mark-read', 'profile', 'window']);
    expect(dueOf({ state: memory.state })).toBeGreaterThan(noon);
    expect(dueOf({ fileDueAt: noon + 5 })).toBe(noon + 5);
  });

  it('are all in the future of what has just been done: no alarm rings in a loop (R-38, R-39)', () => {
    const memory = opened();
    memory.run((change) => change.setState({ markRead: 'a', joins: ['other'], profileDueAt: noon }));
    const facts = {
      state: memory.state,
      staleSince: noon,
      echoSince: noon,
      parkedSince: noon,
      commandsSince: noon,
    };
    expect(dueOf(facts)).toBeGreaterThan(noon + 1000);
  });
});
