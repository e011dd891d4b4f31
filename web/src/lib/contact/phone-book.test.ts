import { expect, test } from 'vitest';
import { cityOf, countryName, countryOf, flagOf, phoneWords, whereabouts } from './phone-book.ts';

const summer = Date.UTC(2026, 6, 1);

test.each([
  ['+5511987654321', 'BR', '🇧🇷', 'Brazil', '+55 11 98765 4321'],
  ['+351912345678', 'PT', '🇵🇹', 'Portugal', '+351 912 345 678'],
  ['+12125550123', 'US', '🇺🇸', 'United States', '+1 212 555 0123'],
])('%s is of a country, with its flag, and written as there (B-59)', (phone, country, flag, name, words) => {
  expect([countryOf(phone), flagOf(country), countryName(country), phoneWords(phone)]).toEqual([
    country,
    flag,
    name,
    words,
  ]);
});

test.each([
  ['+351912345678', 'Europe/Lisbon', false],
  ['+4915112345678', 'Europe/Berlin', true],
  ['+5511987654321', 'America/Sao_Paulo', true],
  ['+5592987654321', 'America/Manaus', true],
  ['+12125550123', 'America/New_York', false],
])('the owner of %s is in %s, for sure: %s', (phone, zone, sure) => {
  const found = whereabouts(phone, summer);
  expect(found?.zone).toBe(zone);
  // A runtime without the zones of countries knows only the main ones.
  if ('getTimeZones' in Intl.Locale.prototype) expect(found?.sure).toBe(sure);
});

test('what is no number of a country stays as it is', () => {
  expect([countryOf('+999'), phoneWords('+999'), whereabouts('+999', summer)]).toEqual([null, '+999', null]);
  expect(cityOf('America/Argentina/Buenos_Aires')).toBe('Buenos Aires');
});
