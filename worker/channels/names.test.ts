import { describe, expect, it } from 'vitest';
import {
  bareName,
  canonicalPhone,
  phoneDigits,
  phoneSpellings,
  whatsAppName,
  whatsAppNames,
} from './names.ts';

describe('a phone', () => {
  it.each([
    ['Brazil, ninth digit', '5541988887777', '554188887777'],
    ['Brazil, ninth digit, São Paulo', '+55 (11) 98765-4321', '551187654321'],
    ['Brazil, a young mobile', '5511912345678', '551112345678'],
    ['Mexico, 1', '5215512345678', '525512345678'],
    ['Argentina, 9', '5491123456789', '541123456789'],
  ])('of %s is one name in both spellings (R-34)', (_name, long, short) => {
    expect(canonicalPhone(long)).toBe(short);
    expect(canonicalPhone(short)).toBe(short);
    expect(whatsAppName(long)).toBe(whatsAppName(short));
    expect(new Set(phoneSpellings(short))).toEqual(new Set(phoneSpellings(long)));
    expect(phoneSpellings(short)).toContain(phoneDigits(long));
  });

  it.each([
    ['a landline in Brazil beside a mobile that ends alike', '551141234567', '5511941234567'],
    ['another area of Brazil', '5541988887777', '5542988887777'],
    ['Mexico and Argentina', '525512345678', '545512345678'],
    ['a United States number with 1', '15551234567', '5551234567'],
  ])('is another one: %s (R-34)', (_name, one, other) => {
    expect(canonicalPhone(one)).not.toBe(canonicalPhone(other));
  });

  it.each(['15551234567', '4915112345678', '919446284490', '5491', '52', ''])(
    'of elsewhere stays: %s (R-34)',
    (phone) => {
      expect(canonicalPhone(phone)).toBe(phone);
      expect(phoneSpellings(phone)).toEqual([phone]);
    },
  );

  it('is its digits, however it is written; what is none stays an opaque word', () => {
    expect(phoneDigits('+1 (555) 123-4567')).toBe('15551234567');
    expect(phoneDigits('PHONE_NUMBER')).toBe('PHONE_NUMBER');
  });
});

describe('the names of a WhatsApp user', () => {
  it('are BSUID, parent and phone, strongest first, each once (R-29, R-30)', () => {
    expect(whatsAppNames({ phone: '5541988887777', parent: 'US.ENT.2', bsuid: 'US.1' })).toEqual([
      'bsuid:US.1',
      'bsuid:US.ENT.2',
      'phone:554188887777',
    ]);
    expect(whatsAppNames({ phone: '5541988887777' }, { phone: '554188887777' })).toEqual([
      'phone:554188887777',
    ]);
  });

  it('are none where Meta says none', () => {
    expect(whatsAppNames({}, { bsuid: '', phone: '' })).toEqual([]);
    expect(whatsAppName(undefined)).toBeNull();
    expect(whatsAppName('+')).toBeNull();
  });

  it('know a BSUID that stands where a phone is expected (R-29)', () => {
    expect(whatsAppName('US.13491208655302741918')).toBe('bsuid:US.13491208655302741918');
    expect(whatsAppNames({ phone: 'US.ENT.5' })).toEqual(['bsuid:US.ENT.5']);
  });

  it('can be said without their kind', () => {
    expect(bareName('bsuid:US.1')).toBe('US.1');
    expect(bareName(undefined)).toBe('');
  });
});
