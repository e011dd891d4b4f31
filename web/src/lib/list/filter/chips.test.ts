/** Chips of a filter. */
import { describe, expect, test } from 'vitest';
import type { Filter } from '#domain/filter.ts';
import { chipsOf } from './chips.ts';
import { fieldsUsed, type Names } from './names.ts';

const names: Names = {
  team: [{ id: 'p1', name: 'Ana Reis', role: 'agent' }],
  groups: [{ id: 'g1', name: 'Sales', members: [], assigning: 'off', most: null }],
  leads: [{ id: 'l1', name: 'Qualifying', colour: 'blue', final: false }],
  tags: ['vip', 'leather', 'wholesale', 'new'].map((name) => ({ id: `t-${name}`, name, colour: 'grey' })),
  attributes: [
    ...(['list', 'checkbox', 'date', 'text'] as const).map((type) => ({
      ...{ id: `a-${type}`, name: `My ${type}`, type, of: 'contact' as const },
      ...{ options: [], required: false, filterable: true },
    })),
  ],
  accounts: [
    {
      id: '1',
      channel: 'whatsapp',
      name: 'Sales BR',
      handle: '',
      login: 'page',
      parentId: '',
      humanAgent: false,
      utilityTemplates: false,
      marksRead: false,
      groupId: null,
      trouble: null,
    },
  ],
};
const words = { names, zone: 'America/Sao_Paulo' };
const day = 24 * 60 * 60 * 1000;
const third = Date.parse('2026-11-03T03:00:00Z');

function said(filter: Filter): readonly string[] {
  return chipsOf(filter, words).map((chip) => chip.words);
}

describe('every filter that is on is a chip in words (B-09)', () => {
  test.each<[Filter, readonly string[]]>([
    [{}, []],
    [{ agents: ['me'] }, ['Mine']],
    [{ agents: ['none', 'p1'] }, ['Unassigned', 'Ana Reis']],
    [{ groups: ['g1', 'none'] }, ['Group: Sales', 'No group']],
    [{ leads: ['l1', 'none'] }, ['Lead status: Qualifying', 'No lead']],
    [{ statuses: ['reopened'] }, ['Status: Reopened']],
    [{ tags: ['t-vip'] }, ['Tag: vip']],
    [{ tags: ['t-gone'] }, ['Tag: no longer there']],
    [{ channels: ['instagram'] }, ['Instagram']],
    [{ accounts: ['whatsapp:1'] }, ['Sales BR']],
    [{ windows: ['open', '3h', 'expired'] }, ['Window open', 'Closes within 3 h', 'Window expired']],
    [{ windows: ['free'] }, ['FEP running']],
    [{ customer: 'maria' }, ['Customer: maria']],
    [{ unread: true, unanswered: true, failed: true }, ['Unread', 'Unanswered', 'Failed send']],
    [{ broadcasts: ['any:replied', 'bf:failed'] }, ['Any broadcast, replied', 'bf, failed']],
    [{ templates: ['order_update'] }, ['Template: order_update']],
    [{ ads: ['any', '120'] }, ['From any ad', 'Ad 120']],
    [{ leadOwners: ['me', 'none', 'p1'] }, ['My leads', 'Leads of nobody', 'Lead owner: Ana Reis']],
    [{ attributes: ['a-list=Campinas', 'a-text'] }, ['My list: Campinas', 'My text, any value']],
    [{ attributes: ['a-checkbox=yes', 'a-date=2026-11-03'] }, ['My checkbox: Yes', 'My date: 3 Nov 2026']],
    [{ attributes: ['gone=a=b'] }, ['Attribute that is gone: a=b']],
    [{ followUps: ['overdue'] }, ['Follow-up due']],
    [{ lastFrom: third, lastTo: third + day }, ['Last message: 3 Nov 2026']],
    [{ lastFrom: third }, ['Last message: since 3 Nov 2026']],
    [{ lastTo: third + day }, ['Last message: until 3 Nov 2026']],
    [{ createdFrom: third, createdTo: third + 2 * day }, ['Created: 3 Nov 2026 – 4 Nov 2026']],
  ])('%o', (filter, wanted) => {
    expect(said(filter)).toEqual(wanted);
  });

  test('many values of one field share a chip', () => {
    expect(said({ tags: names.tags.map(({ id }) => id) })).toEqual(['Tag: vip, leather +2']);
  });

  test('many values of one attribute share a chip, and others stay', () => {
    const cities = ['A', 'B', 'C', 'D'].map((value) => `a-list=${value}`);
    const [many, other] = chipsOf({ attributes: [...cities, 'a-text'] }, words);
    expect([many?.words, other?.words]).toEqual(['My list: A, B +2', 'My text, any value']);
    expect(many?.without).toStrictEqual({ attributes: ['a-text'] });
  });
});

test('a chip takes away exactly what it says (B-09)', () => {
  const filter: Filter = {
    agents: ['me', 'none'],
    tags: names.tags.map(({ id }) => id),
    unread: true,
    lastFrom: 1,
    lastTo: 2,
  };
  const left = Object.fromEntries(chipsOf(filter, words).map((chip) => [chip.key, chip.without]));
  expect(left).toStrictEqual({
    'agents me': { ...filter, agents: ['none'] },
    'agents none': { ...filter, agents: ['me'] },
    'tags t-vip': { agents: filter.agents, unread: true, lastFrom: 1, lastTo: 2 },
    unread: { agents: filter.agents, tags: filter.tags, lastFrom: 1, lastTo: 2 },
    last: { agents: filter.agents, tags: filter.tags, unread: true },
  });
});

test('two ends of a span are one field', () => {
  expect(fieldsUsed({ lastFrom: 1, lastTo: 2, agents: ['me', 'none'], unread: undefined })).toBe(2);
});
