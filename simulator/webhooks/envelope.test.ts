import { describe, expect, it } from 'vitest';
import { envelope, type Update } from './envelope.ts';

const contact = { profile: { name: 'Maria' }, wa_id: '1' };

function update(entryId: string, account: string, value: Record<string, unknown>): Update {
  const metadata = { phone_number_id: account };
  return {
    object: 'o',
    entryId,
    field: 'messages',
    value: { metadata, ...value },
    label: '',
    tells: null,
    at: 0,
  };
}
const message = (id: string, account = 'a') =>
  update('w', account, { contacts: [contact], messages: [{ id }] });
const status = (id: string) => update('w', 'a', { statuses: [{ id }] });

const lists = (body: ReturnType<typeof envelope>) =>
  body.entry.flatMap(({ changes = [] }) =>
    changes.map(({ value }) => value['messages'] ?? value['statuses']),
  );

describe('envelope', () => {
  it('carries one update as Meta does', () => {
    expect(envelope([message('m1')], () => true)).toEqual({
      object: 'o',
      entry: [
        {
          id: 'w',
          changes: [
            {
              field: 'messages',
              value: { metadata: { phone_number_id: 'a' }, contacts: [contact], messages: [{ id: 'm1' }] },
            },
          ],
        },
      ],
    });
  });

  it('joins neighbours of one kind and account, each contact once', () => {
    const body = envelope(
      [message('m1'), message('m2'), status('s1'), status('s2'), message('m3', 'b')],
      () => true,
    );
    expect(lists(body)).toEqual([[{ id: 'm1' }, { id: 'm2' }], [{ id: 's1' }, { id: 's2' }], [{ id: 'm3' }]]);
    expect(body.entry[0]?.changes?.[0]?.value['contacts']).toEqual([contact]);
  });

  it('keeps them in changes of their own otherwise', () => {
    expect(lists(envelope([message('m1'), message('m2')], () => false))).toEqual([
      [{ id: 'm1' }],
      [{ id: 'm2' }],
    ]);
  });

  it('uses one entry a business account', () => {
    const body = envelope(
      [message('m1'), update('v', 'c', { messages: [{ id: 'm2' }] }), status('s1')],
      () => true,
    );
    expect(body.entry.map(({ id, changes = [] }) => [id, changes.length])).toEqual([
      ['w', 2],
      ['v', 1],
    ]);
  });

  it('loses nothing whatever is joined', () => {
    const updates = Array.from({ length: 50 }, (_, index) =>
      (index % 3 === 0 ? status : message)(`x${index}`),
    );
    let call = 0;
    const ids = lists(envelope(updates, () => call++ % 2 === 0)).flat() as { id: string }[];
    expect(ids.map(({ id }) => id)).toEqual(updates.map((_, index) => `x${index}`));
  });

  it.each(['message_echoes', 'calls', 'user_preferences'])(
    'loses none of two %s that share a value',
    (list) => {
      const one = (id: string) => ({ ...update('w', 'a', { [list]: [{ id }] }), field: 'f' });
      const body = envelope([one('1'), one('2')], () => true);
      expect(body.entry[0]?.changes?.map(({ value }) => value[list])).toEqual([[{ id: '1' }, { id: '2' }]]);
    },
  );

  it('puts items of a page into messaging and standby, together or apart', () => {
    const item = (mid: string, field = 'messaging'): Update => ({
      ...{ object: 'page', entryId: 'p', field, value: { message: { mid } } },
      ...{ label: '', tells: null, at: 1700 },
    });
    expect(envelope([item('m1'), item('m2'), item('m3', 'standby')], () => true).entry).toEqual([
      {
        id: 'p',
        time: 1700,
        messaging: [{ message: { mid: 'm1' } }, { message: { mid: 'm2' } }],
        standby: [{ message: { mid: 'm3' } }],
      },
    ]);
    expect(envelope([item('m1'), item('m2')], () => false).entry).toHaveLength(2);
  });

  it('gives the time of what concerns a whole account', () => {
    const { metadata: _, ...value } = update('w', 'a', { event: 'X' }).value;
    const told = { ...update('w', 'a', {}), field: 'account_update', value, at: 5999 };
    expect(envelope([told], () => true).entry[0]).toMatchObject({ id: 'w', time: 5 });
  });
});
