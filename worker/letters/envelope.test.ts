import { describe, expect, it } from 'vitest';
import { understand } from '../webhooks/understand.ts';
import { heard, noon } from '../testing/events.ts';
import { bodyOf, saying } from '../testing/meta.ts';
import { enclose, encloseEvent, opened } from './envelope.ts';

const metadata = { phone_number_id: '555', display_phone_number: '1' };
const messages = (accountId: string, contacts: readonly unknown[], ...list: readonly unknown[]) => ({
  field: 'messages',
  value: {
    messaging_product: 'whatsapp',
    metadata: { ...metadata, phone_number_id: accountId },
    contacts,
    messages: list,
  },
});
const maria = { wa_id: '1', profile: { name: 'Maria' } };
const jose = { wa_id: '2', profile: { name: 'José' } };

/** What stands in the letters of a body, as JSON. */
function lettersOf(body: unknown): unknown[] {
  const parsed = understand(body);
  const enclosed = enclose(body, parsed);
  expect(enclosed.events).toEqual(parsed.events);
  expect(enclosed.broken.map(({ reason }) => reason)).toEqual(parsed.broken.map(({ reason }) => reason));
  return enclosed.broken.map(({ raw }): unknown => JSON.parse(raw));
}

describe('the letter of a broken part', () => {
  it('is a body with that part alone, its place and its contact (R-40)', () => {
    const good = { id: 'wamid.1', from: '1', timestamp: '1790000000', type: 'text', text: { body: 'Hi' } };
    const body = {
      object: 'whatsapp_business_account',
      entry: [
        { id: 'w1', time: 5, changes: [messages('555', [maria, jose], good, 7, good, null)] },
        { id: 'w2', time: 6, changes: [messages('556', [jose], 'x')] },
      ],
    };
    const alone = (id: string, time: number, accountId: string, part: unknown) => ({
      object: 'whatsapp_business_account',
      entry: [{ id, time, changes: [messages(accountId, [], part)] }],
    });
    expect(lettersOf(body)).toEqual([
      alone('w1', 5, '555', 7),
      alone('w1', 5, '555', null),
      alone('w2', 6, '556', 'x'),
    ]);
  });

  it('breaks again in the same way, whatever broke', () => {
    const strange = [
      { object: 'whatsapp_business_account', entry: [7] },
      {
        object: 'whatsapp_business_account',
        entry: [{ id: 'w', changes: [null, 'x', { field: 'messages', value: 3 }] }],
      },
      { object: 'page', entry: [null, { id: 'p', messaging: [1, null], standby: [2] }] },
      { object: 'moon', entry: [] },
      { entry: 1 },
      7,
      null,
    ];
    for (const body of strange) {
      const { broken } = enclose(body, understand(body));
      for (const one of broken) {
        const again = understand(JSON.parse(one.raw)).broken;
        expect(again.map(({ reason }) => reason)).toContain(one.reason);
      }
    }
  });

  it('of two that are alike in two places keeps both places', () => {
    const entry = (id: string) => ({ id, changes: [messages(id, [], 7)] });
    const [one, other] = lettersOf({ object: 'whatsapp_business_account', entry: [entry('1'), entry('2')] });
    expect(one).toMatchObject({ entry: [{ id: '1' }] });
    expect(other).toMatchObject({ entry: [{ id: '2' }] });
  });

  it('is only its part where the rest cannot be written down', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`);
    const body = { object: 'page', entry: [{ id: 'p', messaging: [null], deep }] };
    const { broken } = enclose(body, understand(body));
    for (const one of broken) expect(one.raw.length).toBeLessThan(500_000);
  });

  it('costs little for a thousand broken parts of a thousand people', () => {
    const people = Array.from({ length: 1000 }, (_, index) => ({ wa_id: String(index) }));
    const broken = people.map(({ wa_id: from }) => ({ from, broken: true }));
    const body = {
      object: 'whatsapp_business_account',
      entry: [{ id: 'w', changes: [messages('5', people, ...broken)] }],
    };
    const { broken: letters } = enclose(body, understand(body));
    const size = letters.reduce((sum, { raw }) => sum + raw.length, 0);
    expect(size).toBeLessThan(3_000_000);
  });

  it('is not looked for in a body that was understood', () => {
    const body = bodyOf(saying({ id: 'wamid.1', from: '1', at: noon }));
    const parsed = understand(body);
    expect(enclose(body, parsed)).toEqual(parsed);
  });
});

describe('what a letter holds', () => {
  it('is the event on which our own rules broke', () => {
    const event = heard({ id: 'wamid.1' });
    expect(opened(encloseEvent(event))).toEqual({ type: 'event', event });
  });

  it('is a body', () => {
    const body = { object: 'page', entry: [] };
    expect(opened(JSON.stringify(body))).toEqual({ type: 'body', body });
  });

  it.each([
    ['a part', '{"id":"x"}'],
    ['a part that was cut', '{"entry":[…(cut)'],
    ['no event', '{"event":{"type":"message"}}'],
    ['an event of nobody', JSON.stringify({ event: { ...heard({ id: 'x' }), names: [] } })],
    ['an event that was lost', encloseEvent(undefined)],
    ['null', 'null'],
  ])('is nothing to replay: %s', (_title, raw) => {
    expect(opened(raw)).toBeNull();
  });
});
