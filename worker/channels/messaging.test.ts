import { describe, expect, it } from 'vitest';
import { parseMessaging } from './messaging.ts';

const at = Date.UTC(2026, 9, 1, 12);
const parties = { sender: { id: '77' }, recipient: { id: '900' } };
const said = (part: Record<string, unknown> = {}) => ({
  ...parties,
  timestamp: at,
  message: { mid: 'm_1', text: 'Hello', ...part },
});
const entry = (...messaging: readonly unknown[]) => ({ id: '900', time: at, messaging });
const read = (...messaging: readonly unknown[]) => parseMessaging('messenger', [entry(...messaging)]);

describe('a text', () => {
  it.each([['messenger', 'psid:77'] as const, ['instagram', 'igsid:77'] as const])(
    'of %s is a message of the customer under their name (R-29)',
    (channel, name) => {
      expect(parseMessaging(channel, [entry(said())])).toEqual({
        events: [
          {
            type: 'message',
            channel,
            accountId: '900',
            names: [name],
            peer: '77',
            id: 'm_1',
            at,
            content: { kind: 'text', text: 'Hello' },
            profile: {},
            opens: true,
            speaks: true,
          },
        ],
        broken: [],
      });
    },
  );

  it.each([
    ['seconds', at / 1000],
    ['seconds as text', String(at / 1000)],
    ['ISO text', new Date(at).toISOString()],
    ['nothing but the time of the entry', undefined],
  ])('may tell its time in %s (R-1)', (_name, timestamp) => {
    expect(read({ ...said(), timestamp }).events[0]?.at).toBe(at);
  });

  it('may have ids that are numbers', () => {
    const { events } = read({ ...said({ mid: 12 }), sender: { id: 77 } });
    expect(events[0]).toMatchObject({ id: '12', names: ['psid:77'] });
  });
});

describe('what is no plain text', () => {
  it('is a message of kind unsupported with all that Meta said (R-40)', () => {
    const picture = said({
      text: undefined,
      attachments: [{ type: 'image', payload: { url: 'https://x' } }],
    });
    const [event] = read(picture).events;
    expect(event).toMatchObject({ type: 'message', id: 'm_1', content: { kind: 'unsupported', text: '' } });
    expect(event && 'raw' in event && JSON.parse(event.raw ?? '')).toEqual(
      JSON.parse(JSON.stringify(picture)),
    );
  });

  it('is a message of the customer too when a button was pressed (R-12, R-27)', () => {
    const postback = { mid: 'm_2', title: 'Talk to us', payload: 'TALK' };
    expect(read({ ...parties, timestamp: at, postback }).events[0]).toMatchObject({
      type: 'message',
      id: 'm_2',
      opens: true,
      speaks: true,
      content: { kind: 'unsupported', text: 'Talk to us' },
    });
  });

  it.each([
    ['an echo', said({ is_echo: true })],
    ['a read', { ...parties, timestamp: at, read: { watermark: at } }],
    ['a delivery', { ...parties, delivery: { watermark: at } }],
    ['an opt-in of somebody unknown', { ...said(), sender: { user_ref: 'r' } }],
    ['a kind of next year', { ...parties, timestamp: at, hologram: {} }],
  ])('opens nothing and speaks for nobody: %s (R-12, R-40)', (_name, item) => {
    const { events, broken } = read(item);
    expect(events.map(({ type }) => type)).toEqual(['account']);
    expect(broken).toEqual([]);
  });

  it('is no message when the customer takes one back (R-12, R-41)', () => {
    const { events } = parseMessaging('instagram', [entry(said({ text: undefined, is_deleted: true }))]);
    expect(events.filter(({ type }) => type === 'message')).toEqual([]);
  });
});

describe('a body', () => {
  it('gives everything: entries, items, changes, standby (R-40)', () => {
    const { events } = parseMessaging('instagram', [
      {
        ...entry(said({ mid: 'a' }), said({ mid: 'b' })),
        changes: [{ field: 'comments' }],
        standby: [said()],
      },
      entry(said({ mid: 'c' })),
    ]);
    const ids = events.flatMap((event) => (event.type === 'message' ? [event.id] : []));
    expect(ids).toEqual(['a', 'b', 'c']);
    expect(events.filter(({ type }) => type === 'account')).toHaveLength(2);
  });

  it.each([
    ['null', null],
    ['a word', 'x'],
    ['a number', 3],
    ['a list', []],
  ])('loses no neighbour of an item that is %s (R-40)', (_name, item) => {
    const { events, broken } = read(item, said());
    expect(events.filter(({ type }) => type === 'message')).toHaveLength(1);
    expect(events.length + broken.length).toBe(2);
  });
});
