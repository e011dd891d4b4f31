import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readFilter,
  isEmpty,
  looksAtClock,
  looksAtReader,
  matches,
  noFilter,
  sameFilter,
  withoutAgents,
  type Filter,
} from './filter.ts';
import type { Head } from './head.ts';
import { anyFilter, anyHead, testNow as now } from './testing/heads.ts';

const hour = 60 * 60 * 1000;
const bare: Head = {
  id: 'c1',
  rev: 1,
  channel: 'whatsapp',
  accountId: '1',
  name: 'Maria',
  createdAt: now - 100,
  lastAt: now,
  preview: null,
  unread: 0,
  windowExpiresAt: null,
  openedAt: null,
  freeEntryUntil: null,
  assignee: null,
  groupId: null,
  archived: false,
};
const ana = { id: 'ana', name: 'Ana' };
/** Of a lead that is theirs, or nobody's. */
const ownedBy = (owner: typeof ana | undefined): Partial<Head> => ({
  lead: 'new',
  leadFacts: { id: 'lead-1', since: now, source: 'organic', ...(owner && { owner }) },
});
const fits = (filter: Filter, head: Partial<Head> = {}): boolean =>
  matches({ ...bare, ...head }, filter, { me: 'ana', now });

describe('a filter fits a row', () => {
  it.each<[string, Filter, Partial<Head>, Partial<Head>]>([
    ['of mine', { agents: ['me'] }, { assignee: ana }, { assignee: { id: 'rui', name: 'Rui' } }],
    ['of nobody', { agents: ['none'] }, { assignee: null }, { assignee: ana }],
    ['of a person', { agents: ['rui', 'ana'] }, { assignee: ana }, {}],
    ['of a group', { groups: ['g1'] }, { groupId: 'g1' }, { groupId: 'g2' }],
    ['of no group', { groups: ['none'] }, {}, { groupId: 'g2' }],
    ['with a lead status', { leads: ['won'] }, { lead: 'won' }, { lead: 'lost' }],
    ['without a lead', { leads: ['none'] }, {}, { lead: 'lost' }],
    ['whose lead is mine', { leadOwners: ['me'] }, ownedBy(ana), ownedBy({ id: 'rui', name: 'Rui' })],
    ['whose lead is somebody’s', { leadOwners: ['rui', 'ana'] }, ownedBy(ana), ownedBy(undefined)],
    ['whose lead is nobody’s', { leadOwners: ['none'] }, ownedBy(undefined), ownedBy(ana)],
    ['whose lead is nobody’s, and there is one', { leadOwners: ['none'] }, { lead: 'new' }, {}],
    ['that nobody has answered', { statuses: ['new'] }, {}, { answeredAt: 1 }],
    ['that is archived', { statuses: ['archived'] }, { archived: true }, {}],
    ['with a tag', { tags: ['a', 'b'] }, { tags: ['x', 'b'] }, { tags: ['x'] }],
    ['of a channel', { channels: ['whatsapp'] }, {}, { channel: 'messenger' }],
    ['of an account', { accounts: ['whatsapp:1'] }, {}, { channel: 'messenger' }],
    ['with unread', { unread: true }, { unread: 1 }, {}],
    ['that waits', { unanswered: true }, { waitingSince: 0 }, {}],
    ['that failed', { failed: true }, { failed: true }, {}],
    ['in an open window', { windows: ['open'] }, { windowExpiresAt: now + 1 }, { windowExpiresAt: now }],
    ['in a closed window', { windows: ['expired'] }, { windowExpiresAt: now }, { windowExpiresAt: now + 1 }],
    ['without a window', { windows: ['expired'] }, {}, { windowExpiresAt: now + 1 }],
    [
      'that closes within 1 h',
      { windows: ['1h'] },
      { windowExpiresAt: now + hour },
      { windowExpiresAt: now + hour + 1 },
    ],
    ['that closes within 3 h', { windows: ['3h'] }, { windowExpiresAt: now + 1 }, { windowExpiresAt: now }],
    [
      'within 12 h',
      { windows: ['12h'] },
      { windowExpiresAt: now + 12 * hour },
      { windowExpiresAt: now + 13 * hour },
    ],
    ['that is free', { windows: ['free'] }, { freeEntryUntil: now + 1 }, { freeEntryUntil: now }],
    ['of last messages from', { lastFrom: now }, { lastAt: now }, { lastAt: now - 1 }],
    ['of last messages to', { lastTo: now }, { lastAt: now - 1 }, { lastAt: now }],
    ['that began from', { createdFrom: 5 }, { createdAt: 5 }, { createdAt: 4 }],
    ['that began before', { createdTo: 5 }, { createdAt: 4 }, { createdAt: 5 }],
    [
      'of a broadcast',
      { broadcasts: ['b:read'] },
      { broadcasts: ['b:read'] },
      { broadcasts: ['b:failed', 'c:read'] },
    ],
    [
      'of any broadcast',
      { broadcasts: ['any:read'] },
      { broadcasts: ['b:read'] },
      { broadcasts: ['b:replied'] },
    ],
    ['with a template', { templates: ['hi'] }, { templates: ['hi'] }, { templates: ['Hi'] }],
    ['of an ad', { ads: ['1'] }, { ads: ['1'] }, { ads: ['11'] }],
    ['of any ad', { ads: ['any'] }, { ads: ['1'] }, { ads: [] }],
    [
      'with an attribute',
      { attributes: ['city'] },
      { attributes: { city: 'x' } },
      { attributes: { cit: 'y' } },
    ],
    ['and its value', { attributes: ['a=b=c'] }, { attributes: { a: 'b=c' } }, { attributes: { a: 'b' } }],
    [
      'with any value of an attribute, and one of another',
      { attributes: ['city=Porto', 'city=Lisboa', 'size'] },
      { attributes: { city: 'Lisboa', size: 'M' } },
      { attributes: { city: 'Porto' } },
    ],
    ['overdue', { followUps: ['overdue'] }, { followUpAt: now }, { followUpAt: now + 1 }],
    ['due soon', { followUps: ['soon'] }, { followUpAt: now + 24 * hour }, { followUpAt: now }],
    ['to follow up', { followUps: ['any'] }, { followUpAt: 9e15 }, {}],
  ])('%s', (_name, filter, fitting, other) => {
    expect(fits(filter, fitting)).toBe(true);
    expect(fits(filter, other)).toBe(false);
    expect(readFilter(filter)).toEqual(filter);
  });

  it('when it fits every field, and any value of each', () => {
    const filter: Filter = { tags: ['a', 'b'], channels: ['whatsapp'], unread: true };
    expect(fits(filter, { tags: ['b'], unread: 2 })).toBe(true);
    expect(fits(filter, { tags: ['b'], unread: 0 })).toBe(false);
  });

  it('when it asks nothing', () => {
    expect(fits(noFilter)).toBe(true);
    expect(fits({ tags: [] })).toBe(true);
  });
});

describe('a filter', () => {
  it.each<[Filter, boolean]>([
    [{}, true],
    [{ tags: [], unread: undefined }, true],
    [{ unread: true }, false],
    [{ lastFrom: 0 }, false],
  ])('%j is empty: %s', (filter, empty) => {
    expect(isEmpty(filter)).toBe(empty);
  });

  it.each<[Filter, boolean]>([
    [{ windows: ['expired'] }, true],
    [{ followUps: ['soon'] }, true],
    [{ followUps: ['overdue', 'any'] }, true],
    [{ followUps: ['any'] }, false],
    [{ lastFrom: 5, unread: true, statuses: ['new'] }, false],
    [{}, false],
  ])('%j looks at the clock: %s', (filter, looks) => {
    expect(looksAtClock(filter)).toBe(looks);
  });

  it('that does not look at the clock fits the same rows at any time', () => {
    fc.assert(
      fc.property(anyFilter, anyHead, fc.nat(), (filter, head, later) => {
        fc.pre(!looksAtClock(filter));
        const at = { me: 'ana', now: now + later };
        expect(matches(head, filter, at)).toBe(matches(head, filter, { me: 'ana', now }));
      }),
    );
  });

  it.each<[Filter, boolean]>([
    [{ leadOwners: ['rui', 'me'] }, true],
    [{ leadOwners: ['none'] }, false],
    [{ agents: ['me'] }, false],
  ])('%j looks at who reads: %s', (filter, looks) => {
    expect(looksAtReader(filter)).toBe(looks);
  });

  it('without its agents is the same for everybody', () => {
    expect(withoutAgents({ agents: ['me'], unread: true })).toEqual({ unread: true });
  });

  it.each<[Filter, Filter, boolean]>([
    [{ tags: ['a', 'b'], unread: true }, { unread: true, tags: ['b', 'a', 'a'] }, true],
    [{ tags: [] }, {}, true],
    [{ tags: ['a'] }, { tags: ['a', 'b'] }, false],
    [{ tags: ['a'] }, { ads: ['a'] }, false],
    [{ lastFrom: 1 }, { lastFrom: 2 }, false],
    [{ tags: ['a,b'] }, { tags: ['a', 'b'] }, false],
  ])('%j asks the same as %j: %s', (a, b, same) => {
    expect(sameFilter(a, b)).toBe(same);
    expect(sameFilter(b, a)).toBe(same);
  });
});
