import { describe, expect, it } from 'vitest';
import type { GraphAnswer } from '../channel.ts';
import { judge, sentenceFor } from './errors.ts';

function body(code: number | string, part: Record<string, unknown> = {}): unknown {
  return { error: { message: `(#${code}) title`, type: 'OAuthException', code, ...part } };
}
function refused(status: number, given: unknown = null, retryAfterMs: number | null = null): GraphAnswer {
  return { type: 'refused', status, body: given, retryAfterMs };
}

/** The codes that Meta's table calls temporary or a limit, and some that it does not. */
const temporary = [1, 2, 4, 80007, 130429, 131000, 131016, 131056, 131057, 133004];
const final = [0, 10, 100, 190, 368, 131005, 131008, 131021, 131026, 131042, 131047, 131048, 131049, 131051];

describe('an answer to a send', () => {
  it('with a message id is accepted (R-6)', () => {
    expect(judge({ type: 'ok', body: { messages: [{ id: 'wamid.1' }] } })).toEqual({
      type: 'accepted',
      metaId: 'wamid.1',
    });
  });

  it.each([
    ['nothing', null],
    ['a word', 'ok'],
    ['no messages', { success: true }],
    ['an empty list', { messages: [] }],
    ['a message without id', { messages: [{}] }],
    ['an empty id', { messages: [{ id: '' }] }],
  ])('of 200 with %s is unknown: it may have been taken (R-8, R-20)', (_name, given) => {
    expect(judge({ type: 'ok', body: given }).type).toBe('unknown');
  });

  it.each(temporary)('of code %i waits (R-20)', (code) => {
    for (const status of [400, 500, 503]) {
      expect(judge(refused(status, body(code)))).toMatchObject({
        type: 'later',
        error: { code: String(code) },
      });
    }
  });

  it.each(final)('of code %i has failed, with code, title and details (R-7, R-20)', (code) => {
    expect(judge(refused(400, body(code, { error_data: { details: 'why' } })))).toEqual({
      type: 'failed',
      error: { code: String(code), title: `(#${code}) title`, details: 'why' },
    });
  });

  it('of 429 waits as long as Meta asks, whatever the body (R-20)', () => {
    for (const given of [null, 'slow down', {}, body(131026)]) {
      expect(judge(refused(429, given, 7000))).toMatchObject({ type: 'later', afterMs: 7000 });
    }
  });

  it('of a limit in a 400 waits as long as Meta asks (R-20)', () => {
    expect(judge(refused(400, body(130429), 9000))).toMatchObject({ type: 'later', afterMs: 9000 });
  });

  it.each([
    ['nothing', null],
    ['a page of a proxy', '<html>'],
    ['a body that is not Graph’s', { message: 'Bad gateway' }],
    ['a Graph body that does not say temporary', body(131026)],
  ])('of 5xx with %s is unknown (R-8, R-20)', (_name, given) => {
    for (const status of [500, 502, 503, 504]) {
      expect(judge(refused(status, given, 1000)).type).toBe('unknown');
    }
  });

  it('of 5xx with a Graph body that says temporary waits, whatever its code (R-20)', () => {
    expect(judge(refused(503, body(999_999, { is_transient: true }))).type).toBe('later');
  });

  it.each([400, 401, 403, 404])('of %i without a Graph body has failed (R-20)', (status) => {
    expect(judge(refused(status))).toMatchObject({ type: 'failed', error: { code: String(status) } });
  });

  it('that never left waits (R-20)', () => {
    expect(judge({ type: 'not-sent', why: 'connection refused' }).type).toBe('later');
  });

  it('that never came is unknown (R-8, R-20)', () => {
    expect(judge({ type: 'no-answer', why: 'timed out' }).type).toBe('unknown');
  });
});

describe('the sentence of an error', () => {
  /** What the reference's table of errors has for a text. */
  const codes = [
    ...[0, 1, 2, 3, 4, 10, 33, 100, 190, 200, 368, 80007, 130403, 130429, 130472, 130497, 131000, 131005],
    ...[131008, 131009, 131016, 131021, 131026, 131030, 131031, 131037, 131042, 131045, 131047, 131048],
    ...[131049, 131050, 131051, 131056, 131057, 131064, 133004, 133010, 135000],
  ].map(String);
  const says = (code: string, title = '', details = '') => sentenceFor({ code, title, details });
  /** What is wrong, and what to do: two sentences at least, ended properly. */
  const helpful = /^[A-Z].*[.?!] [A-Z].*\.$/s;

  it('says what is wrong and what to do, for every code that Meta documents (product §2, §4)', () => {
    const unhelpful = codes.filter(
      (code) =>
        !helpful.test(says(code, 'Some title')) || !helpful.test(says(code, 'Some title', 'some details')),
    );
    expect(unhelpful).toEqual([]);
  });

  it('says what to do for a code that nobody knows yet, too (product §2, §4)', () => {
    for (const details of ['', 'some details', 'Some details.']) {
      expect(says('999999', 'Some title', details)).toMatch(helpful);
    }
    expect(says('999999')).toMatch(helpful);
  });

  it('without a code has no hole in it (R-7)', () => {
    expect(says('')).toMatch(helpful);
    expect(says('')).not.toMatch(/code\s*[.)]|\(\)/);
  });

  it('is a text whatever word the code is (R-40)', () => {
    const words = ['constructor', 'toString', '__proto__', 'hasOwnProperty'];
    expect(words.map((code) => typeof says(code))).toEqual(words.map(() => 'string'));
  });

  it('keeps what Meta said of a code that we do not know (R-7)', () => {
    expect(says('999999', 'Some title', 'some details')).toContain('some details');
    expect(says('999999', 'Some title')).toContain('Some title');
    expect(says('999999')).toContain('999999');
  });

  it('of a request that never reached Meta does not say that Meta refused (R-20, product §11)', () => {
    const judged = judge({ type: 'not-sent', why: 'connection refused' });
    const sentence = 'error' in judged ? sentenceFor(judged.error) : '';
    expect(sentence).not.toMatch(/refused the message/);
    expect(sentence).toMatch(helpful);
  });
});
