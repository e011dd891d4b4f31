/** Leads: opened, moved, described, closed, and joined (product §5, R-28, R-32). */
import { describe, expect, it } from 'vitest';
import type { Happening } from '#domain/message.ts';
import { ana, boss, heard, hour, minute, noon, rui } from '../testing/events.ts';
import type { Contact } from '../contacts/contact.ts';
import { Memory } from '../testing/memory.ts';
import type { Command } from './decide-command.ts';
import { takeContact } from './decide-import.ts';
import { openLead } from './decide-lead.ts';
import { guardedUndoOf } from './undo.ts';

const lost = { id: 'lost', name: 'Lost', final: true };
const won = { id: 'converted', name: 'Converted', final: true };
const qualified = { id: 'qualified', name: 'Qualified', final: false };
const owner = { id: rui.id, name: rui.name };
let next = 0;

type WithoutId<T> = T extends Command ? Omit<T, 'clientId'> : never;
function ask(memory: Memory, command: WithoutId<Command>, by = ana) {
  next += 1;
  const seen = () => ({ head: memory.head, panel: memory.panel() });
  const before = seen();
  const whole = { ...command, clientId: `c${next}` };
  const { refusal, change } = memory.ask(by, whole);
  return { refusal, change, undo: guardedUndoOf(whole, before, seen()) };
}
function begun(): Memory {
  const memory = new Memory();
  memory.hear(heard({ id: 'a' }));
  return memory;
}
const leads = (memory: Memory) => memory.panel().leads;
const lines = (memory: Memory) =>
  memory.messages.flatMap(({ content, by }) => {
    if (content.kind !== 'line') return [];
    const { kind: _kind, ...happening } = content;
    return [[happening satisfies Happening, by?.name]];
  });

describe('a lead is opened', () => {
  it('by the first message, in the panel and on the row', () => {
    const memory = begun();
    const [lead] = leads(memory);
    expect(lead).toMatchObject({ id: 'lead-1', status: 'new', owner: null, source: 'organic' });
    expect(memory.head.leadFacts).toEqual({ id: 'lead-1', since: lead?.openedAt, source: 'organic' });
    expect(lines(memory)).toEqual([]);
  });

  it('with the ad that brought the customer as its source', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'a', referral: { source: 'ad', adId: '120', headline: 'Chairs' } }));
    expect(leads(memory)[0]).toMatchObject({ source: 'ad', sourceId: '120' });
    expect(memory.head.leadFacts).toMatchObject({ source: 'ad', sourceId: '120' });
  });

  it.each([
    ['open', false],
    ['closed already', true],
  ])('by an import, once, though the contact is handed over twice: %s (R-49)', (_title, final) => {
    const memory = begun();
    ask(memory, { type: 'lead', to: won });
    const facts = { name: 'Maria', tags: [], lead: final ? 'lost' : 'new', final, attributes: {}, at: noon };
    const contact: Contact = {
      ...{ id: 'c', channel: 'whatsapp', accountId: '555', phone: '+15550000001', importId: 'i' },
      facts: { ...facts, from: 'people.csv' },
    };
    memory.run((change) => takeContact(change, contact));
    const once = leads(memory);
    expect(once.map(({ id }) => id).toSorted()).toEqual(['import:i', 'lead-1']);
    if (!final) ask(memory, { type: 'lead', to: lost });
    const before = leads(memory);
    memory.run((change) => takeContact(change, contact));
    expect(leads(memory)).toEqual(before);
  });

  it('by the reply to a broadcast, with that as its source', () => {
    const memory = new Memory();
    memory.run((change) => change.setFacts({ broadcasts: ['b7:received', 'b7:read'] }));
    memory.hear(heard({ id: 'a' }));
    expect(leads(memory)[0]).toMatchObject({ source: 'broadcast', sourceId: 'b7' });
  });

  it('by an import, once', () => {
    const memory = begun();
    ask(memory, { type: 'lead', to: lost });
    const bring = () => memory.run((change) => openLead(change, { source: 'import', sourceId: 'May.csv' }));
    bring();
    expect(leads(memory)).toMatchObject([{ source: 'import', sourceId: 'May.csv' }, { status: 'lost' }]);
    expect(bring().changed).toBe(false);
  });

  it('with its earliest message, in whatever order they come', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'b', at: noon }));
    memory.hear(heard({ id: 'a', at: noon - minute }));
    expect(memory.head.leadFacts?.since).toBe(noon - minute);
  });

  it('by hand where there is none, under the status that is chosen', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'h', speaks: false, opens: false, history: true }));
    ask(memory, { type: 'lead', to: qualified });
    expect(leads(memory)).toMatchObject([{ status: 'qualified', source: 'organic' }]);
    expect(memory.head.lead).toBe('qualified');
  });
});

describe('what is known of a lead', () => {
  it('changes by what is named, with a line each (R-28), and on the row', () => {
    const memory = begun();
    ask(memory, {
      type: 'lead-facts',
      owner,
      value: 12_500,
      currency: 'EUR',
      source: 'api',
      sourceId: 'crm',
    });
    expect(leads(memory)[0]).toMatchObject({
      owner,
      value: 12_500,
      currency: 'EUR',
      source: 'api',
      sourceId: 'crm',
    });
    expect(memory.head.leadFacts).toMatchObject({ owner, value: 12_500, currency: 'EUR', source: 'api' });
    expect(lines(memory)).toEqual([
      [{ what: 'lead-owner', to: owner }, 'Ana'],
      [{ what: 'lead-value', value: 12_500, currency: 'EUR' }, 'Ana'],
      [{ what: 'lead-source', to: 'api', of: 'crm' }, 'Ana'],
    ]);
    const again = ask(memory, { type: 'lead-facts', owner, value: 12_500 });
    expect([again.refusal, again.change.changed, again.undo]).toEqual([null, false, null]);
  });

  it('is taken away by null, and a value takes its currency along', () => {
    const memory = begun();
    ask(memory, { type: 'lead-facts', owner, value: 100, currency: 'EUR' });
    const { undo } = ask(memory, { type: 'lead-facts', owner: null, value: null });
    expect(memory.head.leadFacts).toEqual({
      id: 'lead-1',
      since: expect.any(Number) as number,
      source: 'organic',
    });
    expect(undo).toMatchObject({ type: 'lead-facts', ownerId: rui.id, value: 100, currency: 'EUR' });
  });

  it('is refused without its currency, and where there is no lead', () => {
    const memory = begun();
    expect(ask(memory, { type: 'lead-facts', value: 1 }).refusal?.code).toBe('lead-value-without-currency');
    ask(memory, { type: 'lead', to: null });
    expect(ask(memory, { type: 'lead-facts', owner }).refusal?.code).toBe('no-lead');
  });

  it('is not taken back over what somebody else did meanwhile', () => {
    const memory = begun();
    const { undo } = ask(memory, { type: 'lead-facts', value: 100, currency: 'EUR' });
    ask(memory, { type: 'lead-facts', value: 200 }, boss);
    if (undo?.type !== 'lead-facts') throw new Error('nothing takes it back');
    const { ownerId: _owner, ...back } = undo;
    expect(ask(memory, back).refusal?.code).toBe('changed-since');
    expect(memory.head.leadFacts?.value).toBe(200);
  });
});

describe('a closed lead (product §5)', () => {
  it('takes no status, owner or follow-up, and says so; what it was may be put right', () => {
    const memory = begun();
    ask(memory, { type: 'lead', to: won });
    memory.now += minute;
    for (const command of [
      { type: 'lead', to: qualified },
      { type: 'lead', to: lost },
      { type: 'lead', to: null },
      { type: 'lead-facts', owner },
    ] as const) {
      expect(ask(memory, command)).toMatchObject({
        refusal: { code: 'lead-closed' },
        change: { empty: true },
      });
    }
    const refusal = { code: 'follow-up-after-lead' };
    expect(ask(memory, { type: 'follow-up', at: noon + hour })).toMatchObject({ refusal });
    expect(ask(memory, { type: 'lead-facts', value: 5000, currency: 'EUR' }).refusal).toBeNull();
    expect(leads(memory)).toMatchObject([{ status: 'converted', closedBy: { name: 'Ana' }, value: 5000 }]);
  });

  it('stays in the history when the next message opens another', () => {
    const memory = begun();
    ask(memory, { type: 'lead-facts', owner, value: 5000, currency: 'EUR' });
    ask(memory, { type: 'lead', to: won });
    memory.now += hour;
    memory.hear(heard({ id: 'b', at: noon + hour }));
    expect(leads(memory)).toMatchObject([
      { id: 'lead-2', status: 'new', owner: null },
      { id: 'lead-1', status: 'converted', owner, value: 5000 },
    ]);
    expect(memory.head.leadFacts).toEqual({ id: 'lead-2', since: noon + hour, source: 'organic' });
  });

  it('is opened again by who closed it, soon, as what takes it back (B-75)', () => {
    const memory = begun();
    const { undo } = ask(memory, { type: 'lead', to: lost });
    expect(undo).toEqual({ type: 'lead', status: 'new', still: 'lost' });
    const back = { type: 'lead', to: { id: 'new', name: 'New', final: false }, still: 'lost' } as const;
    expect(ask(memory, back, boss).refusal?.code).toBe('lead-closed');
    memory.now += hour;
    expect(ask(memory, back).refusal?.code).toBe('lead-closed');
    memory.now -= hour;
    expect(ask(memory, back).refusal).toBeNull();
    expect(leads(memory)).toMatchObject([{ id: 'lead-1', status: 'new' }]);
    expect(leads(memory)[0]).not.toHaveProperty('closedAt');
  });
});

it('a status that goes is replaced in the lead, open or closed as it is', () => {
  const memory = begun();
  ask(memory, { type: 'lead', to: qualified });
  const to = { id: 'warm', name: 'Warm', final: false };
  expect(ask(memory, { type: 'lead-replace', from: 'qualified', to: lost }, boss).refusal?.code).toBe(
    'lead-status-of-other-kind',
  );
  expect(ask(memory, { type: 'lead-replace', from: 'other', to }, boss).change.changed).toBe(false);
  ask(memory, { type: 'lead-replace', from: 'qualified', to }, boss);
  expect(leads(memory)).toMatchObject([{ id: 'lead-1', status: 'warm', statusName: 'Warm' }]);
  expect(memory.head.lead).toBe('warm');
});

it('what a release without leads knew becomes one with the first change', () => {
  const memory = begun();
  memory.run((change) => {
    change.setPanel({ leads: [] });
    change.setFacts({ leadFacts: undefined });
  });
  ask(memory, { type: 'lead-facts', owner });
  expect(leads(memory)).toMatchObject([
    { id: 'lead-0', status: 'new', owner, openedAt: memory.head.createdAt },
  ]);
});
