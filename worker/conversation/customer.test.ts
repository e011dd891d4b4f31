/** What a conversation learns of its customer, and where it writes to. */
import { describe, expect, it } from 'vitest';
import type { CustomerName } from '../channels/channel.ts';
import { day, heard, noon, noticed, onMessenger, phone } from '../testing/events.ts';
import { Memory } from '../testing/memory.ts';
import { recipientOf } from './customer.ts';

function named(...names: readonly CustomerName[]): Memory {
  const memory = new Memory();
  memory.hear(heard({ id: 'a', names }));
  return memory;
}

describe('a change of number', () => {
  it('adds the new name, keeps the old one, and writes to the new one, with a line (R-28, R-33)', () => {
    const memory = named(phone);
    const change = noticed({
      id: 'n',
      names: [phone, 'phone:15550000009'],
      happening: { what: 'number-changed', to: '15550000009' },
      profile: { phone: '15550000009' },
    });
    memory.hear(change);
    expect(memory.state.names).toEqual([phone, 'phone:15550000009']);
    expect(memory.head.phone).toBe('+15550000009');
    expect(recipientOf(memory.state).phone).toBe('15550000009');
    expect(memory.messages.at(-1)).toMatchObject({ direction: 'line', content: { what: 'number-changed' } });
    expect(memory.hear(change).empty).toBe(true);
    expect(memory.head).toMatchObject({ unread: 1, windowExpiresAt: noon + day });
  });

  it('of id adds the new one the same way (R-33)', () => {
    const memory = named('bsuid:US.1');
    memory.hear(
      noticed({ id: 'n', names: ['bsuid:US.1', 'bsuid:US.2'], happening: { what: 'identity-changed' } }),
    );
    expect(recipientOf(memory.state)).toEqual({ bsuid: 'US.2' });
  });
});

describe('the address of a customer', () => {
  it.each<[string, readonly CustomerName[], object]>([
    ['phone and id', ['bsuid:US.1', phone], { phone: '15551234567', bsuid: 'US.1' }],
    ['an ordinary id before a parent’s', ['bsuid:US.1', 'bsuid:US.ENT.9'], { bsuid: 'US.1' }],
    ['an ordinary id after a parent’s', ['bsuid:US.ENT.9', 'bsuid:US.1'], { bsuid: 'US.1' }],
    ['a parent’s id alone', ['bsuid:US.ENT.9'], { bsuid: 'US.ENT.9' }],
    ['the newest ordinary id', ['bsuid:US.1', 'bsuid:US.2', 'bsuid:US.ENT.9'], { bsuid: 'US.2' }],
    ['a page’s person', ['psid:7'], { psid: '7' }],
    ['an Instagram person', ['igsid:7'], { igsid: '7' }],
    ['a group', ['group:G1'], { group: 'G1' }],
  ])('is %s (R-29, R-33)', (_name, names, expected) => {
    expect(recipientOf(named(...names).state)).toEqual(expected);
  });

  it('is the phone as Meta writes it, while its name is the one spelling of all variants (R-34)', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'a', names: ['phone:551187654321'], profile: { phone: '5511987654321' } }));
    expect(memory.state.names).toEqual(['phone:551187654321']);
    expect(recipientOf(memory.state).phone).toBe('5511987654321');
  });
});

describe('a profile', () => {
  it('is attributes, never names; in a group it is of whoever wrote (R-33)', () => {
    const memory = named('group:G1');
    memory.hear(heard({ id: 'b', names: ['group:G1'], profile: { name: 'Maria' }, sender: 'bsuid:US.1' }));
    expect(memory.head).toMatchObject({ group: true, name: '' });
    expect(memory.message('b')?.sender).toBe('Maria');
    expect(memory.state.names).toEqual(['group:G1']);
  });

  it('of Messenger and Instagram is asked for when the customer writes, and again when it has grown old (R-33)', () => {
    const memory = new Memory('messenger');
    memory.hear(heard({ ...onMessenger, id: 'a' }));
    expect(memory.state.profileDueAt).toBe(noon);
    memory.run((change) => change.setState({ profileDueAt: null, profileAt: noon }));
    memory.now = noon + day;
    memory.hear(heard({ ...onMessenger, id: 'b' }));
    expect(memory.state.profileDueAt).toBeNull();
    memory.now = noon + 3 * day;
    memory.hear(heard({ ...onMessenger, id: 'c' }));
    expect(memory.state.profileDueAt).toBe(memory.now);
    expect(named(phone).state.profileDueAt).toBeNull();
  });
});

describe('marketing', () => {
  it('is stopped and resumed by the customer, with a line each, and begins a conversation (R-28)', () => {
    const memory = new Memory();
    const said = (id: string, value: 'stop' | 'resume') =>
      memory.hear(noticed({ id, happening: { what: 'marketing', value } }));
    said('n1', 'stop');
    expect(memory.head).toMatchObject({ rev: 1, optedOut: true, unread: 0, windowExpiresAt: null });
    said('n2', 'resume');
    expect(memory.head.optedOut).toBeUndefined();
    expect(memory.messages.map(({ direction }) => direction)).toEqual(['line', 'line']);
  });
});
