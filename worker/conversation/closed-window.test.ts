/** What leaves when the window is closed: a person's answer within seven days, and templates. */
import { describe, expect, it } from 'vitest';
import type { Channel } from '#domain/channel.ts';
import { ana, day, heard, noon, onChannel, sends, template } from '../testing/events.ts';
import { Memory } from '../testing/memory.ts';
import { plainRights } from './decide-send.ts';

function begun(channel: Channel, account = plainRights): Memory {
  const memory = new Memory(channel);
  memory.account = account;
  memory.hear(heard({ ...onChannel[channel], id: 'in' }));
  return memory;
}

describe('a person who answers after the window', () => {
  const rights = { ...plainRights, humanAgent: true };
  const late = noon + 2 * day;

  it.each(['messenger', 'instagram'] as const)('on %s confirms once per window (R-16)', (channel) => {
    const memory = begun(channel, rights);
    memory.now = late;
    expect(memory.ask(ana, sends('c1')).refusal).toEqual({
      code: 'human-agent-unconfirmed',
      until: noon + 7 * day,
    });
    expect(memory.state.humanAgentFor).toBeNull();
    expect(memory.ask(ana, { ...sends('c2'), asHumanAgent: true }).refusal).toBeNull();
    expect(memory.ask(ana, sends('c3')).refusal).toBeNull();
    expect([memory.message('c2')?.humanAgent, memory.message('c3')?.humanAgent]).toEqual([true, true]);
    memory.hear(heard({ ...onChannel[channel], id: 'more', at: late }));
    memory.ask(ana, sends('c4'));
    expect(memory.message('c4')?.humanAgent).toBeUndefined();
    memory.now = late + 2 * day;
    expect(memory.ask(ana, sends('c5')).refusal?.code).toBe('human-agent-unconfirmed');
  });

  it('may do so until the seventh day is over, also at the moment of leaving (R-16, R-17)', () => {
    const memory = begun('messenger', rights);
    memory.now = noon + 7 * day - 1;
    memory.ask(ana, { ...sends('c1'), asHumanAgent: true });
    expect(memory.leave()?.messageId).toBe('c1');
    const other = begun('messenger', rights);
    other.now = noon + 7 * day - 1;
    other.ask(ana, { ...sends('c1'), asHumanAgent: true });
    other.now += 1;
    expect(other.leave()).toBeNull();
    expect(other.message('c1')?.delivery?.failure).toMatchObject({ code: 'window-closed', kind: 'window' });
  });

  it('never on WhatsApp, and never without the permission (R-16)', () => {
    for (const memory of [begun('whatsapp', rights), begun('instagram')]) {
      memory.now = late;
      const { refusal } = memory.ask(ana, { ...sends('c1'), asHumanAgent: true });
      expect(refusal?.code).toBe('window-closed');
    }
  });

  it('is asked again when what was queued in the window leaves after it: nobody confirmed that (R-16, R-17)', () => {
    const memory = begun('messenger', rights);
    memory.now = noon + day - 1;
    memory.ask(ana, sends('c1'));
    memory.now = noon + day;
    expect(memory.leave()).toBeNull();
    expect(memory.message('c1')?.delivery?.failure).toMatchObject({
      code: 'human-agent-unconfirmed',
      kind: 'window',
    });
  });
});

describe('a template', () => {
  const send = { type: 'send', clientId: 't', draft: template } as const;

  it('leaves on WhatsApp whatever the window (R-17)', () => {
    const memory = begun('whatsapp');
    memory.now = noon + 9 * day;
    expect(memory.ask(ana, send).refusal).toBeNull();
    expect(memory.leave()?.messageId).toBe('t');
  });

  it('whose permission goes before it leaves fails as never allowed, in words (R-7, R-17)', () => {
    const memory = begun('messenger', { ...plainRights, utilityTemplates: true });
    expect(memory.ask(ana, send).refusal).toBeNull();
    memory.account = plainRights;
    expect(memory.leave()).toBeNull();
    expect(memory.message('t')?.delivery?.failure).toMatchObject({
      kind: 'never',
      code: 'template-not-allowed',
    });
    expect(memory.message('t')?.delivery?.failure?.sentence).toMatch(/\.$/);
  });
});
