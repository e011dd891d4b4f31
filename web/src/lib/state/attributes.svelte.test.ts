import { expect, test } from 'vitest';
import type { Attribute } from '#domain/attribute.ts';
import type { Me } from '#domain/http.ts';
import type { Outcome } from '../api.ts';
import { Attributes, optionsIn } from './attributes.svelte.ts';
import { newOne } from './editing.svelte.ts';
import { Session } from './session.svelte.ts';
import { Tags } from './tags.svelte.ts';
import { Toasts } from './toasts.svelte.ts';

const one = (id: string, part: Partial<Attribute> = {}): Attribute => ({
  ...{ id, name: id.toUpperCase(), type: 'text', of: 'contact', options: [] },
  ...{ required: false, filterable: true },
  ...part,
});
const no = async (sentence: string): Promise<Outcome<never>> => ({
  ok: false,
  failure: { kind: 'refused', status: 409, problem: { code: 'name-taken', sentence, requestId: 'r' } },
});

type Asked = readonly [method: string, path: string, body: unknown];
/** `answer`: what the edge says; it takes all that it is told. */
function opened(answer: (asked: Asked) => unknown = () => ({})) {
  const asked: Asked[] = [];
  const me: Me = {
    actor: { id: 'ada', name: 'Ada', role: 'admin', groups: [], visibility: 'groups' },
    ...{ team: [], leads: [], views: [], pins: [], groups: [], accounts: [] },
    ...{ unreadNotices: 0, shards: 1, now: 0 },
    tags: [
      { id: 't1', name: 'Order', colour: 'red' },
      { id: 't2', name: 'VIP', colour: 'blue' },
    ],
    attributes: [one('a'), one('b', { type: 'list', options: ['S', 'M'] }), one('c')],
  };
  const toasts = new Toasts();
  const session = new Session(me, {
    api: {
      me: async () => ({ ok: true, value: me, cookies: [] }),
      signOut: () => no('not here'),
      setAway: () => no('not here'),
    },
    toasts,
    leave: () => {},
  });
  const api = {
    ask: async <Value>(method: string, path: string, body?: unknown): Promise<Outcome<Value>> => {
      const told: Asked = [method, path, body];
      asked.push(told);
      const value = answer(told);
      if (value instanceof Error) return no(value.message);
      return { ok: true, value: value as Value, cookies: [] };
    },
  };
  return {
    attributes: new Attributes({ api, session }),
    tags: new Tags({ api, session }),
    session,
    asked,
    toasts,
  };
}

const idsOf = ({ me }: Session): readonly string[] => me.attributes.map(({ id }) => id);

test('what is made is asked for with its options, each once, and stands at the end for everybody here', async () => {
  const { attributes, session, asked } = opened(([, , body]) => ({ id: 'size', ...Object(body) }));
  attributes.edit(newOne, { name: ' Size ', type: 'list', options: 'S\n M \n\nm\nL' });
  expect(await attributes.save()).toEqual({ stuck: null, made: 'size' });
  const body = { ...one('size', { name: 'Size', type: 'list', options: ['S', 'M', 'L'] }) };
  const { id: _id, ...told } = body;
  expect(asked).toEqual([['POST', '/api/attributes', told]]);
  expect(session.me.attributes.at(-1)).toEqual(body);
  expect([attributes.changes, attributes.isChanged(newOne)]).toEqual([0, false]);
});

test('a draft without a name, or a list without options, is stuck with a sentence at each', async () => {
  const { attributes, asked } = opened();
  attributes.edit('b', { name: ' ', options: '\n' });
  expect(attributes.problems('b')).toEqual({});
  expect(await attributes.save()).toEqual({ stuck: 'b', made: null });
  expect(Object.keys(attributes.problems('b'))).toEqual(['name', 'options']);
  expect(asked).toEqual([]);
  attributes.discard();
  expect([attributes.changes, attributes.problems('b')]).toEqual([0, {}]);
});

test.each([
  ['x'.repeat(81), /at most 80 characters/],
  [Array.from({ length: 101 }, (_none, at) => `${at}`).join('\n'), /at most 100 options/],
])('options are long or many only up to a limit', async (options, sentence) => {
  const { attributes } = opened();
  attributes.edit('b', { options });
  await attributes.save();
  expect(attributes.problems('b').options).toMatch(sentence);
});

test('options that differ only in blanks, empty lines or case are one', () => {
  expect(optionsIn(' a\nA\n\nb ')).toEqual(['a', 'b']);
});

test('what the edge refuses stays, with its sentence at the form', async () => {
  const { attributes, session } = opened(() => new Error('There is one with this name already.'));
  attributes.edit('a', { name: 'B', required: true });
  expect(attributes.changes).toBe(2);
  expect(await attributes.save()).toEqual({ stuck: 'a', made: null });
  expect(attributes.refused('a')).toBe('There is one with this name already.');
  expect(session.me.attributes[0]).toEqual(one('a'));
});

test('a move shows at once, and orders are asked for one after the other', async () => {
  const { attributes, session, asked } = opened();
  const moves = [attributes.move('c', -1), attributes.move('c', -1), attributes.move('c', -1)];
  expect(idsOf(session)).toEqual(['c', 'a', 'b']);
  expect(await Promise.all(moves)).toEqual([2, 1, null]);
  expect(asked.map(([, , body]) => body)).toEqual([{ ids: ['a', 'c', 'b'] }, { ids: ['c', 'a', 'b'] }]);
});

test('a move that is refused goes back, and is told', async () => {
  const { attributes, session, toasts } = opened(() => new Error('Try again.'));
  expect(await attributes.move('a', 1)).toBeNull();
  expect(idsOf(session)).toEqual(['a', 'b', 'c']);
  expect(toasts.items.map(({ sentence }) => sentence)).toEqual(['Try again.']);
});

test('a tag that is renamed stands where its name belongs; one that goes is gone with its draft', async () => {
  const { tags, session } = opened(([method, , body]) =>
    method === 'PUT' ? { id: 't1', ...Object(body) } : {},
  );
  tags.edit('t1', { name: 'Zebra', colour: 'green' });
  expect(await tags.save()).toEqual({ stuck: null, made: null });
  expect(session.me.tags.map(({ name }) => name)).toEqual(['VIP', 'Zebra']);
  tags.edit('t2', { name: 'Another' });
  expect(await tags.remove('t2')).toBe(true);
  expect([session.me.tags.length, tags.changes]).toEqual([1, 0]);
});
