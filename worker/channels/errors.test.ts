import { describe, expect, it } from 'vitest';
import { channels, type Channel } from '#domain/channel.ts';
import type { GraphAnswer, MetaError } from './channel.ts';
import {
  awaitsReconnection,
  closesWindow,
  judgeAnswer,
  judgeError,
  sentenceFor,
  waitingSentenceFor,
  waitsFor,
} from './errors.ts';

const minute = 60_000;

function body(code: number | string, part: Record<string, unknown> = {}): unknown {
  return { error: { message: `(#${code}) title`, type: 'OAuthException', code, ...part } };
}
function refused(status: number, given: unknown = null, retryAfterMs: number | null = null): GraphAnswer {
  return { type: 'refused', status, body: given, retryAfterMs };
}
/** `10/2018278` → code and subcode, as an error of a status or an answer. */
function errorOf(key: string, part: Partial<MetaError> = {}): MetaError {
  const [code = '', subcode] = key.split('/');
  return { code, ...(subcode !== undefined && { subcode }), title: '', details: '', ...part };
}
function answerOf(key: string, part: Record<string, unknown> = {}): unknown {
  const [code = '', subcode] = key.split('/');
  return body(Number(code), { ...(subcode !== undefined && { error_subcode: Number(subcode) }), ...part });
}
const ok = (given: unknown): GraphAnswer => ({ type: 'ok', body: given });

/** Limits, and what Meta calls temporary: it certainly did not take the message. */
const later: Readonly<Record<Channel, readonly string[]>> = {
  whatsapp: ['1', '2', '4', '80007', '130429', '131000', '131016', '131056', '131057', '133004'],
  messenger: ['4', '17', '32', '341', '613', '613/2534040', '80001', '80002', '80006', '4/99'],
  instagram: ['4', '17', '32', '341', '613', '613/2534040', '80001', '80002', '80006'],
};
const failed: Readonly<Record<Channel, readonly string[]>> = {
  whatsapp: [
    '10',
    '100',
    '368',
    '131005',
    '131008',
    '131026',
    '131042',
    '131047',
    '131048',
    '131049',
    '132000',
  ],
  messenger: [
    '10/2018278',
    '551',
    '100/2018001',
    '200',
    '10',
    '613/2018338',
    '2018300',
    '2018109',
    '100',
    '368',
  ],
  instagram: [
    '10/2534022',
    '551',
    '100/2534014',
    '200/2534041',
    '613/2018338',
    '100/2534037',
    '36103',
    '2018008',
  ],
};
/** Meta may have taken the message all the same (Meta, “Common error codes”). */
const ambiguous = ['1', '1/99', '1/1357046', '2', '2/7', '1200'];

describe.each(channels)('an answer of %s', (channel) => {
  const judge = (answer: GraphAnswer) => judgeAnswer(channel, answer);
  const accepted =
    channel === 'whatsapp' ? { messages: [{ id: 'meta-1' }] } : { recipient_id: '7', message_id: 'meta-1' };

  it('with a message id is accepted (R-6)', () => {
    expect(judge(ok(accepted))).toEqual({ type: 'accepted', metaId: 'meta-1' });
  });

  it.each([
    ['nothing', null],
    ['a word', 'ok'],
    ['something else', { success: true }],
    ['an empty list', { messages: [] }],
    ['a message without id', { messages: [{}] }],
    ['an empty id', { messages: [{ id: '' }], message_id: '' }],
    ['only the recipient', { recipient_id: '7' }],
  ])('of 200 with %s is unknown: it may have been taken (R-8, R-20)', (_name, given) => {
    expect(judge(ok(given)).type).toBe('unknown');
  });

  it('to a reaction needs no id', () => {
    const expectation = { expectsId: false };
    expect(judgeAnswer(channel, ok({ recipient_id: '7' }), expectation)).toEqual({
      type: 'accepted',
      metaId: '',
    });
    expect(judgeAnswer(channel, ok(accepted), expectation)).toEqual({ type: 'accepted', metaId: 'meta-1' });
  });

  it.each(later[channel])('of %s waits, as long as Meta asks (R-20)', (key) => {
    for (const status of [400, 500, 503]) {
      expect(judge(refused(status, answerOf(key), 9000))).toMatchObject({
        type: 'later',
        afterMs: 9000,
        error: errorOf(key, { title: expect.any(String) as string }),
      });
    }
  });

  it.each(failed[channel])('of %s has failed (R-7, R-20)', (key) => {
    expect(judge(refused(400, answerOf(key))).type).toBe('failed');
  });

  it('keeps code, subcode, title and details (R-7)', () => {
    const given = body(100, { error_subcode: 33, error_data: { details: 'why' } });
    expect(judge(refused(400, given))).toEqual({
      type: 'failed',
      error: { code: '100', subcode: '33', title: '(#100) title', details: 'why' },
    });
    expect(judge(refused(400, body(100, { error_user_msg: 'for people' })))).toMatchObject({
      error: { details: 'for people' },
    });
    expect(judge(refused(400, body(100, { error_data: 'odd' })))).toMatchObject({ error: { details: '' } });
  });

  it.each(['190', '190/463', '0'])(
    'of %s waits for an admin: Meta certainly did not take it (R-20)',
    (key) => {
      expect(judge(refused(401, answerOf(key)))).toMatchObject({ type: 'later', afterMs: 5 * minute });
      expect(judge(refused(400, answerOf(key), 1000))).toMatchObject({ type: 'later', afterMs: 1000 });
    },
  );

  it('of 429 waits as long as Meta asks, whatever the body (R-20)', () => {
    for (const given of [null, 'slow down', {}, body(131026), body(2)]) {
      expect(judge(refused(429, given, 7000))).toMatchObject({ type: 'later', afterMs: 7000 });
    }
  });

  it.each([
    ['nothing', null],
    ['a page of a proxy', '<html>'],
    ['a body that is not Graph’s', { message: 'Bad gateway' }],
    ['a Graph body without a code', { error: { message: 'x' } }],
    ['a Graph body that does not say temporary', body(131026)],
    ['an expired token', body(190)],
  ])('of 5xx with %s is unknown (R-8, R-20)', (_name, given) => {
    for (const status of [500, 502, 503, 504]) {
      expect(judge(refused(status, given, 1000)).type).toBe('unknown');
    }
  });

  it('with a Graph body that says temporary waits, whatever its code (R-20)', () => {
    for (const status of [400, 503]) {
      expect(judge(refused(status, body(999_999, { is_transient: true }))).type).toBe('later');
    }
    expect(judge(refused(400, body(999_999, { is_transient: false }))).type).toBe('failed');
  });

  it.each([400, 401, 403, 404])('of %i without a Graph body has failed (R-20)', (status) => {
    expect(judge(refused(status))).toMatchObject({ type: 'failed', error: { code: String(status) } });
  });

  it('that never left waits, and does not say that Meta refused (R-20)', () => {
    const judged = judge({ type: 'not-sent', why: 'connection refused' });
    expect(judged).toMatchObject({ type: 'later', afterMs: null, error: { code: 'unreachable' } });
    expect('error' in judged ? sentenceFor(channel, judged.error) : '').not.toMatch(/refused/);
  });

  it('that never came is unknown (R-8, R-20)', () => {
    expect(judge({ type: 'no-answer', why: 'timed out' }).type).toBe('unknown');
  });
});

describe.each(['messenger', 'instagram'] as const)('an answer of %s that leaves it open', (channel) => {
  it.each(ambiguous)('is unknown: %s, whether Meta calls it temporary or not (R-8)', (key) => {
    for (const part of [{}, { is_transient: true }]) {
      for (const status of [400, 500]) {
        expect(judgeAnswer(channel, refused(status, answerOf(key, part))).type).toBe('unknown');
      }
    }
  });
});

describe('an error that says that the window is closed', () => {
  it.each<readonly [Channel, string, boolean]>([
    ['whatsapp', '131047', true],
    ['whatsapp', '131047/2494010', true],
    ['whatsapp', '131026', false],
    ['whatsapp', '10/2018278', false],
    ['messenger', '10/2018278', true],
    ['messenger', '10/2018065', true],
    ['messenger', '10', false],
    ['messenger', '10/2018108', false],
    ['messenger', '131047', false],
    ['instagram', '10/2534022', true],
    ['instagram', '10', false],
    ['instagram', '551', false],
  ])('of %s: %s is %s (R-14)', (channel, key, closes) => {
    expect(closesWindow(channel, errorOf(key))).toBe(closes);
    expect(judgeError(channel, errorOf(key)).kind === 'window').toBe(closes);
  });
});

/** What is wrong, and what to do: two sentences at least, ended properly. */
const helpful = /^[A-Z].*[.?!] [A-Z].*\.$/s;

describe.each(channels)('the sentence of %s', (channel) => {
  it('says what to do for a code that nobody knows yet, and keeps Meta’s words (R-7, product §2, §4)', () => {
    for (const details of ['', 'some details', 'Some details.']) {
      const error = errorOf('999999/5', { title: 'Some title', details });
      const sentence = sentenceFor(channel, error);
      expect(sentence).toMatch(helpful);
      expect(sentence).toContain('999999/5');
      expect(sentence.toLowerCase()).toContain(details ? 'some details' : 'some title');
    }
    expect(judgeError(channel, errorOf('999999')).kind).toBe('fix');
  });

  it('without a code has no hole in it (R-7)', () => {
    expect(sentenceFor(channel, errorOf(''))).toMatch(helpful);
    expect(sentenceFor(channel, errorOf(''))).not.toMatch(/code\s*[.)]|\(\)/);
  });

  it('is a text whatever word the code is (R-40)', () => {
    for (const code of ['constructor', 'toString', '__proto__', 'hasOwnProperty', '10/constructor']) {
      expect(typeof sentenceFor(channel, errorOf(code))).toBe('string');
    }
  });

  it.each([
    ['unreachable', 'later'],
    ['429', 'later'],
    ['account-unreadable', 'later'],
    ['not-connected', 'account'],
    ['window-closed', 'window'],
    ['window-never-opened', 'window'],
    ['human-agent-unconfirmed', 'window'],
    ['template-not-allowed', 'never'],
    ['upload-not-found', 'fix'],
  ])('of our own code %s, which means %s, is helpful', (code, kind) => {
    expect(judgeError(channel, errorOf(code)).kind).toBe(kind);
    expect(sentenceFor(channel, errorOf(code))).toMatch(helpful);
  });

  it.each([
    ['draft-not-allowed', 'fix'],
    ['account-in-trouble', 'account'],
  ])('of our own code %s is its details', (code, kind) => {
    const details = 'This is wrong. Do that.';
    expect(judgeError(channel, errorOf(code, { details }))).toEqual({ kind, sentence: details });
    expect(sentenceFor(channel, errorOf(code))).toMatch(helpful);
  });

  it('of a permission is one for all from 200 to 299', () => {
    for (const code of ['200', '210', '299']) expect(judgeError(channel, errorOf(code)).kind).toBe('account');
    expect(judgeError(channel, errorOf('300')).kind).toBe('fix');
  });

  it('while it waits says that it goes by itself, or after an admin (R-20)', () => {
    expect(waitingSentenceFor(channel, errorOf('4'))).toMatch(
      /^Meta limits.*\. It goes out by itself in a moment\.$/,
    );
    expect(waitingSentenceFor(channel, errorOf('190'))).toMatch(/token.*\. It goes out .* an admin/);
    expect(waitingSentenceFor(channel, errorOf('999'))).toMatch(/\. It goes out by itself/);
  });
});

describe('an account that waits for an admin', () => {
  it('is one whose token Meta does not take (R-20)', () => {
    expect(['190', '190/463', '0'].every((key) => awaitsReconnection(errorOf(key)))).toBe(true);
    expect(['10', '200', '368', '131042', '4'].some((key) => awaitsReconnection(errorOf(key)))).toBe(false);
  });
});

it.each([
  ['131056', 'limit'],
  ['130429', 'limit'],
  ['613/2534040', 'limit'],
  ['429', 'limit'],
  ['190', 'account'],
  ['unreachable', undefined],
  ['131000', undefined],
])('what waits because of %s waits for: %s (C12, C15)', (key, expected) => {
  expect(waitsFor(errorOf(key))).toBe(expected);
});
