import { describe, expect, it } from 'vitest';
import { customerBody } from './phones/customers.ts';
import { sampleAccounts, sampleCustomers, type SampleLine } from './sample.ts';

const hour = 60;
const chats = sampleCustomers.flatMap((customer) => customer.chats);
const lastOpener = (lines: readonly SampleLine[]) =>
  Math.min(...lines.filter(({ from }) => from === 'customer').map(({ agoMinutes }) => agoMinutes));
const closingBetween = (low: number, high: number) =>
  chats.filter(({ lines }) => 24 * hour - lastOpener(lines) > low && 24 * hour - lastOpener(lines) <= high)
    .length;

describe('sample', () => {
  it('fits the control routes, every customer with a phone and BSUID of their own', () => {
    for (const { phone, chats: _, ...body } of sampleCustomers) {
      expect(phone).toMatch(/^\d{5,15}$/);
      expect(customerBody.safeParse(body).error).toBeUndefined();
    }
    expect(new Set(sampleCustomers.map(({ phone }) => phone)).size).toBe(sampleCustomers.length);
    const ids = sampleCustomers.flatMap(({ bsuid }) => bsuid ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const known = sampleAccounts.map(({ id }) => id);
    expect(chats.every(({ accountId }) => known.includes(accountId))).toBe(true);
  });

  it('spreads the windows', () => {
    expect(closingBetween(3 * hour, 24 * hour)).toBeGreaterThanOrEqual(6);
    expect(closingBetween(50, 3 * hour)).toBeGreaterThanOrEqual(3);
    expect(closingBetween(15, 50)).toBeGreaterThanOrEqual(3);
    expect(closingBetween(-Infinity, 0)).toBeGreaterThanOrEqual(5);
  });

  it('lets agents write only in open windows, and nothing old after them', () => {
    for (const { lines } of chats) {
      const first = lines.findIndex(({ from }) => from === 'agent');
      if (first < 0) continue;
      expect(lastOpener(lines.slice(0, first))).toBeLessThan(24 * hour);
      expect(lines.slice(first).every(({ agoMinutes }) => agoMinutes === 0)).toBe(true);
    }
  });
});
