import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFilter, type Filter } from './filter.ts';
import type { Account, Directory } from './http.ts';
import { readOperators } from './operators.ts';
import { anyText, testNow } from './testing/heads.ts';

const account = (id: string, name: string, handle: string): Account => ({
  ...{ id, name, handle, channel: 'whatsapp', login: 'page', parentId: '' },
  ...{ humanAgent: false, utilityTemplates: false, marksRead: false, trouble: null, groupId: null },
});
const directory: Directory = {
  team: [
    { id: 'p1', name: 'Ana Reis', role: 'agent' },
    { id: 'p2', name: 'Ana Lima', role: 'agent' },
    { id: 'p3', name: 'José Ángel', role: 'agent' },
    { id: 'p4', name: 'أحمد', role: 'agent' },
  ],
  attributes: [],
  accounts: [account('11', 'Sales', '+55 11 5555'), account('12', 'Support', '+55 11 6666')],
  tags: [
    { id: 't1', name: 'VIP', colour: 'red' },
    { id: 't2', name: 'VIP gold', colour: 'red' },
    { id: 't3', name: 'Big spender', colour: 'red' },
    { id: 't4', name: '老客户', colour: 'red' },
  ],
  leads: [{ id: 'l1', name: 'Follow-up', colour: 'red', final: false }],
  groups: [{ id: 'g1', name: 'Night shift', members: [], assigning: 'off', most: null }],
};
const now = { at: testNow, zone: 'America/Sao_Paulo' };
const read = (text: string): ReturnType<typeof readOperators> => readOperators(text, directory, now);
const noon = (day: string): number => Date.parse(`${day}T03:00Z`);

describe('what is typed into the search box', () => {
  it.each<[string, Filter]>([
    ['agent:me', { agents: ['me'] }],
    ['agent:none', { agents: ['none'] }],
    ['agent:unassigned', { agents: ['none'] }],
    ['agent:ana', { agents: ['p1', 'p2'] }],
    ['agent:"ana lima"', { agents: ['p2'] }],
    ['agent:“Ana Lima”', { agents: ['p2'] }],
    ['agent:jose', { agents: ['p3'] }],
    ['agent:angel', { agents: ['p3'] }],
    ['agent:احمد', { agents: ['p4'] }],
    ['AGENT:Jos agent:me', { agents: ['p3', 'me'] }],
    ['group:night', { groups: ['g1'] }],
    ['group:none', { groups: ['none'] }],
    ['tag:vip', { tags: ['t1'] }],
    ['tag:spend', { tags: ['t3'] }],
    ['tag:老', { tags: ['t4'] }],
    ['lead:follow', { leads: ['l1'] }],
    ['lead:none', { leads: ['none'] }],
    ['owner:me owner:none owner:jose', { leadOwners: ['me', 'none', 'p3'] }],
    ['is:unread is:unanswered is:failed', { unread: true, unanswered: true, failed: true }],
    ['is:archived', { statuses: ['archived'] }],
    ['is:active', { statuses: ['new', 'open', 'reopened'] }],
    ['is:new is:reopened', { statuses: ['new', 'reopened'] }],
    ['is:open', { windows: ['open'] }],
    ['is:expired is:free', { windows: ['expired', 'free'] }],
    ['status:open', { statuses: ['open'] }],
    ['channel:WhatsApp channel:ig', { channels: ['whatsapp', 'instagram'] }],
    ['account:support', { accounts: ['whatsapp:12'] }],
    ['account:"+55 11 5"', { accounts: ['whatsapp:11'] }],
    ['window:1h', { windows: ['1h'] }],
    ['before:2026-05-31', { lastTo: noon('2026-05-31') }],
    ['after:2026-05-31', { lastFrom: noon('2026-06-01') }],
    ['on:2026-05-31', { lastFrom: noon('2026-05-31'), lastTo: noon('2026-06-01') }],
    ['on:today', { lastFrom: noon('2026-11-20'), lastTo: noon('2026-11-21') }],
    [
      'after:2026-05-01 after:2026-05-09 before:2026-06-09 before:2026-06-01',
      { lastFrom: noon('2026-05-10'), lastTo: noon('2026-06-01') },
    ],
    ['has:follow-up', { followUps: ['any'] }],
    ['has:ad', { ads: ['any'] }],
    ['follow-up:overdue', { followUps: ['overdue'] }],
    ['template:order_update', { templates: ['order_update'] }],
    ['ad:120', { ads: ['120'] }],
    ['attribute:"city=São Paulo"', { attributes: ['city=São Paulo'] }],
    ['broadcast:read', { broadcasts: ['any:read'] }],
    ['broadcast:spring:failed', { broadcasts: ['spring:failed'] }],
    ['broadcast:b1', { broadcasts: ['b1:received', 'b1:delivered', 'b1:read', 'b1:replied', 'b1:failed'] }],
    ['from:Maria name:"da Silva"', { customer: 'Maria da Silva' }],
  ])('%s becomes the filter', (text, filter) => {
    expect(read(text)).toEqual({ words: '', filter, unknown: [] });
  });

  it.each([
    ['plain words', '  olá   mundo ', 'olá mundo'],
    ['quoted words', '"tag:vip" "is: it"', 'tag:vip is: it'],
    ['an open quote', 'say "hello wor', 'say hello wor'],
    [
      'times and addresses',
      '10:30 https://example.com/a?b Note: yes',
      '10:30 https://example.com/a?b Note: yes',
    ],
    ['nothing', '   ', ''],
  ])('is words: %s', (_name, text, words) => {
    expect(read(text)).toEqual({ words, filter: {}, unknown: [] });
  });

  it.each([
    ['a name that is not there', 'tag:gone', 'tag:gone'],
    ['the middle of a name', 'tag:pender', 'tag:pender'],
    ['a word that is not known', 'is:red', 'is:red'],
    ['nothing after it', 'agent: plan', 'agent:'],
    ['an operator that does not exist', 'assignee:ana', 'assignee:ana'],
    ['a name that objects have', 'constructor:x', 'constructor:x'],
    ['a date that is none', 'before:2026-02-30', 'before:2026-02-30'],
    ['a date in words', 'on:monday', 'on:monday'],
    ['a broken window', 'window:2h', 'window:2h'],
    ['what is too long for a filter', `template:${'x'.repeat(121)}`, `template:${'x'.repeat(121)}`],
    ['a quoted name that is not there', 'tag:"not there"', 'tag:"not there"'],
  ])('is told when it is not understood, and looked for as words: %s', (_name, text, piece) => {
    expect(read(text)).toEqual({ words: text, filter: {}, unknown: [piece] });
  });

  it('may be operators and words in any order', () => {
    expect(read('plan tag:vip anual is:unread tag:nope')).toEqual({
      words: 'plan anual tag:nope',
      filter: { tags: ['t1'], unread: true },
      unknown: ['tag:nope'],
    });
  });

  it('is always safe, in any zone', () => {
    const name = fc.constantFrom(
      'tag:',
      'is:',
      'on:',
      'agent:"',
      'broadcast:',
      'attribute:',
      '__proto__:',
      ' ',
      '"',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(name, anyText), { maxLength: 6 }), anyText, (pieces, zone) => {
        const { words, filter, unknown } = readOperators(pieces.join(''), directory, { at: testNow, zone });
        expect(readFilter(filter)).toEqual(filter);
        for (const piece of unknown) expect(words).toContain(piece);
      }),
    );
    expect(read('tag:vip '.repeat(2000)).filter).toEqual({ tags: ['t1'] });
    const many = Array.from({ length: 200 }, (_none, index) => `ad:${index}`).join(' ');
    expect(read(many).filter.ads).toHaveLength(50);
  });
});
