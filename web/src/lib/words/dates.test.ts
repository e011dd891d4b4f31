import { expect, test } from 'vitest';
import { clockTime, dateTime, dayKey, dayName, isZone, rowTime } from './dates.ts';

const noon = Date.UTC(2026, 10, 21, 12);
const hour = 60 * 60 * 1000;

test('a time is read in the given zone', () => {
  expect(clockTime(noon, 'UTC')).toBe('12:00');
  expect(clockTime(noon, 'America/Sao_Paulo')).toBe('09:00');
  expect(clockTime(Date.UTC(2026, 10, 21), 'UTC')).toBe('00:00');
  expect(dateTime(noon, 'UTC')).toBe('21 Nov 2026, 12:00');
});

test('days are named from near to far', () => {
  expect(dayName(noon, noon, 'UTC')).toBe('Today');
  expect(dayName(noon - 13 * hour, noon, 'UTC')).toBe('Yesterday');
  expect(dayName(noon - 3 * 24 * hour, noon, 'UTC')).toBe('Wednesday');
  expect(dayName(noon - 8 * 24 * hour, noon, 'UTC')).toMatch(/^Friday,? 13 November 2026$/);
});

test('the same moment may be another day elsewhere', () => {
  const late = Date.UTC(2026, 10, 20, 23, 30);
  expect(dayKey(late, 'UTC')).not.toBe(dayKey(late, 'Asia/Tokyo'));
  expect(dayName(late, noon, 'Asia/Tokyo')).toBe('Today');
});

test('a row tells the year only when it is another one', () => {
  expect(rowTime(noon - hour, noon, 'UTC')).toBe('11:00');
  expect(rowTime(noon - 24 * hour, noon, 'UTC')).toBe('Yesterday');
  expect(rowTime(noon - 3 * 24 * hour, noon, 'UTC')).toBe('Wednesday');
  expect(rowTime(noon - 30 * 24 * hour, noon, 'UTC')).toBe('22 Oct');
  expect(rowTime(noon - 400 * 24 * hour, noon, 'UTC')).toBe('17 Oct 2025');
});

test('an invented zone is none', () => {
  expect(isZone('Europe/Lisbon')).toBe(true);
  expect(isZone('Mars/Olympus')).toBe(false);
});
