import { describe, expect, it } from 'vitest';
import type { FailureKind } from '#domain/delivery.ts';
import { judgeError } from '../errors.ts';

/** The reference's table of errors, whole: Meta, “Error codes”. */
const kinds: Readonly<Record<FailureKind, readonly number[]>> = {
  window: [131047],
  unreachable: [131026, 130403],
  never: [131050, 130472, 131021, 130497, 137000, 131060],
  later: [1, 2, 4, 80007, 130429, 131000, 131016, 131049, 131056, 131057, 131059, 133004],
  fix: [
    ...[100, 131008, 131009, 131030, 131051, 131052, 131053, 131062, 135000],
    ...[132000, 132001, 132005, 132007, 132012, 132015, 132016, 132018, 132068, 132069],
  ],
  account: [
    ...[0, 3, 10, 33, 190, 200, 250, 299, 368, 131005, 131031, 131037, 131042, 131045, 131048],
    ...[131063, 131064, 133010],
  ],
};
const all = Object.entries(kinds).flatMap(([kind, codes]) => codes.map((code) => [code, kind] as const));
/** What is wrong, and what to do: two sentences at least, ended properly. */
const helpful = /^[A-Z].*[.?!] [A-Z].*\.$/s;

describe('an error of WhatsApp', () => {
  it.each(all)(
    '%i is one of kind %s, with what is wrong and what to do (R-7, product §2, §4)',
    (code, kind) => {
      for (const [title, details] of [
        ['', ''],
        ['Some title', 'some details'],
      ] as const) {
        const judged = judgeError('whatsapp', { code: String(code), title, details });
        expect(judged.kind).toBe(kind);
        expect(judged.sentence).toMatch(helpful);
        expect(judged.sentence).not.toMatch(/Meta refused the message/);
      }
    },
  );

  it('of an object that is gone is not one of a message', () => {
    const error = { code: '100', subcode: '33', title: '', details: '' };
    expect(judgeError('whatsapp', error).kind).toBe('account');
  });

  it('with a subcode that looks like a code is judged by its code', () => {
    const error = { code: '131026', subcode: '190', title: '', details: '' };
    expect(judgeError('whatsapp', error).kind).toBe('unreachable');
  });
});
