import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventTime, extendWindow, refuseText, windowState, type WindowFacts } from './window.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const opened = Date.UTC(2026, 9, 1, 12);
const facts = (windowExpiresAt: number | null, part: Partial<WindowFacts> = {}): WindowFacts => ({
  channel: 'whatsapp',
  windowExpiresAt,
  ...part,
});
const anyTime = fc.integer({ min: 0, max: 4_000_000_000_000 });

describe('the time of an event', () => {
  it.each([
    [0, 'now', 0],
    [-day, 'yesterday', -day],
    [5 * minute, '5 minutes ahead', 5 * minute],
    [5 * minute + 1, 'a millisecond more', 0],
    [365 * day, 'a year ahead', 0],
  ])('is %i ms after arrival: %s (R-1)', (ahead, _name, expected) => {
    expect(eventTime(opened + ahead, opened)).toBe(opened + expected);
  });

  it('is never more than 5 minutes ahead of our clock (R-1)', () => {
    fc.assert(
      fc.property(anyTime, anyTime, (meta, arrived) => eventTime(meta, arrived) <= arrived + 5 * minute),
      { seed: 1 },
    );
  });
});

describe('the end of the window', () => {
  it('is 24 hours after the first opener (R-13)', () => {
    expect(extendWindow(null, opened)).toBe(opened + day);
  });

  it('moves on with a later opener and never back with an earlier one (R-13)', () => {
    expect(extendWindow(opened + day, opened + 1)).toBe(opened + day + 1);
    expect(extendWindow(opened + day, opened - 1)).toBe(opened + day);
    expect(extendWindow(opened + day, opened)).toBe(opened + day);
  });

  it('is that of the latest opener in whatever order they come (R-13)', () => {
    fc.assert(
      fc.property(fc.array(anyTime, { minLength: 1 }), (openers) => {
        const end = openers.reduce<number | null>((known, at) => extendWindow(known, at), null);
        expect(end).toBe(Math.max(...openers) + day);
      }),
      { seed: 2 },
    );
  });

  it('is not put off by a clock of Meta’s that runs ahead (R-1, R-13)', () => {
    expect(extendWindow(null, eventTime(opened + 30 * day, opened))).toBe(opened + day);
  });
});

describe('the window', () => {
  const end = opened + day;

  it.each([
    [opened, 'open'],
    [end - 3 * hour, 'open'],
    [end - 3 * hour + 1, 'soon'],
    [end - 1, 'soon'],
    [end, 'closed'],
    [end + 1, 'closed'],
    [end + 30 * day, 'closed'],
  ] as const)('at %i is %s (R-13, product §2)', (now, expected) => {
    expect(windowState(facts(end), now)).toBe(expected);
  });

  it('is none while the customer never opened one', () => {
    expect(windowState(facts(null), opened)).toBe('none');
  });

  it('is not opened by an old event that comes again (R-13)', () => {
    const replayed = extendWindow(null, eventTime(opened - 25 * hour, opened));
    expect(windowState(facts(replayed), opened)).toBe('closed');
  });
});

describe('free text', () => {
  it('may leave until the last millisecond and not after it (R-17)', () => {
    expect(refuseText(facts(opened + day), opened + day - 1)).toBeNull();
    expect(refuseText(facts(opened + day), opened + day)).toEqual({
      code: 'window-closed',
      closedAt: opened + day,
    });
  });

  it('needs a customer who wrote (R-17)', () => {
    expect(refuseText(facts(null), opened)).toEqual({ code: 'window-never-opened' });
  });

  it('leaves only on channels that can send', () => {
    expect(refuseText(facts(opened + day, { channel: 'instagram' }), opened)).toEqual({
      code: 'channel-cannot-send',
      channel: 'instagram',
    });
  });

  it('is refused exactly where the window is not open: one answer for all who ask (R-17)', () => {
    const expiry = fc.option(anyTime, { nil: null });
    fc.assert(
      fc.property(expiry, anyTime, (windowExpiresAt, now) => {
        const open = ['open', 'soon'].includes(windowState(facts(windowExpiresAt), now));
        expect(refuseText(facts(windowExpiresAt), now) === null).toBe(open);
      }),
      { seed: 3 },
    );
  });
});
