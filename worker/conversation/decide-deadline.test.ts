import { describe, expect, it } from 'vitest';
import { ana, day, heard, hour, noon, results, sends } from '../testing/events.ts';
import { Memory } from '../testing/memory.ts';

const told = (memory: Memory) =>
  memory.messages.flatMap(({ content, at }) =>
    content.kind === 'line' && content.what === 'window-closed' ? [at] : [],
  );

describe('the end of the window', () => {
  it('is told once, at its own time, by nobody (R-28, R-38)', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'a' }));
    memory.now = noon + day - 1;
    expect(memory.ring().empty).toBe(true);
    memory.now = noon + day + 3 * hour;
    memory.ring();
    expect(told(memory)).toEqual([noon + day]);
    expect(memory.messages.at(-1)?.by).toBeUndefined();
    expect(memory.ring().empty).toBe(true);
  });

  it('is told at its very millisecond (R-13, R-38)', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'a' }));
    memory.now = noon + day;
    expect(memory.ring().changed).toBe(true);
  });

  it('is told again when it was opened again (R-28)', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'a' }));
    memory.now = noon + day;
    memory.ring();
    memory.hear(heard({ id: 'b', at: memory.now }));
    memory.now += day;
    memory.ring();
    expect(told(memory)).toEqual([noon + day, noon + 2 * day]);
  });

  it('is nothing to tell of where none was open, nor where only an old message came (R-13)', () => {
    const memory = new Memory();
    expect(memory.ring().empty).toBe(true);
    memory.hear(heard({ id: 'a', at: noon - 2 * day }));
    expect(memory.ring().empty).toBe(true);
  });

  it('leaves preview, unread and the window itself alone', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'a' }));
    memory.now = noon + day;
    memory.ring();
    expect(memory.head).toMatchObject({
      unread: 1,
      preview: { text: 'text of a' },
      windowExpiresAt: noon + day,
    });
  });
});

describe('a restart', () => {
  it('makes what had left unknown, and leaves the rest queued (R-21)', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'a' }));
    for (const clientId of ['c1', 'c2']) memory.ask(ana, sends(clientId, 'x'));
    memory.leave();
    memory.restart();
    expect(memory.message('c1')?.delivery?.state).toBe('unknown');
    expect(memory.message('c2')?.delivery?.state).toBe('queued');
    expect(memory.outbox.map(({ messageId }) => messageId)).toEqual(['c2']);
    expect(memory.restart().empty).toBe(true);
  });

  it('leaves one alone that waits for its next try (R-20, R-21)', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'a' }));
    memory.ask(ana, sends('c1', 'x'));
    const row = memory.leave();
    if (row) memory.answer(row, results.later(hour));
    expect(memory.restart().empty).toBe(true);
    expect(memory.message('c1')?.delivery?.state).toBe('queued');
  });
});
