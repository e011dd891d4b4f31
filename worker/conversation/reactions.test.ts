/** Reactions that we put on the customer's messages. */
import { describe, expect, it } from 'vitest';
import { ana, heard, hour, noon, reported, results, rui, sends, unsent } from '../testing/events.ts';
import { Memory } from '../testing/memory.ts';
import { publicMessage } from './state.ts';

/** A conversation with a message of the customer's, `in`. */
function talking(): Memory {
  const memory = new Memory();
  memory.hear(heard({ id: 'in', at: noon - hour }));
  return memory;
}
const on = (memory: Memory, id: string) =>
  (memory.message(id)?.reactions ?? [])
    .filter(({ emoji }) => emoji !== '')
    .map(({ from, emoji }) => [from, emoji]);

describe('a reaction of ours', () => {
  const react = (memory: Memory, emoji: string, clientId = 'r1', by = ana) =>
    memory.ask(by, { type: 'react', clientId, messageId: 'in', emoji });
  const failed = (memory: Memory) => {
    const row = memory.leave();
    if (row) memory.answer(row, results.failed);
  };

  it('shows at once with its author, and leaves in its turn, unseen in the timeline (R-19, R-42)', () => {
    const memory = talking();
    memory.ask(ana, sends('c2'));
    expect(react(memory, '👍').refusal).toBeNull();
    expect(memory.message('in')?.reactions).toMatchObject([
      { from: 'business', emoji: '👍', by: { name: 'Ana' } },
    ]);
    expect(memory.outbox.map(({ messageId }) => messageId)).toEqual(['c2', 'r1']);
    expect(memory.messages.flatMap((one) => publicMessage(one)?.id ?? [])).not.toContain('r1');
    expect(memory.head.preview?.text).toBe('words of c2');
  });

  it('again with the same client id is nothing, and somebody else’s id is refused (R-18)', () => {
    const memory = talking();
    react(memory, '👍');
    expect(react(memory, '👍')).toMatchObject({ refusal: null, change: { empty: true } });
    expect(memory.outbox).toHaveLength(1);
    memory.ask({ ...rui, role: 'admin' }, { type: 'react', clientId: 'x', messageId: 'in', emoji: '👍' });
    expect(react(memory, '👍', 'x').refusal?.code).toBe('client-id-taken');
  });

  it('needs a message that Meta knows and that is still there (R-41)', () => {
    const memory = talking();
    memory.ask(ana, { type: 'comment', clientId: 'note', text: 'x' });
    memory.ask(ana, sends('queued'));
    react(memory, '👍');
    memory.hear(heard({ id: 'gone' }), unsent({ target: 'gone' }));
    const line = memory.messages.find(({ direction }) => direction === 'line')?.id ?? '';
    for (const messageId of ['nothing', 'note', 'queued', 'r1', 'gone', line]) {
      const asked = memory.ask(ana, { type: 'react', clientId: `to-${messageId}`, messageId, emoji: '👍' });
      expect(asked).toMatchObject({ refusal: { code: 'message-not-found' }, change: { empty: true } });
    }
  });

  it('is nothing to quote, nor is what Meta does not know; what it knows is (R-42)', () => {
    const memory = talking();
    memory.ask(ana, sends('c1'));
    const sent = memory.leave();
    if (sent) memory.answer(sent, results.accepted('wamid.1'));
    react(memory, '👍');
    const row = memory.leave();
    if (row) memory.answer(row, results.accepted('wamid.r1'));
    memory.ask(ana, sends('queued'));
    for (const quotes of ['r1', 'queued', 'nothing']) {
      const asked = memory.ask(ana, { ...sends(`q-${quotes}`), quotes });
      expect(asked).toMatchObject({ refusal: { code: 'message-not-found' }, change: { empty: true } });
    }
    for (const quotes of ['in', 'c1']) {
      expect(memory.ask(ana, { ...sends(`q-${quotes}`), quotes }).refusal).toBeNull();
      expect(memory.message(`q-${quotes}`)?.quotes).toBe(quotes);
    }
    memory.hear(heard({ id: 'answer', quotes: 'wamid.1' }), heard({ id: 'other', quotes: 'wamid.0' }));
    expect(['answer', 'other'].map((id) => memory.message(id)?.quotes)).toEqual(['c1', 'wamid.0']);
  });

  it('needs an open window like any message (R-17)', () => {
    const memory = talking();
    memory.now = noon + 24 * hour;
    expect(react(memory, '👍').refusal?.code).toBe('window-closed');
  });

  it('that Meta refuses goes again with the reason, and what it had replaced stands again (R-7, R-42)', () => {
    const memory = talking();
    react(memory, '👍');
    failed(memory);
    expect(on(memory, 'in')).toEqual([]);
    expect(memory.message('in')?.reactions?.[0]?.sentence).toMatch(/\.$/);
    react(memory, '❤️', 'r2');
    const row = memory.leave();
    if (row) memory.answer(row, results.accepted('wamid.r2'));
    memory.now += 1;
    react(memory, '😂', 'r3');
    failed(memory);
    expect(on(memory, 'in')).toEqual([['business', '❤️']]);
    memory.now += 1;
    react(memory, '', 'r4');
    expect(on(memory, 'in')).toEqual([]);
    failed(memory);
    expect(on(memory, 'in')).toEqual([['business', '❤️']]);
  });

  it('that Meta refuses only with a status goes as well, once (R-3, R-7, R-42)', () => {
    const memory = talking();
    react(memory, '👍');
    const row = memory.leave();
    if (row) memory.answer(row, results.accepted('wamid.r1'));
    const error = { code: '131009', title: 'Parameter value is not valid', details: 'too old' };
    const status = reported({ id: 'wamid.r1', step: 'failed', error });
    memory.hear(status);
    expect(on(memory, 'in')).toEqual([]);
    memory.now += 1;
    expect(memory.hear(status).empty).toBe(true);
  });

  it('put twice and refused once stays, told once (R-3, R-42)', () => {
    const memory = talking();
    for (const [id, metaId] of [
      ['r1', 'wamid.r1'],
      ['r2', 'wamid.r2'],
    ] as const) {
      memory.now += 1;
      react(memory, '👍', id);
      const row = memory.leave();
      if (row) memory.answer(row, results.accepted(metaId));
    }
    const status = reported({ id: 'wamid.r2', step: 'failed' });
    memory.hear(status);
    expect(on(memory, 'in')).toEqual([['business', '👍']]);
    memory.now += 1;
    expect(memory.hear(status).empty).toBe(true);
  });

  it('that another one has replaced meanwhile leaves that one alone (R-42)', () => {
    const memory = talking();
    react(memory, '👍');
    const row = memory.leave();
    memory.now += 1;
    react(memory, '❤️', 'r2');
    if (row) memory.answer(row, results.failed);
    expect(on(memory, 'in')).toEqual([['business', '❤️']]);
  });

  it('is not sent twice by Messenger’s answer without an id (R-8)', () => {
    const memory = talking();
    react(memory, '👍');
    const row = memory.leave();
    if (row) memory.answer(row, results.accepted(''));
    expect(memory.message('r1')).toMatchObject({ delivery: { state: 'accepted' } });
    expect(memory.message('r1')?.metaId).toBeUndefined();
    expect(memory.outbox).toEqual([]);
  });
});
