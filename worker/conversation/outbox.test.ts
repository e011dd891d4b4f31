import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SendResult } from '../channels/channel.ts';
import { ana, heard, hour, noon, results, sends } from '../testing/events.ts';
import { Memory } from '../testing/memory.ts';
import { backOff, nextToLeave } from './outbox.ts';
import type { OutboxRow } from './state.ts';

const row = (part: Partial<OutboxRow> = {}): OutboxRow => ({
  messageId: 'a',
  seq: 1,
  attempt: 0,
  dueAt: noon,
  leftAt: null,
  ...part,
});
const chance = fc.double({ min: 0, max: 1, noNaN: true });
const attempt = fc.nat(5000);

describe('what leaves next', () => {
  it('is the first, if its time has come (R-19)', () => {
    expect(nextToLeave([], noon)).toBeNull();
    expect(nextToLeave([row()], noon)).toEqual(row());
    expect(nextToLeave([row()], noon - 1)).toBeNull();
  });

  it('is nothing while one is on its way (R-19)', () => {
    expect(nextToLeave([row({ leftAt: noon - 1 }), row({ seq: 2 })], noon)).toBeNull();
  });

  it('is nothing while one waits, however ready the others are (R-19)', () => {
    expect(nextToLeave([row({ dueAt: noon + 1 }), row({ seq: 2, dueAt: 0 })], noon)).toBeNull();
  });

  it('is in the order of the commits, whatever the answers are (R-19)', () => {
    const answers = [results.accepted('x'), results.failed, results.unknown, results.later(1000)];
    const kind = fc.array(fc.nat(answers.length - 1), { maxLength: 40 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), kind, (count, kinds) => {
        const memory = new Memory();
        memory.hear(heard({ id: 'in' }));
        for (let n = 0; n < count; n += 1) memory.ask(ana, sends(`c${n}`, 'x'));
        const left: string[] = [];
        for (const one of kinds) {
          memory.now += 1000;
          const leaving = memory.leave();
          if (!leaving) continue;
          left.push(leaving.messageId);
          const answer: SendResult = answers[one] ?? results.failed;
          memory.answer(leaving, one === 0 ? results.accepted(`wamid.${leaving.seq}`) : answer);
        }
        const order = left.map((id) => Number(id.slice(1)));
        expect(order).toEqual([...order].sort((a, b) => a - b));
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});

describe('the time until the next try', () => {
  it('is what Meta asks for (R-20)', () => {
    expect(backOff(0, 7000, 0)).toBe(7000);
    expect(backOff(50, 90_000, 1)).toBe(90_000);
  });

  it('is some seconds at first, minutes in the end, never nothing (R-20)', () => {
    fc.assert(
      fc.property(attempt, chance, (n, luck) => {
        const wait = backOff(n, null, luck);
        expect(Number.isInteger(wait)).toBe(true);
        expect(wait).toBeGreaterThanOrEqual(500);
        expect(wait).toBeLessThanOrEqual(hour);
      }),
      { seed: 1 },
    );
    expect(backOff(0, null, 1)).toBeLessThanOrEqual(10_000);
    expect(backOff(20, null, 0)).toBeGreaterThanOrEqual(60_000);
  });

  it('grows with every try, jitter aside, and differs by chance (R-20)', () => {
    fc.assert(
      fc.property(attempt, chance, (n, luck) => backOff(n, null, luck) <= backOff(n + 1, null, luck)),
      { seed: 2 },
    );
    expect(new Set([0, 0.25, 0.5, 0.75, 1].map((luck) => backOff(3, null, luck))).size).toBe(5);
  });
});
