import { expect, it } from 'vitest';
import { phoneOf } from './phone.ts';

it.each([
  ['+55 11 98765-4321', 'US', '+5511987654321'],
  ['(11) 98765-4321', 'BR', '+5511987654321'],
  ['011 98765 4321', 'BR', '+5511987654321'],
  ['0049 30 1234567', 'DE', '+49301234567'],
  ['5511987654321', 'BR', '+5511987654321'],
  ['(555) 123-4567', 'US', '+15551234567'],
  ['+1 555 123 4567', undefined, '+15551234567'],
  ['٠٥٠١٢٣٤٥٦٧', 'SA', '+966501234567'],
  ['12', 'US', null],
  ['123456789012345678', 'US', null],
  ['5.51198E+12', 'BR', null],
  ['11 98765 4321 or 11 98765 4322', 'BR', null],
  ['+1 213 373 4253 ext. 9', 'US', null],
  ['98765 4321', undefined, null],
  ['not a phone', 'BR', null],
  ['', 'BR', null],
])('%j in %s is %s', (text, country, phone) => {
  const read = phoneOf(text, country);
  expect('phone' in read ? read.phone : null).toBe(phone);
});
