/** Other conversations of the same person: linked by hand, suggested by what they have in common, never linked by itself. */
import { inArray } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { facet, nameToken, phoneToken } from '#domain/facets.ts';
import type { Head } from '#domain/head.ts';
import {
  likenesses,
  type Likeness,
  type OtherConversation,
  type OthersAnswer,
} from '#domain/http-contact.ts';
import { can, refuse, type Actor } from '#domain/permission.ts';
import type { Refusal } from '#domain/refusal.ts';
import { wordsOf } from '#domain/words.ts';
import { auditing, type Deed } from '../audit/audit.ts';
import { conversationStub, isConversationId } from '../conversation/id.ts';
import type { Env } from '../env.ts';
import { headOf } from '../inbox/index-row.ts';
import { waitingPlaces } from '../inbox/place.ts';
import { contactLink } from './tables.ts';

type Refused = { readonly refusal: Refusal };
type Linked = { readonly id: string; readonly person: string };

const notFound: Refused = { refusal: { code: 'conversation-not-found' } };
/** Conversations of one person, and rows that a suggestion looks at, at most. */
const mostLinked = 20;
const mostLookedAt = 10;

/** What the panel shows of a conversation. */
function shownOf(head: Head): OtherConversation {
  const { id, name, channel, accountId, phone, username, lastAt, archived, picture } = head;
  return {
    ...{ id, name, channel, accountId, lastAt, archived },
    ...(phone !== undefined && { phone }),
    ...(username !== undefined && { username }),
    ...(picture !== undefined && { picture }),
  };
}

/** All that are of the same person as any of `ids`, those themselves with them if they are linked. */
async function linksOf(env: Pick<Env, 'DB'>, ids: readonly string[]): Promise<Linked[]> {
  const { conversationId: id, person } = contactLink;
  const db = drizzle(env.DB);
  const theirs = db
    .select({ person })
    .from(contactLink)
    .where(inArray(id, [...ids]));
  return db
    .select({ id, person })
    .from(contactLink)
    .where(inArray(person, theirs))
    .limit(2 * mostLinked);
}

const phonesOf = ({ phone, otherPhone }: Head): string[] => [phone, otherPhone].flatMap((one) => one ?? []);

/** What `other` has in common with `head`, the surest first; null: nothing. */
function likenessOf(head: Head, other: Head): Likeness | null {
  if (phonesOf(head).some((phone) => phonesOf(other).includes(phone))) return 'phone';
  if (head.email !== undefined && other.email === head.email) return 'email';
  const [one, two] = [head.username?.toLowerCase(), other.username?.toLowerCase()];
  return one !== undefined && one === two ? 'username' : null;
}

/**
 * Expressions for MATCH that find whoever may be alike. Phones and e-mail are asked together: they find little else. The
 * words of a username may find many others, who must not stand in the way of those.
 */
function expressionsFor(head: Head): string[] {
  const { email, username } = head;
  const sure = [
    ...phonesOf(head).map((phone) => `"${phoneToken(phone)}"`),
    ...(email === undefined ? [] : [`"${facet('email', email)}"`]),
  ];
  const words = username === undefined ? [] : wordsOf(username).map((word) => `"${nameToken(word)}"`);
  return [sure.join(' OR '), words.join(' AND ')].filter((expression) => expression !== '');
}

type Suggested = OthersAnswer['suggested'][number];

/** Conversations that have a phone, an e-mail or a username in common with `head`; each once, the surest first. */
async function alike(env: Pick<Env, 'DB'>, actor: Actor, head: Head): Promise<Suggested[]> {
  const expressions = expressionsFor(head);
  if (expressions.length === 0) return [];
  const find = env.DB.prepare(
    `SELECT c.head FROM facet CROSS JOIN conversation AS c ON c.id = facet.id
    WHERE facet MATCH ? AND facet.rowid < ${waitingPlaces} ORDER BY facet.rowid DESC LIMIT ${mostLookedAt}`,
  );
  const answers = await env.DB.batch<{ head: string }>(expressions.map((match) => find.bind(match)));
  const found = new Map(
    answers.flatMap(({ results }) => results.map(headOf)).map((other) => [other.id, other]),
  );
  const suggested = [...found.values()]
    .filter((other) => other.id !== head.id && can(actor, 'conversation.see', other))
    .flatMap((other): Suggested[] => {
      const by = likenessOf(head, other);
      return by === null ? [] : [{ conversation: shownOf(other), by }];
    });
  return suggested.toSorted((one, two) => likenesses.indexOf(one.by) - likenesses.indexOf(two.by));
}

/** The head of a conversation that `actor` may see. */
async function seenHead(env: Env, actor: Actor, id: string): Promise<Head | Refused> {
  if (!isConversationId(id)) return notFound;
  return (await conversationStub(env, id).headFor(actor)) ?? notFound;
}

/** The head of a conversation that `actor` may note something of. */
async function editedHead(env: Env, actor: Actor, id: string): Promise<Head | Refused> {
  const head = await seenHead(env, actor, id);
  const refusal = 'refusal' in head ? null : refuse(actor, 'conversation.edit', head);
  return refusal ? { refusal } : head;
}

const linkedTo = `SELECT c.head FROM contact_link AS own
  CROSS JOIN contact_link AS link ON link.person = own.person
  CROSS JOIN conversation AS c ON c.id = link.conversation_id
WHERE own.conversation_id = ?1 AND link.conversation_id <> ?1 LIMIT ${mostLinked}`;

/** Heads of the conversations that somebody said are of the same person. */
async function linkedHeads({ DB }: Pick<Env, 'DB'>, id: string): Promise<Head[]> {
  const { results } = await DB.prepare(linkedTo).bind(id).all<{ head: string }>();
  return results.map(headOf);
}

/** Linked ones and suggestions, as far as `actor` may see them. */
export async function othersOf(env: Env, actor: Actor, id: string): Promise<OthersAnswer | Refused> {
  const head = await seenHead(env, actor, id);
  if ('refusal' in head) return head;
  const [heads, suggested] = await Promise.all([linkedHeads(env, head.id), alike(env, actor, head)]);
  const linked = heads.filter((other) => can(actor, 'conversation.see', other));
  return {
    linked: linked.toSorted((a, b) => b.lastAt - a.lastAt).map(shownOf),
    suggested: suggested.filter(({ conversation }) => !heads.some((other) => other.id === conversation.id)),
  };
}

type Pair = { readonly id: string; readonly other: string };

/** Both of a pair, as `actor` may link them. */
async function pairFor(
  env: Env,
  actor: Actor,
  { id, other }: Pair,
): Promise<readonly [Head, Head] | Refused> {
  const [one, two] = await Promise.all([editedHead(env, actor, id), editedHead(env, actor, other)]);
  if ('refusal' in one) return one;
  if ('refusal' in two) return two;
  if (one.id === two.id)
    return { refusal: { code: 'invalid-input', problem: 'a conversation is not linked to itself' } };
  return [one, two];
}

/** One deed of each side: both contacts show it. */
function deedsFor(actor: Actor, what: Deed['what'], [one, two]: readonly [Head, Head]): Deed[] {
  const by = { id: actor.id, name: actor.name };
  const at = Date.now();
  return [
    { by, at, what, about: one.id, body: { other: two.id, name: two.name } },
    { by, at, what, about: two.id, body: { other: one.id, name: one.name } },
  ];
}

/**
 * Says that two conversations are of one person, with all that were said to be of either's. Whoever may note something of
 * both may say so; neither is changed. Refused: `conversation-not-found`, `invalid-input` when that were too many.
 */
export async function link(env: Env, actor: Actor, pair: Pair): Promise<{ readonly ok: true } | Refused> {
  const heads = await pairFor(env, actor, pair);
  if ('refusal' in heads) return heads;
  const ids = heads.map(({ id }) => id);
  const links = await linksOf(env, ids);
  const person = links[0]?.person ?? crypto.randomUUID();
  const all = [...new Set([...ids, ...links.map(({ id }) => id)])];
  if (all.length > mostLinked)
    return { refusal: { code: 'invalid-input', problem: `at most ${mostLinked} conversations are linked` } };
  const wasLinked = ids.every((id) => links.some((one) => one.id === id && one.person === person));
  if (wasLinked) return { ok: true };
  const put = env.DB.prepare(
    `INSERT INTO contact_link (conversation_id, person) VALUES (?, ?)
    ON CONFLICT DO UPDATE SET person = excluded.person`,
  );
  const rows = all.map((id) => put.bind(id, person));
  await env.DB.batch([...rows, ...auditing(env, deedsFor(actor, 'contact.linked', heads))]);
  return { ok: true };
}

/** Says that `other` is of somebody else than `id`: it alone leaves. What is so already changes nothing. */
export async function unlink(env: Env, actor: Actor, pair: Pair): Promise<{ readonly ok: true } | Refused> {
  const heads = await pairFor(env, actor, pair);
  if ('refusal' in heads) return heads;
  const [one, two] = heads;
  const links = await linksOf(env, [one.id]);
  if (!links.some(({ id }) => id === two.id)) return { ok: true };
  const gone = links.length > 2 ? [two.id] : [one.id, two.id];
  const drop = env.DB.prepare('DELETE FROM contact_link WHERE conversation_id = ?');
  const deeds = deedsFor(actor, 'contact.unlinked', heads);
  await env.DB.batch([...gone.map((id) => drop.bind(id)), ...auditing(env, deeds)]);
  return { ok: true };
}
