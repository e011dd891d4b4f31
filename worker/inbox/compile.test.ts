import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { contactQuery, facetsOf, messageQuery, messageTokens } from '#domain/facets.ts';
import { matches, readFilter, type Filter } from '#domain/filter.ts';
import type { Head } from '#domain/head.ts';
import type { Tab } from '#domain/http.ts';
import { can, type Actor } from '#domain/permission.ts';
import { hashOf } from '#domain/shard.ts';
import {
  anyActor,
  anyFilter,
  anyHead,
  anyNow,
  anyTab,
  anyText,
  hostileTexts,
  testNow,
} from '#domain/testing/heads.ts';
import { compile } from './compile.ts';

const heads = fc.sample(anyHead, { numRuns: 2000, seed: 4 });
const db = new DatabaseSync(':memory:');

/** The index as the migration makes it: its tables, virtual tables and triggers. */
const needed = /^(?:--.*\n)*CREATE (?:TABLE `conversation`|VIRTUAL TABLE|VIEW|TRIGGER)/u;
const epoch = Date.UTC(2020, 0, 1);
const place = (at: number, id: string): bigint =>
  (BigInt(Math.floor((at - epoch) / 1000)) << 31n) + BigInt(hashOf(id));

const write = (): ReturnType<typeof db.prepare> =>
  db.prepare(`INSERT INTO indexing
  (id, rev, head, place, waiting_place, tokens, print, last_at, created_at, window_expires_at, free_entry_until, follow_up_at)
  VALUES (?, ?, ?, ?, ?, ?, '', ?, ?, ?, ?, ?)`);

function insert(head: Head, statement: ReturnType<typeof write>): void {
  const { id, rev, lastAt, createdAt, waitingSince, windowExpiresAt, freeEntryUntil, followUpAt } = head;
  const waits = waitingSince === undefined ? null : (1n << 62n) + place(Math.max(waitingSince, epoch), id);
  const where = [place(Math.max(lastAt, epoch), id), waits] as const;
  const times = [lastAt, createdAt, windowExpiresAt, freeEntryUntil, followUpAt ?? null];
  statement.run(id, rev, JSON.stringify(head), ...where, facetsOf(head).join(' '), ...times);
}

beforeAll(() => {
  const migration = readFileSync('migrations/0004_list.sql', 'utf8').split('--> statement-breakpoint');
  for (const statement of migration.map((text) => text.trim()))
    if (needed.test(statement)) db.exec(statement);
  const statement = write();
  db.exec('BEGIN');
  for (const head of heads) insert(head, statement);
  db.exec('COMMIT');
});

type Asked = {
  readonly filter: Filter;
  readonly actor: Actor;
  readonly tab: Tab | null;
  readonly now: number;
};

function idsOf({ match, where, params }: ReturnType<typeof compile>): string[] {
  const rows = db
    .prepare(
      `SELECT c.id FROM facet JOIN conversation c ON c.id = facet.id
       WHERE facet MATCH ? AND facet.rowid < 4611686018427387904 AND ${where}`,
    )
    .all(match, ...params);
  return rows.map(({ id }) => String(id)).sort();
}

const indexed = ({ filter, ...asker }: Asked): string[] => idsOf(compile(filter, asker));

function expected({ filter, actor, tab, now }: Asked): string[] {
  const fits = (head: Head): boolean =>
    (tab === null || head.archived === (tab === 'archived')) &&
    can(actor, 'conversation.see', head) &&
    matches(head, filter, { me: actor.id, now });
  return heads
    .filter(fits)
    .map(({ id }) => id)
    .sort();
}

const anyAsked: fc.Arbitrary<Asked> = fc.record({
  filter: anyFilter,
  actor: anyActor,
  tab: anyTab,
  now: anyNow,
});
const admin: Actor = { id: 'ana', name: 'Ana', role: 'admin', groups: [], visibility: 'groups' };
const everything = { actor: admin, tab: null, now: testNow } as const;

describe('a filter in the index', () => {
  it('finds exactly the rows that it fits and that the reader may see', () => {
    let rows = 0;
    fc.assert(
      fc.property(anyAsked, (asked) => {
        const ids = expected(asked);
        rows += ids.length;
        expect(indexed(asked)).toEqual(ids);
      }),
      { numRuns: 1000 },
    );
    expect(rows).toBeGreaterThan(10_000);
  }, 60_000);

  it.each<[string, Filter]>([
    ...(['open', '1h', '3h', '12h', 'expired', 'free'] as const).map((state): [string, Filter] => [
      `window ${state}`,
      { windows: [state] },
    ]),
    ...(['overdue', 'soon', 'any'] as const).map((state): [string, Filter] => [
      `follow-up ${state}`,
      { followUps: [state] },
    ]),
    ['whatever a window may be', { windows: ['open', 'expired', '1h', 'free'] }],
    ['no time at all', { lastFrom: 5, lastTo: 5 }],
    ['a criterion without values', { tags: [], agents: [] }],
    ['nothing', {}],
  ])('holds at every edge of time: %s', (_name, filter) => {
    const edges = heads.flatMap(({ windowExpiresAt, freeEntryUntil, followUpAt }) =>
      [windowExpiresAt, freeEntryUntil, followUpAt ?? null].filter((at) => at !== null),
    );
    const near = edges.filter((at) => at >= testNow && at < testNow + 2 * 24 * 60 * 60 * 1000).slice(0, 8);
    for (const now of near.flatMap((at) => [at - 1, at, at + 1])) {
      const asked = { ...everything, filter, now: Math.max(now, testNow) };
      expect(indexed(asked)).toEqual(expected(asked));
    }
  });

  it('never asks for more than the index can: 256 deep, 100 parameters', () => {
    const values = Array.from({ length: 50 }, (_none, index) => `${index}`.padEnd(120, '"'));
    const ids = {
      ...{
        agents: values,
        groups: values,
        leads: values,
        leadOwners: values,
        tags: values,
        templates: values,
        ads: values,
      },
      accounts: values,
    };
    const filter: Filter = {
      ...ids,
      statuses: ['new', 'open', 'reopened', 'archived'],
      channels: ['whatsapp', 'messenger', 'instagram'],
      windows: ['12h', 'expired', 'free'],
      ...{ unread: true, unanswered: true, failed: true },
      ...{ lastFrom: 1, lastTo: testNow, createdFrom: 1, createdTo: testNow },
      broadcasts: values.map((value) => `${value}:read`),
      attributes: values.map((value) => `${value}=${value}`.slice(0, 300)),
      followUps: ['overdue', 'soon', 'any'],
    };
    expect(readFilter(filter)).toEqual(filter);
    const actor: Actor = { ...admin, role: 'agent', groups: values };
    const compiled = compile(filter, { actor, tab: 'active', now: testNow });
    expect(compiled.params.length).toBeLessThan(20);
    expect(idsOf(compiled)).toEqual([]);
  });

  it('has every value in double quotes, and only tokens between them', () => {
    fc.assert(
      fc.property(anyAsked, ({ filter, ...asker }) => {
        const { match, where } = compile(filter, asker);
        expect(match.replace(/"[a-z0-9]+"/gu, '#')).toMatch(/^(?:[#() ]|# \*|AND|OR|NOT)+$/u);
        expect(where).toMatch(/^[a-z_.<>=?() 1ANDORISUL]+$/u);
      }),
    );
  });
});

describe('a customer in the index', () => {
  const named = (query: string): string[] => {
    const { match } = compile({}, everything);
    return idsOf({ match: `${match} AND (${query})`, where: '1', params: [] });
  };
  const withName = (name: string): string[] =>
    heads
      .filter((head) => head.name === name)
      .map(({ id }) => id)
      .sort();

  it.each([
    ['the beginning of a name', 'mar', 'Maria Silva'],
    ['words in any order', 'SILVA maria', 'Maria Silva'],
    ['no accents', 'jose angel', 'José Ángel'],
    ['accents that are not there', 'máría', 'Maria Silva'],
    ['Arabic, spelt another way', 'محمّد احمد', 'محمد أحمد'],
    ['Hindi', 'प्रि', 'प्रिया शर्मा'],
    ['one Chinese character', '王', '王小明'],
    ['two of them', '小明', '王小明'],
    ['Japanese', 'くら', 'さくら'],
    ['Vietnamese', 'nguyen van', 'Nguyễn Văn'],
    ['an emoji', '👩', '👩‍👩‍👧 🇧🇷'],
  ])('is found by %s', (_name, text, name) => {
    const found = named(contactQuery(text));
    expect(withName(name).length).toBeGreaterThan(0);
    expect(found).toEqual(withName(name));
  });

  it.each([
    '+55 (11) 9',
    '5511987654321',
    '98765-4321',
    '11 98765',
    '٩٨٧٦٥',
    '011 987654321',
    '+55(11)98765.4321',
  ])('is found by a phone in any formatting: %s', (text) => {
    const found = named(contactQuery(text));
    const phones = heads.filter(({ id }) => found.includes(id)).map(({ phone }) => phone);
    expect(new Set(phones)).toEqual(new Set(['+5511987654321']));
    expect(found).toHaveLength(heads.filter(({ phone }) => phone === '+5511987654321').length);
  });

  it('is found by a username', () => {
    const found = named(contactQuery('@ana.li'));
    expect(found).toHaveLength(heads.filter(({ username }) => username === '@ana.lima').length);
  });

  it.each(['ilva', 'maria x', '王明', '99 76', '55 11 1'])(
    'is not found by what is not there: %s',
    (text) => {
      expect(named(contactQuery(text))).toEqual([]);
    },
  );

  it('takes any text, hostile as it may be', () => {
    const long = ['x', '"', '1', '王', '\ud800', '\u0301', '( '].map((piece) =>
      piece.repeat(10_000 / piece.length),
    );
    fc.assert(
      fc.property(fc.oneof(anyText, fc.constantFrom(...long)), (text) => {
        const query = contactQuery(text);
        if (query !== '') expect(() => named(query)).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });
});

describe('a message in the index', () => {
  const texts = [
    'Olá! O preço do plano anual?',
    'مرحبا، أريد الكتاب',
    'मेरा क़लम कहाँ है',
    '我想买手机',
    '東京タワーへ行きたい',
    'call me: +55 (11) 98765-4321',
    'thumbs 👍🏽 up',
    ...hostileTexts,
  ];
  beforeAll(() => {
    const statement = db.prepare(
      'INSERT OR REPLACE INTO said (rowid, tokens, conversation, message, at, text) VALUES (?, ?, ?, ?, ?, ?)',
    );
    for (const [index, text] of texts.entries()) {
      statement.run(
        index + 1,
        messageTokens(text).join(' '),
        'c1',
        `m${index}`,
        testNow,
        text.toWellFormed(),
      );
    }
  });
  const find = (query: string): number[] =>
    db
      .prepare('SELECT rowid FROM said WHERE said MATCH ?')
      .all(query)
      .map(({ rowid }) => Number(rowid) - 1);

  it.each([
    ['plan prec', 0],
    ['الكتاب', 1],
    ['كتاب', null],
    ['अरे', null],
    ['कलम', 2],
    ['机', 3],
    ['手机', 3],
    ['机手', null],
    ['京', 4],
    ['タワー', 4],
    ['行きたい', 4],
    ['5511 9876', 5],
    ['+55 11 98765-4321', 5],
    ['98765-4321', 5],
    ['👍', 6],
  ])('is found by its words: %s', (text, index) => {
    expect(find(messageQuery(text))).toEqual(index === null ? [] : [index]);
  });

  it('takes any text, hostile as it may be', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const query = messageQuery(text);
        if (query !== '') expect(() => find(query)).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });
});
