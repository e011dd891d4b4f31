import { describe, expect, it } from 'vitest';
import { afterBusiness, afterCustomer, freeEntry, isOpen, windowLength, type Windows } from './window.ts';

const hour = 60 * 60 * 1000;
const never: Windows = { openerAt: null, adAt: null, fepId: null, fepUntil: null };
const wrote = (at: number, type = 'text', fromAd = false) => afterCustomer(never, { type, at, fromAd });

describe('the 24-hour window', () => {
  it('is closed until the customer writes and closes at the instant of expiry', () => {
    expect(isOpen(never, 0)).toBe(false);
    expect(isOpen(wrote(1000), 1000 + windowLength - 1)).toBe(true);
    expect(isOpen(wrote(1000), 1000 + windowLength)).toBe(false);
  });

  it('opens with what a customer writes, not with reactions or system messages', () => {
    for (const type of ['text', 'image', 'interactive', 'unsupported'])
      expect(isOpen(wrote(0, type), 1)).toBe(true);
    for (const type of ['reaction', 'system', 'edit', 'revoke'])
      expect(isOpen(wrote(0, type), 1)).toBe(false);
  });

  it('never moves back', () => {
    const late = afterCustomer(wrote(5000), { type: 'text', at: 1000, fromAd: false });
    expect(late.openerAt).toBe(5000);
  });
});

describe('the free entry point', () => {
  const ad = wrote(0, 'text', true);

  it('begins with our answer and lasts 72 hours', () => {
    const answered = afterBusiness(ad, 2 * hour, () => 'fep');
    expect(freeEntry(ad, hour)).toBeNull();
    expect(freeEntry(answered, 74 * hour - 1)).toEqual({ id: 'fep', until: 74 * hour });
    expect(freeEntry(answered, 74 * hour)).toBeNull();
  });

  it('is lost without an answer in time, and does not begin twice', () => {
    expect(
      freeEntry(
        afterBusiness(ad, 24 * hour, () => 'fep'),
        24 * hour,
      ),
    ).toBeNull();
    const answered = afterBusiness(ad, hour, () => 'first');
    expect(afterBusiness(answered, 2 * hour, () => 'second').fepId).toBe('first');
  });
});
