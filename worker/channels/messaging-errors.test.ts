/** Messenger and Instagram: the reference's table of errors, whole (Meta, “Common error codes”, “Rate limiting”). */
import { describe, expect, it } from 'vitest';
import type { FailureKind } from '#domain/delivery.ts';
import { judgeError } from './errors.ts';

const kinds: Readonly<Record<FailureKind, readonly string[]>> = {
  window: ['10/2018278', '10/2018065', '10/2534022'],
  unreachable: [
    ...['551', '551/1545041', '200/1545041', '10/2018108', '100/2018001', '100/2534014'],
    ...['2018218', '2018247', '551/5'],
  ],
  never: ['100/2534025'],
  later: [
    ...['4', '17', '32', '341', '613', '613/2534040', '613/2018338', '80001', '80002', '80006'],
    ...['1', '1/99', '1/1357046', '2', '1200'],
  ],
  fix: [
    ...['9000001', '100', '100/2018109', '2018047', '2018074', '2018008', '2018294', '100/2018008'],
    ...['100/2534015', '2018014', '2018300', '2018321', '100/2534037', '10/2018300'],
  ],
  account: [
    ...['190', '190/458', '190/459', '190/460', '190/463', '190/467', '0', '10', '3', '100/33'],
    ...['10/2534077', '200/2534041', '100/2534013', '200', '200/2018028', '200/2018027', '200/2018021'],
    ...['10/1893063', '100/2534029', '2022', '368', '36103', '230'],
  ],
};
const all = Object.entries(kinds).flatMap(([kind, keys]) => keys.map((key) => [key, kind] as const));
/** What is wrong, and what to do: two sentences at least, ended properly. */
const helpful = /^[A-Z].*[.?!] [A-Z].*\.$/s;

describe.each(['messenger', 'instagram'] as const)('an error of %s', (channel) => {
  it.each(all)(
    '%s is one of kind %s, with what is wrong and what to do (R-7, product §2, §4)',
    (key, kind) => {
      const [code = '', subcode] = key.split('/');
      const error = { code, ...(subcode !== undefined && { subcode }), title: 'Some title', details: '' };
      const judged = judgeError(channel, error);
      expect(judged.kind).toBe(kind);
      expect(judged.sentence).toMatch(helpful);
      expect(judged.sentence).not.toMatch(/Meta refused the message/);
    },
  );

  it('speaks of the channel by its name', () => {
    const label = channel === 'messenger' ? 'Messenger' : 'Instagram';
    const sentence = judgeError(channel, { code: '100', title: '', details: '' }).sentence;
    expect(sentence).toContain(label);
  });
});
