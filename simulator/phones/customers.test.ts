import { describe, expect, it } from 'vitest';
import { customerBody, mergeCustomer } from './customers.ts';

const known = {
  channel: 'whatsapp' as const,
  ...{ phone: '551199', name: 'Maria', bsuid: 'BR.1', username: 'maria' },
  ...{ online: false, readReceipts: true, hidePhone: true, blocked: false, hideProfile: false },
};

describe('mergeCustomer', () => {
  it('gives a new customer an online phone with receipts on', () => {
    expect(mergeCustomer('1', null, { name: 'Ana' })).toEqual({
      ...{ phone: '1', name: 'Ana', bsuid: null, username: null },
      ...{ channel: 'whatsapp', online: true, readReceipts: true, hidePhone: false },
      ...{ blocked: false, hideProfile: false },
    });
  });

  it('keeps what is not mentioned', () => {
    expect(mergeCustomer('551199', known, { online: true })).toEqual({ ...known, online: true });
  });

  it('says what is missing', () => {
    expect(mergeCustomer('1', null, { online: true })).toHaveProperty('error');
    expect(mergeCustomer('551199', known, { bsuid: null })).toHaveProperty('error');
    expect(mergeCustomer('551199', known, { channel: 'instagram' })).toHaveProperty('error');
  });
});

describe('customerBody', () => {
  it('keeps usernames without the @ and refuses what is no BSUID', () => {
    expect(customerBody.parse({ username: '@maria.s' })).toEqual({ username: 'maria.s' });
    expect(customerBody.safeParse({ bsuid: '5511' }).success).toBe(false);
    expect(customerBody.safeParse({ bsuid: 'US.ENT.11815799212886844830' }).success).toBe(true);
  });
});
