/** One search box (B-10): contacts by what they are called, conversations by what they are, messages by what they say. */
import { attributeQuery, contactQuery } from '#domain/facets.ts';
import { isEmpty, type Filter } from '#domain/filter.ts';
import type { Head } from '#domain/head.ts';
import type { Directory, Found, SearchAnswer, searchQuery } from '#domain/http.ts';
import type { Actor } from '#domain/permission.ts';
import { wordsOf } from '#domain/words.ts';
import type { z } from 'zod';
import { directoryOf } from '../directory/directory.ts';
import type { Env } from '../env.ts';
import { compile, type Compiled } from './compile.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { findMessages, type Asked } from './messages.ts';
import { waitingPlaces } from './place.ts';
import { readRange } from './stretch.ts';

type Query = z.infer<typeof searchQuery>;

const few = 5;
const many = 20;

async function readHeads({ db, before, limit }: Asked, compiled: Compiled): Promise<Found<Head>> {
  const range = { from: '0', to: before ?? waitingPlaces, limit: limit + 1, down: true };
  const found = await readRange(db, compiled, range);
  const hits = found.slice(0, limit);
  const last = found.length > limit ? hits.at(-1) : undefined;
  return {
    hits: hits.map(({ head }) => head),
    next: last ? writeCursor({ stretch: 0, place: last.place }) : null,
  };
}

const none = { hits: [], next: null };

/** By name, phone or username, newest first. */
async function findContacts(asked: Asked): Promise<Found<Head>> {
  const sought = contactQuery(asked.q);
  if (sought === '') return none;
  const { match, ...exact } = compile(asked.filter, { actor: asked.actor, tab: null, now: asked.now });
  return readHeads(asked, { ...exact, match: `(${match}) AND (${sought})` });
}

/** Words that are looked for. */
const mostWords = 16;

type Names = Pick<Directory, 'tags' | 'groups' | 'leads'>;
type Named = { readonly id: string; readonly name: string };

/** Ids of those in whose names a word begins with `word`; no more than a filter takes. */
function named(things: readonly Named[], word: string): string[] {
  const begins = things.filter(({ name }) => wordsOf(name).some((part) => part.startsWith(word)));
  return begins.map(({ id }) => id).slice(0, 50);
}

/** The filters that a word may mean: a tag, a group, the status of a lead. */
function meaningsOf(word: string, { tags, groups, leads }: Names): Filter[] {
  const meant = [{ tags: named(tags, word) }, { groups: named(groups, word) }, { leads: named(leads, word) }];
  return meant.filter((filter) => !isEmpty(filter));
}

const joined = (parts: readonly string[], by: 'AND' | 'OR'): string =>
  parts.map((part) => `(${part})`).join(` ${by} `);

/**
 * By what they are, newest first: each word is a fact's or the contact's ("vip maria"), and one at least a fact's. Without
 * words it is whatever fits the operators.
 */
async function findConversations(asked: Asked): Promise<Found<Head>> {
  const { db, actor, now, filter, q } = asked;
  const words = wordsOf(q).slice(0, mostWords);
  if (words.length === 0 && isEmpty(filter)) return none;
  const asker = { actor, tab: null, now };
  const { match, ...exact } = compile(filter, asker);
  if (words.length === 0) return readHeads(asked, { match, ...exact });
  const names = await directoryOf({ DB: db });
  const factsOf = words.map((word) => {
    const meant = meaningsOf(word, names).map((meaning) => compile(meaning, asker).match);
    return joined([...meant, attributeQuery(word)], 'OR');
  });
  const each = words.map((word, index) => joined([factsOf[index] ?? '', contactQuery(word)], 'OR'));
  return readHeads(asked, { ...exact, match: joined([match, joined(factsOf, 'OR'), ...each], 'AND') });
}

/** What `actor` finds: a few of each kind, or one kind page by page. Any text is safe. */
export async function search({ DB: db }: Pick<Env, 'DB'>, actor: Actor, query: Query): Promise<SearchAnswer> {
  const { q, filter, group, cursor } = query;
  const before = group === undefined ? null : (readCursor(cursor)?.place ?? null);
  const asked: Asked = {
    db,
    actor,
    now: Date.now(),
    filter,
    q,
    before,
    limit: group === undefined ? few : many,
  };
  const wants = (one: typeof group): boolean => group === undefined || group === one;
  const [contacts, conversations, messages] = await Promise.all([
    wants('contacts') ? findContacts(asked) : none,
    wants('conversations') ? findConversations(asked) : none,
    wants('messages') ? findMessages(asked) : none,
  ]);
  return { contacts, conversations, messages };
}
