import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAddress, writeAddress, type Listed } from './filter-address.ts';
import { sorts } from './filter.ts';
import { anyFilter, anyTab, anyText } from './testing/heads.ts';

const address = (listed: Listed): string => new URLSearchParams(writeAddress(listed)).toString();
const read = (text: string): Listed => readAddress(new URLSearchParams(text));
const plain: Listed = { tab: 'active', sort: 'newest', filter: {} };

/** An address carries no half characters: they become what they become everywhere else. */
const wellFormed = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value), (_key, part: unknown) =>
    typeof part === 'string' ? part.toWellFormed() : part,
  ) as T;

describe('the address of a list', () => {
  it('says every list, and reads as the same list again (B-08)', () => {
    const listed = fc.record({ tab: anyTab, sort: fc.constantFrom(...sorts), filter: anyFilter });
    fc.assert(
      fc.property(listed, (one) => {
        expect(read(address(one))).toEqual(wellFormed(one));
      }),
      { numRuns: 2000 },
    );
  });

  it.each<[string, Listed, string]>([
    ['what everybody gets', plain, ''],
    ['both tabs', { ...plain, tab: null }, 'tab=all'],
    ['a sort', { ...plain, tab: 'archived', sort: 'waiting' }, 'tab=archived&sort=waiting'],
    ['several values', { ...plain, filter: { agents: ['me', 'none'] } }, 'agent=me%2Cnone'],
    ['lead owners', { ...plain, filter: { leadOwners: ['me', 'none'] } }, 'lead-owner=me%2Cnone'],
    ['what is so', { ...plain, filter: { unread: true, failed: true } }, 'unread=yes&failed=yes'],
    [
      'times',
      {
        ...plain,
        filter: { lastFrom: Date.UTC(2026, 4, 1, 9, 30), createdTo: Date.UTC(2026, 4, 1, 9, 30, 5) },
      },
      'last-from=2026-05-01T09%3A30Z&created-to=2026-05-01T09%3A30%3A05Z',
    ],
    ['a time that no date says', { ...plain, filter: { lastTo: 9e15 } }, 'last-to=9000000000000000'],
    [
      'a year of five digits',
      { ...plain, filter: { lastTo: 253402300800000 } },
      'last-to=%2B010000-01-01T00%3A00Z',
    ],
    [
      'a comma and a backslash in a value',
      { ...plain, filter: { attributes: ['city=Lisboa, PT', 'a\\,b'] } },
      'attribute=city%3DLisboa%5C%2C+PT%2Ca%5C%5C%5C%2Cb',
    ],
  ])('is short and readable: %s', (_name, listed, text) => {
    expect(address(listed)).toBe(text);
    expect(read(text)).toEqual(listed);
  });

  it.each<[string, string, Listed]>([
    ['an unknown tab, sort and name', 'tab=x&sort=y&nothing=1', plain],
    [
      'one broken value among others',
      'status=open,burnt,new',
      { ...plain, filter: { statuses: ['open', 'new'] } },
    ],
    ['nothing but broken values', 'window=2h&channel=fax&broadcast=x&follow-up=', plain],
    ['empty values', 'tag=,,&agent=', plain],
    ['a value that is too long', `tag=${'x'.repeat(121)},vip`, { ...plain, filter: { tags: ['vip'] } }],
    ['what is not so', 'unread=no&unanswered=1&failed=', plain],
    ['times that are none', 'last-from=yesterday&last-to=-1&created-from=2026-02-31&created-to=1e99', plain],
    ['a day', 'last-from=2026-05-01', { ...plain, filter: { lastFrom: Date.UTC(2026, 4, 1) } }],
    ['ms', 'last-from=1700000000000', { ...plain, filter: { lastFrom: 1_700_000_000_000 } }],
    ['a backslash at the end', 'tag=a\\', { ...plain, filter: { tags: ['a\\'] } }],
  ])('is read leniently: %s', (_name, text, listed) => {
    expect(read(text)).toEqual(listed);
  });

  it('takes no more values than a filter does', () => {
    expect(read(`tag=${'a,'.repeat(80)}b`).filter.tags).toHaveLength(50);
  });

  it('never throws, whatever it reads', () => {
    const name = fc.constantFrom(
      'tag',
      'agent',
      'last-from',
      'broadcast',
      'attribute',
      'tab',
      'sort',
      'unread',
    );
    fc.assert(
      fc.property(name, anyText, (key, value) => {
        const { filter } = readAddress({ get: (asked) => (asked === key ? value : null) });
        expect(filter).toBeTypeOf('object');
      }),
    );
  });
});
