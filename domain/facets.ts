/**
 * What a conversation is found by: tokens of the inverted index, made here for the index and for every query alike.
 * A token is a letter that says its kind and `[a-z0-9]` after it, so nothing in it can be read as anything else.
 */
import { broadcastStateOf, statusOf, type Head } from './head.ts';
import { leadOwnerOf } from './lead.ts';
import { hashOf } from './shard.ts';
import { numbersOf, soughtOf, termsOf, tokenOf, wordsOf, type Sought, type Term } from './words.ts';

/** Stands in every document: what is asked when nothing is asked. */
export const everyone = 'all';

/** What is simply so, or not. `long…`: it ends so late that no bucket of time says it; see `latest`. */
export const facts = {
  active: 'xactive',
  unassigned: 'xunassigned',
  ungrouped: 'xungrouped',
  noLead: 'xnolead',
  unowned: 'xunowned',
  unread: 'xunread',
  unanswered: 'xunanswered',
  failed: 'xfailed',
  ad: 'xad',
  followUp: 'xfollowup',
  longWindow: 'xlongwindow',
  longFree: 'xlongfree',
} as const;

const letters = {
  status: 's',
  agent: 'p',
  group: 'g',
  lead: 'l',
  leadOwner: 'o',
  tag: 't',
  channel: 'h',
  account: 'k',
  broadcast: 'b',
  template: 'm',
  ad: 'd',
  attribute: 'e',
  email: 'i',
} as const;
export type FacetKind = keyof typeof letters;

const longestValue = 160;

/** The token of a value. Longer ones end in a hash: none of them is an id that decides who may see a conversation. */
export function facet(kind: FacetKind, value: string): string {
  const token = tokenOf(value);
  if (token.length <= longestValue) return `${letters[kind]}${token}`;
  const hash = [value, `${value.length} ${value}`].map((text) => hashOf(text).toString(16).padStart(8, '0'));
  return `${letters[kind]}${token.slice(0, longestValue)}${hash.join('')}`;
}

const day = 24 * 60 * 60 * 1000;
/** Times before count as this (late 2017): nothing here is older. Buckets of every level begin at it. */
const epoch = 22 * 2 ** 36;
/** Times after 2^40 ms of it (2052) count as the last. */
const lastTime = 2 ** 40 - 1;

/**
 * Per kind of time, how many bits of its ms each level of buckets leaves out: a bucket of `bits` begins at a multiple of
 * 2^bits. Each level is 16 times as wide as the one before.
 */
const times = {
  window: { letter: 'w', levels: [12, 16, 20, 24, 28] },
  free: { letter: 'f', levels: [20, 24, 28] },
  followUp: { letter: 'u', levels: [20, 24, 28, 32, 36] },
  created: { letter: 'c', levels: [20, 24, 28, 32, 36] },
  last: { letter: 'r', levels: [24, 28, 32, 36] },
  due: { letter: 'y', levels: [20, 24, 28, 32, 36] },
} as const;
export type SpanKind = keyof typeof times;

const sinceEpoch = (at: number): number => Math.min(Math.max(Math.floor(at) - epoch, 0), lastTime);
const finest = (kind: SpanKind): number => times[kind].levels[0];

function bucket(kind: SpanKind, level: number, index: number): string {
  return `${times[kind].letter}${level}${index.toString(16)}`;
}

/** The buckets that a time is in, one of each level. */
function bucketsOf(kind: SpanKind, at: number): string[] {
  return times[kind].levels.map((bits, level) => bucket(kind, level, Math.floor(sinceEpoch(at) / 2 ** bits)));
}

/**
 * The fewest buckets that cover the times from `from` to `to` (ms, both with it), in their order. Those at the edges may
 * reach beyond: the exact time stands in the row. None when `to` is before `from`.
 */
export function spans(kind: SpanKind, from: number, to: number): readonly string[] {
  if (from > to) return [];
  const { levels } = times[kind];
  const last = Math.floor(sinceEpoch(to) / 2 ** finest(kind));
  const found: string[] = [];
  let next = Math.floor(sinceEpoch(from) / 2 ** finest(kind));
  while (next <= last) {
    const fits = (level: number): boolean => next % 16 ** level === 0 && next + 16 ** level - 1 <= last;
    const level = levels.findLastIndex((_bits, index) => fits(index));
    found.push(bucket(kind, level, next / 16 ** level));
    next += 16 ** level;
  }
  return found;
}

/** The first time (ms) whose bucket lies wholly after `at`. */
export function nextBucket(kind: SpanKind, at: number): number {
  const width = 2 ** finest(kind);
  return epoch + (Math.floor(sinceEpoch(at) / width) + 1) * width;
}

/** A window or free entry that ends later than this after the newest message is a fact of its own (ms). */
const longest = 8 * day;

/** No bucket of a window's or free entry's end is later than this (ms), as no message is from the future. */
export function latest(now: number): number {
  const widest = 2 ** 28;
  return Math.ceil((now + longest + day) / widest) * widest - 1;
}

function endFacets(kind: 'window' | 'free', until: number | null, lastAt: number): string[] {
  if (until === null) return [];
  if (until <= lastAt + longest) return bucketsOf(kind, until);
  return [kind === 'window' ? facts.longWindow : facts.longFree];
}

function leadOwnerFacets(head: Head): string[] {
  const owner = leadOwnerOf(head);
  if (owner === undefined) return [];
  return [owner === null ? facts.unowned : facet('leadOwner', owner)];
}

function ownerFacets(head: Head): string[] {
  const { assignee, groupId, lead } = head;
  return [
    assignee ? facet('agent', assignee.id) : facts.unassigned,
    groupId === null ? facts.ungrouped : facet('group', groupId),
    lead === undefined ? facts.noLead : facet('lead', lead),
    ...leadOwnerFacets(head),
  ];
}

function factFacets(head: Head): string[] {
  return [
    ...(head.archived ? [] : [facts.active]),
    ...(head.unread > 0 ? [facts.unread] : []),
    ...(head.waitingSince === undefined ? [] : [facts.unanswered]),
    ...(head.failed ? [facts.failed] : []),
  ];
}

function timeFacets({ windowExpiresAt, freeEntryUntil, lastAt, createdAt, followUpAt }: Head): string[] {
  return [
    ...endFacets('window', windowExpiresAt, lastAt),
    ...endFacets('free', freeEntryUntil, lastAt),
    ...bucketsOf('created', createdAt),
    ...bucketsOf('last', lastAt),
    ...(followUpAt === undefined ? [] : [facts.followUp, ...bucketsOf('followUp', followUpAt)]),
  ];
}

function broadcastFacets(reached: string): string[] {
  return [facet('broadcast', reached), facet('broadcast', `any:${broadcastStateOf(reached)}`)];
}

const valueLetter = 'v';

function attributeFacets([name, value]: readonly [string, string]): string[] {
  const words = wordsOf(value).map((word) => `${valueLetter}${tokenOf(word)}`);
  return [facet('attribute', name), facet('attribute', `${name}=${value}`), ...words];
}

function historyFacets({
  tags = [],
  templates = [],
  ads = [],
  broadcasts = [],
  attributes = {},
}: Head): string[] {
  return [
    ...tags.map((tag) => facet('tag', tag)),
    ...templates.map((name) => facet('template', name)),
    ...(ads.length > 0 ? [facts.ad] : []),
    ...ads.map((ad) => facet('ad', ad)),
    ...broadcasts.flatMap(broadcastFacets),
    ...Object.entries(attributes).flatMap(attributeFacets),
  ];
}

const nameLetter = 'n';
const phoneLetter = 'q';
const shortestPhone = 3;
const longestPhone = 20;

/** Every end of a number, so that a fragment of it is the beginning of one. */
function endsOf(phone: string): string[] {
  const digits = phone.replace(/\D/gu, '').slice(-longestPhone);
  const count = Math.max(digits.length - shortestPhone + 1, 0);
  return Array.from({ length: count }, (_none, index) => `${phoneLetter}${digits.slice(index)}`);
}

function contactFacets({ name, username, phone, otherPhone, email }: Head): string[] {
  return [
    ...wordsOf(`${name} ${username ?? ''} ${email ?? ''}`).map((word) => `${nameLetter}${tokenOf(word)}`),
    ...(phone === undefined ? [] : endsOf(phone)),
    ...(otherPhone === undefined ? [] : endsOf(otherPhone)),
    ...(email === undefined ? [] : [facet('email', email)]),
  ];
}

/** What finds those whose name, username or e-mail has this word. */
export function nameToken(word: string): string {
  return `${nameLetter}${tokenOf(word)}`;
}

/** What finds exactly those whose phone is `phone`, and some whose phone ends so: the row itself has to be looked at. */
export function phoneToken(phone: string): string {
  return `${phoneLetter}${phone.replace(/\D/gu, '').slice(-longestPhone)}`;
}

/** Every token of a conversation, but for those of its alarm. */
export function facetsOf(head: Head): string[] {
  const found = [
    everyone,
    ...factFacets(head),
    facet('status', statusOf(head)),
    ...ownerFacets(head),
    facet('channel', head.channel),
    facet('account', `${head.channel}:${head.accountId}`),
    ...timeFacets(head),
    ...historyFacets(head),
    ...contactFacets(head),
  ];
  return [...new Set(found)];
}

/** The tokens of when its alarm must have rung (ms), for the sweep. */
export function dueFacets(dueAt: number | null): string[] {
  return dueAt === null ? [] : bucketsOf('due', dueAt);
}

/** The tokens of what a message says; those of numbers that are written in pieces, too. */
export function messageTokens(text: string): string[] {
  return [...new Set([...wordsOf(text), ...numbersOf(text)].map(tokenOf))];
}

/** What begins the tokens of words and of numbers in an index. */
type Index = { readonly word: string; readonly number: string };

/** A single Latin letter begins too many words of too many messages to look for all of them. */
const isLetter = ({ token }: Sought): boolean => token.length === 1;

function matchOfWords(text: string, { word }: Index): string {
  const found = soughtOf(text).map((sought) => {
    const begins = sought.prefix && (word !== '' || !isLetter(sought));
    return `"${word}${sought.token}"${begins ? ' *' : ''}`;
  });
  return found.join(' AND ');
}

function matchOfTerm(term: Term, index: Index): string {
  const words = `(${matchOfWords(term.text, index)})`;
  if (term.kind === 'words') return words;
  const numbers = term.digits.map((digits) => `"${index.number}${digits}" *`);
  return `(${[...numbers, words].join(' OR ')})`;
}

const matchOf = (text: string, index: Index): string =>
  termsOf(text)
    .map((term) => matchOfTerm(term, index))
    .join(' AND ');

/**
 * What finds a customer by the beginnings of words of the name or username, or by three digits or more of the phone in any
 * formatting: an expression for MATCH on `facet`; '' when there is nothing to look for.
 */
export function contactQuery(text: string): string {
  return matchOf(text, { word: nameLetter, number: phoneLetter });
}

/** What finds conversations by the beginnings of words of their attributes' values; as `contactQuery`. */
export function attributeQuery(text: string): string {
  return matchOf(text, { word: valueLetter, number: valueLetter });
}

/** Whether a customer is one that `contactQuery` of the same text finds; all of them when there is nothing to look for. */
export function fitsContact(head: Head, text: string): boolean {
  const tokens = contactFacets(head);
  const begins = (beginning: string): boolean => tokens.some((token) => token.startsWith(beginning));
  const isWord = ({ token, prefix }: Sought): boolean =>
    prefix ? begins(`${nameLetter}${token}`) : tokens.includes(`${nameLetter}${token}`);
  return termsOf(text).every(
    (term) =>
      soughtOf(term.text).every(isWord) ||
      (term.kind !== 'words' && term.digits.some((digits) => begins(`${phoneLetter}${digits}`))),
  );
}

/** What finds messages by the beginnings of their words: an expression for MATCH on `said`; '' when there is nothing. */
export function messageQuery(text: string): string {
  return matchOf(text, { word: '', number: '' });
}
