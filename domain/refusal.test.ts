import { describe, expect, it } from 'vitest';
import { abilities, channels } from './channel.ts';
import { sentenceOf, statusOf, type Refusal, type RefusalCode } from './refusal.ts';

/** One of each code, and the status that a client should see: the compiler asks for the missing ones. */
const all: Readonly<{
  [Code in RefusalCode]: readonly [status: number, Omit<Extract<Refusal, { code: Code }>, 'code'>];
}> = {
  'signed-out': [401, {}],
  'foreign-origin': [403, {}],
  'not-found': [404, {}],
  'conversation-not-found': [404, {}],
  'role-may-not': [403, { role: 'agent' }],
  'assigned-to-other': [403, { name: 'Rui Costa' }],
  'window-closed': [409, { channel: 'whatsapp', closedAt: 1 }],
  'window-never-opened': [409, { channel: 'whatsapp' }],
  'human-agent-unconfirmed': [409, { until: 1 }],
  'template-not-allowed': [409, { channel: 'messenger' }],
  'draft-not-allowed': [422, { channel: 'whatsapp', problem: 'Too many buttons. Remove one.' }],
  'too-many-scheduled': [409, { limit: 20 }],
  'upload-not-found': [422, {}],
  'message-not-found': [404, {}],
  blocked: [409, {}],
  'account-in-trouble': [409, { problem: 'The token has expired. Ask an admin to connect it again.' }],
  'letter-not-found': [404, {}],
  'text-empty': [422, {}],
  'text-too-long': [422, { limit: 4096, length: 5000 }],
  'client-id-taken': [409, {}],
  'person-not-found': [422, {}],
  'group-not-found': [422, {}],
  'tag-not-found': [422, {}],
  'lead-status-not-found': [422, {}],
  'note-not-found': [404, {}],
  'attribute-not-found': [422, {}],
  'value-not-allowed': [422, { problem: 'It is no number. Write a number.' }],
  'follow-up-not-found': [404, {}],
  'follow-up-after-lead': [409, {}],
  'too-many-follow-ups': [409, { limit: 50 }],
  'person-may-not-see': [422, { name: 'Rui Costa' }],
  'lead-closed': [409, {}],
  'no-lead': [409, {}],
  'lead-value-without-currency': [422, {}],
  'lead-status-in-use': [409, { n: 3 }],
  'lead-status-first': [409, {}],
  'lead-status-of-other-kind': [422, {}],
  'view-not-found': [404, {}],
  'kept-not-found': [404, {}],
  'import-not-found': [404, {}],
  'import-elsewhere': [409, {}],
  'file-not-csv': [422, { problem: 'This is a workbook. Save it as CSV.' }],
  'name-taken': [409, {}],
  'changed-since': [409, {}],
  'too-many-kept': [409, { what: 'own views', limit: 50 }],
  'person-may-not-answer': [422, { name: 'Rui Costa' }],
  'last-admin': [409, {}],
  deactivated: [403, {}],
  'email-taken': [409, {}],
  'already-set-up': [409, {}],
  'wrong-password': [401, {}],
  'too-many-tries': [429, { retryAfterSeconds: 30 }],
  'invalid-input': [422, { problem: 'name: too long' }],
  'too-large': [413, { limitBytes: 3 * 1024 * 1024 }],
  'bad-signature': [401, {}],
  'not-json': [400, {}],
  'verify-token-wrong': [403, {}],
};
const cases = Object.entries(all).map(([code, [status, facts]]) => ({
  code,
  status,
  refusal: { code, ...facts } as Refusal,
}));
const fallback = sentenceOf({ code: 'no-such-code' } as unknown as Refusal);

describe.each(cases)('$code', ({ refusal, status }) => {
  it('has a sentence of its own that ends with a full stop', () => {
    const sentence = sentenceOf(refusal);
    expect(sentence).toMatch(/^[A-Z].*[^.]\.$/s);
    expect(sentence).not.toBe(fallback);
    expect(sentence).not.toMatch(/undefined|null|NaN|\[object/);
  });

  it('says what is wrong and then what to do (product §11)', () => {
    const sentences = sentenceOf(refusal).split(/(?<=[.?!])\s+(?=[A-Z])/);
    expect(sentences.length).toBeGreaterThanOrEqual(2);
  });

  it(`goes with ${status}`, () => {
    expect(statusOf(refusal)).toBe(status);
  });
});

describe('a sentence', () => {
  it('names the colleague, the role and the numbers', () => {
    expect(sentenceOf({ code: 'assigned-to-other', name: 'Rui' })).toContain('Rui');
    expect(sentenceOf({ code: 'person-may-not-answer', name: 'Rui' })).toContain('Rui');
    expect(sentenceOf({ code: 'role-may-not', role: 'manager' })).toContain('manager');
    expect(sentenceOf({ code: 'text-too-long', limit: 4096, length: 5000 })).toMatch(/5000.*4096/);
    expect(sentenceOf({ code: 'too-many-tries', retryAfterSeconds: 30 })).toContain('30');
    expect(sentenceOf({ code: 'invalid-input', problem: 'name: too long' })).toContain('name: too long');
    expect(sentenceOf({ code: 'template-not-allowed', channel: 'instagram' })).toContain('Instagram');
    expect(sentenceOf({ code: 'draft-not-allowed', channel: 'instagram', problem: 'Too long.' })).toBe(
      'Too long.',
    );
    expect(sentenceOf({ code: 'account-in-trouble', problem: 'It is gone.' })).toBe('It is gone.');
  });

  it.each(channels)('names the channel and no way that %s does not have (product §3)', (channel) => {
    for (const refusal of [
      { code: 'window-closed', channel, closedAt: 1 },
      { code: 'window-never-opened', channel },
    ] as const) {
      expect(sentenceOf(refusal).includes('template')).toBe(channel === 'whatsapp');
    }
    expect(sentenceOf({ code: 'window-closed', channel, closedAt: 1 })).toContain(abilities[channel].label);
  });
});
