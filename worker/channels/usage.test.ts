import { describe, expect, it, test } from 'vitest';
import { refusalPause, retryAfter, usagePause } from './usage.ts';

const now = Date.UTC(2026, 10, 21, 12);
const minute = 60_000;

describe('how long Meta’s usage headers say to pause (R-20, R-22)', () => {
  const business = (use: unknown) => ({ 'x-business-use-case-usage': JSON.stringify({ '17841': [use] }) });
  test.each<[string, Record<string, string>, number | null]>([
    ['no header', {}, null],
    ['far below', { 'x-app-usage': '{"call_count":28,"total_time":25,"total_cputime":25}' }, null],
    ['just below', { 'x-app-usage': '{"call_count":99.9}' }, null],
    ['an app at its limit', { 'x-app-usage': '{"call_count":100,"total_time":25}' }, minute],
    ['a page over its limit', { 'x-page-usage': '{"total_cputime":113}' }, minute],
    [
      'a business that is told when',
      business({ type: 'messenger', call_count: 100, estimated_time_to_regain_access: 19 }),
      19 * minute,
    ],
    ['a time without a percentage', business({ estimated_time_to_regain_access: 3 }), 3 * minute],
    ['numbers as text', business({ call_count: '100', estimated_time_to_regain_access: '2' }), 2 * minute],
    ['none to wait for', business({ call_count: 12, estimated_time_to_regain_access: 0 }), null],
    [
      'the longest of all',
      {
        'x-app-usage': '{"call_count":100}',
        'x-business-use-case-usage':
          '{"1":[{"call_count":1}],"2":[{"estimated_time_to_regain_access":4},{"call_count":100}]}',
      },
      4 * minute,
    ],
    ['broken JSON', { 'x-app-usage': '{"call_count":' }, null],
    ['another shape', { 'x-business-use-case-usage': '[1,2]', 'x-page-usage': '"full"' }, null],
    [
      'one strange object beside a good one',
      { 'x-business-use-case-usage': '{"1":7,"2":[{"call_count":100}]}' },
      minute,
    ],
  ])('%s', (_title, headers, pause) => {
    expect(usagePause(new Headers(headers))).toBe(pause);
  });
});

describe('Retry-After (R-20)', () => {
  test.each<[string | null, number | null]>([
    [null, null],
    ['30', 30_000],
    ['0', null],
    ['Sat, 21 Nov 2026 12:01:00 GMT', minute],
    ['Sat, 21 Nov 2026 11:59:00 GMT', null],
    ['soon', null],
    ['-5', null],
  ])('%s', (said, ms) => {
    expect(retryAfter(new Headers(said === null ? {} : { 'retry-after': said }), now)).toBe(ms);
  });
});

describe('a refusal that is the whole account’s (R-22)', () => {
  const refused = (code: unknown) => ({ error: { code, message: 'too much' } });
  it.each([4, 613, 80002, 80006, 130429, '130429'])('code %s pauses it', (code) => {
    expect(refusalPause(refused(code), null)).toBe(1000);
    expect(refusalPause(refused(code), 7000)).toBe(7000);
  });
  it.each([131056, 131047, 190, undefined])('code %s does not', (code) => {
    expect(refusalPause(refused(code), 7000)).toBeNull();
  });
  it('neither does a body that is no error', () => {
    expect(refusalPause(null, 7000)).toBeNull();
    expect(refusalPause('busy', 7000)).toBeNull();
  });
});
