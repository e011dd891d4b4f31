import { describe, expect, it } from 'vitest';
import {
  ana,
  day,
  heard,
  hour,
  minute,
  noon,
  phone,
  unspoken,
  reported,
  results,
  sends,
} from '../testing/events.ts';
import { Memory } from '../testing/memory.ts';

const ids = (memory: Memory) => memory.messages.map(({ id }) => id);
const kinds = (memory: Memory) =>
  memory.messages.map(({ content }) => (content.kind === 'line' ? content.what : content.kind));

/** A conversation in which we sent `c1`; it left, and Meta's answer has not come. */
function leaving(): Memory {
  const memory = new Memory();
  memory.hear(heard({ id: 'in' }));
  memory.ask(ana, sends('c1', 'Hi'));
  memory.leave();
  return memory;
}

/** The same, accepted as `wamid.1`. */
function sent(): Memory {
  const memory = leaving();
  const [row] = memory.outbox;
  if (row) memory.answer(row, results.accepted('wamid.1'));
  return memory;
}

const stateOf = (memory: Memory) => memory.message('c1')?.delivery?.state;

describe('a message of the customer', () => {
  it('begins a conversation (R-1, R-4, R-13, R-24)', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'a', at: noon - minute, profile: { name: 'Maria' } }));
    expect(memory.messages).toMatchObject([{ id: 'a', rev: 1, seq: 1, at: noon - minute, direction: 'in' }]);
    expect(memory.head).toMatchObject({
      rev: 1,
      name: 'Maria',
      phone: '+15551234567',
      unread: 1,
      lastAt: noon - minute,
      preview: { text: 'text of a', at: noon - minute },
      windowExpiresAt: noon - minute + day,
      archived: false,
      assignee: null,
    });
  });

  it('that comes late takes its place by time and leaves the preview (R-2)', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'new', at: noon }));
    memory.hear(heard({ id: 'late', at: noon - hour }));
    expect(ids(memory)).toEqual(['late', 'new']);
    expect(memory.head).toMatchObject({ preview: { text: 'text of new' }, lastAt: noon });
  });

  it('counts as unread by arrival, not by time (R-2, R-24)', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'new', at: noon }));
    memory.ask(ana, { type: 'read', clientId: 'r', rev: memory.head.rev });
    memory.hear(heard({ id: 'late', at: noon - 10 * hour }));
    expect(memory.head.unread).toBe(1);
  });

  it('of the same second stands after those that arrived before it (R-1)', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'b' }), heard({ id: 'a' }));
    memory.hear(heard({ id: 'c' }));
    expect(ids(memory)).toEqual(['b', 'a', 'c']);
    expect(memory.head.preview?.text).toBe('text of c');
  });

  it('from the future is from now (R-1, R-13)', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'a', at: noon + 6 * minute }));
    expect(memory.messages[0]?.at).toBe(noon);
    expect(memory.head.windowExpiresAt).toBe(noon + day);
  });

  it('within five minutes of the future keeps its time (R-1)', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'a', at: noon + 5 * minute }));
    expect(memory.messages[0]?.at).toBe(noon + 5 * minute);
  });

  it('again changes nothing, an hour later too, also with other words (R-3)', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'a', at: noon + hour }));
    memory.now += hour;
    const again = memory.hear(heard({ id: 'a', at: noon + hour, content: { kind: 'text', text: 'other' } }));
    expect(again.empty).toBe(true);
    expect(memory.head).toMatchObject({ rev: 1, unread: 1 });
  });

  it('twice in one body is one message (R-3)', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'a' }), heard({ id: 'a' }));
    expect(ids(memory)).toEqual(['a']);
    expect(memory.head.unread).toBe(1);
  });

  it('under the id that Meta gave to a message of ours is that message (R-3)', () => {
    const memory = sent();
    expect(memory.hear(heard({ id: 'wamid.1' })).empty).toBe(true);
  });

  it('raises rev once for all of one body (R-4)', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'a' }), heard({ id: 'b' }), reported({ id: 'x', step: 'read' }));
    expect(memory.head.rev).toBe(1);
    expect(memory.messages.map(({ rev }) => rev)).toEqual([1, 1]);
    expect(memory.head.unread).toBe(2);
  });

  it('of a kind that we cannot show is kept with Meta’s own words (R-40)', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'a', content: { kind: 'unsupported', type: 'poll', text: '' }, raw: '{"x":1}' }));
    expect(memory.messages).toMatchObject([
      { content: { kind: 'unsupported', type: 'poll' }, raw: '{"x":1}' },
    ]);
    expect(memory.head).toMatchObject({ unread: 1, preview: { kind: 'unsupported' } });
  });
});

describe('the window', () => {
  it('is not opened by what the customer only did, nor by statuses (R-12)', () => {
    const memory = new Memory();
    memory.hear(unspoken({ id: 'a' }), reported({ id: 'x', step: 'read' }));
    expect(memory.head).toMatchObject({ windowExpiresAt: null, unread: 0 });
  });

  it('never moves back (R-13)', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'a', at: noon }));
    memory.hear(heard({ id: 'b', at: noon - 5 * hour }));
    expect(memory.head.windowExpiresAt).toBe(noon + day);
  });

  it('is not opened by a replay of last week (R-13)', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'a', at: noon - 7 * day }));
    expect(memory.head.windowExpiresAt).toBe(noon - 6 * day);
    expect(memory.ask(ana, sends('c', 'x')).refusal?.code).toBe('window-closed');
    expect(memory.ring().empty).toBe(true);
  });
});

describe('an archived conversation', () => {
  function archived(): Memory {
    const memory = new Memory();
    memory.hear(heard({ id: 'a' }));
    memory.ask(ana, { type: 'archive', clientId: 'x' });
    expect(memory.head.archived).toBe(true);
    return memory;
  }

  it('comes back with what the customer writes, with a line of nobody’s (R-27, R-28)', () => {
    const memory = archived();
    memory.hear(heard({ id: 'b', at: noon + 1 }));
    expect(memory.head.archived).toBe(false);
    const line = memory.messages.find(({ content }) => 'what' in content && content.what === 'reopened');
    expect(line).toMatchObject({ direction: 'line', at: noon });
    expect(line?.by).toBeUndefined();
  });

  it('stays for reactions, statuses and repeats (R-3, R-27)', () => {
    const memory = archived();
    memory.hear(unspoken({ id: 'r' }), reported({ id: 'x', step: 'read' }), heard({ id: 'a' }));
    expect(memory.head.archived).toBe(true);
  });

  it('comes back once for many messages of one body (R-27, R-28)', () => {
    const memory = archived();
    memory.hear(heard({ id: 'b' }), heard({ id: 'c' }));
    expect(kinds(memory).filter((kind) => kind === 'reopened')).toHaveLength(1);
  });
});

describe('the names of a customer', () => {
  it('are gathered from every event, once each (R-29, R-31)', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'a', names: [phone] }));
    memory.hear(heard({ id: 'b', names: ['bsuid:US.1', phone] }));
    expect([...memory.state.names].sort()).toEqual(['bsuid:US.1', phone]);
    expect(memory.learn(phone, 'bsuid:US.1').empty).toBe(true);
  });

  it('are not their profile: that may change and go (R-33)', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'a', profile: { name: 'Maria', username: '@maria' } }));
    memory.hear(heard({ id: 'b', profile: { name: 'Maria Silva', username: '@ms' } }));
    memory.hear(heard({ id: 'c', profile: {} }));
    expect(memory.head).toMatchObject({ name: 'Maria Silva', username: '@ms' });
    expect(memory.state.names).toEqual([phone]);
  });

  it('give the row a title: the profile name, else the username, else the phone', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'a', names: ['bsuid:US.1'] }));
    expect(memory.head.name).toBe('');
    memory.hear(heard({ id: 'b' }));
    expect(memory.head.name).toBe('+15551234567');
    memory.hear(heard({ id: 'c', profile: { username: '@maria' } }));
    expect(memory.head.name).toBe('@maria');
    memory.hear(heard({ id: 'd', profile: { name: 'Maria' } }));
    expect(memory.head.name).toBe('Maria');
  });
});

describe('a status', () => {
  it('raises and never lowers (R-6)', () => {
    const memory = sent();
    for (const step of ['read', 'delivered', 'sent'] as const) memory.hear(reported({ id: 'wamid.1', step }));
    expect(stateOf(memory)).toBe('read');
    expect(memory.head.preview).toMatchObject({ direction: 'out', delivery: 'read' });
  });

  it('of a failure keeps what Meta said, with a sentence for the agent (R-7)', () => {
    const memory = sent();
    const error = { code: '131026', title: 'Undeliverable', details: 'why' };
    memory.hear(reported({ id: 'wamid.1', step: 'failed', error }));
    expect(memory.message('c1')?.delivery).toMatchObject({ state: 'failed', failure: error });
    expect(memory.message('c1')?.delivery?.failure?.sentence).toMatch(/\.$/);
    memory.hear(reported({ id: 'wamid.1', step: 'delivered' }));
    expect(stateOf(memory)).toBe('delivered');
  });

  it('of a failure never promises that it goes out by itself (R-7, product §4)', () => {
    for (const code of ['4', '80007', '130429', '131056', '131057', '131000']) {
      const memory = sent();
      memory.hear(reported({ id: 'wamid.1', step: 'failed', error: { code, title: '', details: '' } }));
      expect(memory.message('c1')?.delivery?.failure?.sentence).not.toMatch(/by itself/);
    }
  });

  it('is one of our own id where Meta’s is not known yet, and brings Meta’s (R-8)', () => {
    const memory = leaving();
    memory.hear(reported({ id: 'wamid.1', step: 'sent', callbackId: 'c1' }));
    expect(stateOf(memory)).toBe('sent');
    expect(memory.message('c1')?.metaId).toBe('wamid.1');
    expect(memory.outbox).toEqual([]);
    memory.hear(reported({ id: 'wamid.1', step: 'delivered' }));
    expect(stateOf(memory)).toBe('delivered');
  });

  it('settles an unknown send, however late (R-8)', () => {
    const memory = leaving();
    const [row] = memory.outbox;
    if (row) memory.answer(row, results.unknown);
    expect(stateOf(memory)).toBe('unknown');
    memory.now += 30 * day;
    memory.hear(reported({ id: 'wamid.1', step: 'delivered', at: memory.now, callbackId: 'c1' }));
    expect(stateOf(memory)).toBe('delivered');
  });

  it('that brings Meta’s id brings the reports that waited under it (R-9)', () => {
    const memory = leaving();
    memory.hear(reported({ id: 'wamid.1', step: 'read' }));
    memory.hear(reported({ id: 'wamid.1', step: 'sent', callbackId: 'c1' }));
    expect(stateOf(memory)).toBe('read');
    expect(memory.waiting).toEqual([]);
  });

  it('that brings Meta’s id in the same body leaves nothing waiting (R-9)', () => {
    const memory = leaving();
    memory.hear(
      reported({ id: 'wamid.1', step: 'read' }),
      reported({ id: 'wamid.1', step: 'sent', callbackId: 'c1' }),
    );
    expect(stateOf(memory)).toBe('read');
    expect(memory.waiting).toEqual([]);
  });

  it('of a message that is not here is kept and shows nothing (R-9, R-11)', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'in' }));
    const change = memory.hear(reported({ id: 'wamid.9', step: 'sent' }));
    expect(change.changed).toBe(false);
    expect(memory.head.rev).toBe(1);
    expect(memory.waiting).toMatchObject([{ metaId: 'wamid.9', arrivedAt: noon, report: { state: 'sent' } }]);
  });

  it('that waits is kept once (R-3, R-9)', () => {
    const memory = new Memory();
    memory.hear(reported({ id: 'wamid.9', step: 'sent' }), reported({ id: 'wamid.9', step: 'sent' }));
    expect(memory.hear(reported({ id: 'wamid.9', step: 'sent' })).empty).toBe(true);
    expect(memory.waiting).toHaveLength(1);
    expect(memory.hear(reported({ id: 'wamid.9', step: 'read' })).empty).toBe(false);
  });

  it('about a message of the customer’s changes nothing (R-11)', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'in' }));
    expect(memory.hear(reported({ id: 'in', step: 'read' })).changed).toBe(false);
  });

  it('from the future is from now (R-1, R-6)', () => {
    const memory = sent();
    memory.hear(reported({ id: 'wamid.1', step: 'read', at: noon + day }));
    expect(memory.message('c1')?.delivery?.times.read).toBe(noon);
  });

  it('again changes nothing (R-3)', () => {
    const memory = sent();
    for (const step of ['sent', 'failed', 'delivered', 'read'] as const) {
      memory.hear(reported({ id: 'wamid.1', step }));
      memory.now += minute;
      expect(memory.hear(reported({ id: 'wamid.1', step })).empty).toBe(true);
    }
  });
});
