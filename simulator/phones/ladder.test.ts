import { describe, expect, it } from 'vitest';
import { climb } from './ladder.ts';

const accepted = { status: 'accepted', seen: false } as const;
const phone = { online: true, chatOpen: false, readReceipts: true };

describe('climb', () => {
  it('stops at sent while the phone is offline, even with the chat open', () => {
    const offline = climb(accepted, { ...phone, online: false, chatOpen: true });
    expect(offline).toEqual({ message: { status: 'sent', seen: false }, steps: ['sent'] });
  });

  it('goes on to delivered when the phone comes online', () => {
    expect(climb({ status: 'sent', seen: false }, phone).steps).toEqual(['delivered']);
  });

  it('takes every step at once in an open chat', () => {
    const read = climb(accepted, { ...phone, chatOpen: true });
    expect(read).toEqual({ message: { status: 'read', seen: true }, steps: ['sent', 'delivered', 'read'] });
  });

  it('tells no reading when receipts are off, nor later', () => {
    const seen = climb(
      { status: 'delivered', seen: false },
      { ...phone, chatOpen: true, readReceipts: false },
    );
    expect(seen).toEqual({ message: { status: 'delivered', seen: true }, steps: [] });
    expect(climb(seen.message, { ...phone, chatOpen: true }).steps).toEqual([]);
  });

  it('never takes a step twice', () => {
    const read = climb(accepted, { ...phone, chatOpen: true });
    expect(climb(read.message, { ...phone, chatOpen: true })).toEqual({ message: read.message, steps: [] });
  });
});
