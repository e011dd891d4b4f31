/**
 * Looks the whole index over against the conversations and mends what is wrong: it is a copy that can be made again
 * . In steps that the caller repeats; first every conversation in the order of ids, then the kept counts.
 */
import type { ReindexAnswer } from '#domain/http-reindex.ts';
import type { Position } from '#domain/message.ts';
import { shardOf } from '#domain/shard.ts';
import { publishedContact, type Contact } from '../contacts/contact.ts';
import { waitingContacts, waitingIds } from '../contacts/contacts.ts';
import { conversationStub } from '../conversation/id.ts';
import type { Env } from '../env.ts';
import type { Published } from '../inbox/published.ts';
import { inboxShard, mostShards, shardsOf } from '../inbox/stub.ts';
import { viewsAfter } from '../views/views.ts';
import { readProgress, writeProgress, type Progress } from './cursor.ts';
import { recountTabs, recountView } from './recount.ts';

type Rows = Extract<Progress, { of: 'rows' }>;
type Found = { readonly checked: number; readonly mended: number };

/** Conversations that are asked at the same time. */
const atOnce = 25;
/** A step ends after so many conversations, or requests to objects: one request of ours may make a thousand. */
const perStep = { conversations: 100, requests: 300 };
/** Messages whose words are asked for at the same time: of each of the first conversations, and of a long one. */
const words = { first: 50, rest: 500 };
const viewsPerStep = 10;

/** Today's Inbox objects, and those of days when there were more, if they know anything. */
async function shardsThatKnow(env: Env): Promise<number[]> {
  const all = Array.from({ length: mostShards }, (_none, shard) => shard);
  const today = shardsOf(env);
  const known = await Promise.all(
    all.map(async (shard) => shard < today || (await inboxShard(env, shard).knownIds(null, 1)).length > 0),
  );
  return all.filter((shard) => known[shard]);
}

type NextIds = {
  readonly ids: readonly string[];
  /** Those of which a conversation ever told. */
  readonly told: ReadonlySet<string>;
};

/** The next ids after `after` that an Inbox object or D1 knows, in order. */
async function nextIds(env: Env, { shards, after }: Rows): Promise<NextIds> {
  const stored = env.DB.prepare('SELECT id FROM conversation WHERE id > ? ORDER BY id LIMIT ?');
  const [rows, contacts, ...known] = await Promise.all([
    stored.bind(after, atOnce).all<{ id: string }>(),
    waitingIds(env, after, atOnce),
    ...shards.map(async (shard) => inboxShard(env, shard).knownIds(after, atOnce)),
  ]);
  const ids = new Set([...rows.results.map(({ id }) => id), ...contacts, ...known.flat()]);
  return { ids: [...ids].sort().slice(0, atOnce), told: new Set(known.flat()) };
}

type Asked = { readonly id: string; readonly published: Published | null; readonly next: Position | null };

/** What the index should hold of a conversation, with the words of its first messages. */
async function ask(env: Env, id: string, contact: Contact | undefined): Promise<Asked> {
  const object = conversationStub(env, id);
  const [published, { said, unsaid, next }] = await Promise.all([
    object.indexed(),
    object.saidPage(null, words.first),
  ]);
  if (!published && contact) return { id, published: publishedContact(contact), next: null };
  return { id, published: published && { ...published, said, unsaid }, next };
}

/** As `ask`, of all of them; contacts of whom no conversation ever told are not woken. */
async function askAll(env: Env, { ids, told }: NextIds): Promise<Asked[]> {
  const contacts = await waitingContacts(env, ids);
  return Promise.all(
    ids.map(async (id): Promise<Asked> => {
      const contact = contacts.get(id);
      if (!contact || told.has(id)) return ask(env, id, contact);
      return { id, published: publishedContact(contact), next: null };
    }),
  );
}

/** The rest of what a long conversation says. Answers how many were wrong, and what it took to find out. */
async function mendRest(
  env: Env,
  { id, published, next }: Asked,
): Promise<{ mended: number; requests: number }> {
  const object = conversationStub(env, id);
  const inbox = inboxShard(env, shardOf(id, shardsOf(env)));
  let [mended, requests, after] = [0, 0, next];
  while (published && after) {
    const page = await object.saidPage(after, words.rest);
    mended += await inbox.mend([{ ...published, said: page.said, unsaid: page.unsaid }], []);
    requests += 2;
    after = page.next;
  }
  return { mended, requests };
}

/** Lets the Inbox object of each conversation compare it with what D1 has. */
async function mend(env: Env, asked: readonly Asked[]): Promise<{ mended: number; requests: number }> {
  const shards = Map.groupBy(asked, ({ id }) => shardOf(id, shardsOf(env)));
  const results = await Promise.all(
    [...shards].map(async ([shard, some]) => {
      const gone = some.filter(({ published }) => published === null).map(({ id }) => id);
      const items = some.flatMap(({ published }) => published ?? []);
      return inboxShard(env, shard).mend(items, gone);
    }),
  );
  const found = { mended: results.reduce((sum, n) => sum + n, 0), requests: 2 * asked.length + shards.size };
  for (const long of asked.filter(({ next }) => next !== null)) {
    const rest = await mendRest(env, long);
    found.mended += rest.mended;
    found.requests += rest.requests;
  }
  return found;
}

async function lookAtRows(env: Env, from: Rows): Promise<Found & { readonly next: Progress }> {
  let [checked, mended, requests, after] = [0, 0, 0, from.after];
  while (checked < perStep.conversations && requests < perStep.requests) {
    const some = await nextIds(env, { ...from, after });
    const last = some.ids.at(-1);
    if (last === undefined) return { checked, mended, next: { of: 'counts', after: '' } };
    const asked = await askAll(env, some);
    const found = await mend(env, asked);
    checked += asked.filter(({ published }) => published !== null).length;
    mended += found.mended;
    requests += found.requests + from.shards.length + 3;
    after = last;
  }
  return { checked, mended, next: { ...from, after } };
}

async function lookAtCounts(env: Env, after: string): Promise<Found & { readonly next: Progress | null }> {
  let mended = after === '' ? await recountTabs(env.DB) : 0;
  const views = await viewsAfter(env, after, viewsPerStep);
  for (const view of views) mended += await recountView(env.DB, view);
  const last = views.at(-1);
  const isEnd = last === undefined || views.length < viewsPerStep;
  return { checked: 0, mended, next: isEnd ? null : { of: 'counts', after: last.id } };
}

/**
 * One step from `cursor` (null: from the beginning). `checked` counts conversations; `mended` whatever was wrong: rows,
 * words, counts. Where nothing is wrong, nothing is written.
 * @throws when an object or D1 does not answer; the step can be taken again
 */
export async function reindex(env: Env, cursor: string | null): Promise<ReindexAnswer> {
  const begun = readProgress(cursor);
  const progress: Progress = begun ?? { of: 'rows', shards: await shardsThatKnow(env), after: '' };
  const { checked, mended, next } =
    progress.of === 'rows' ? await lookAtRows(env, progress) : await lookAtCounts(env, progress.after);
  return { next: next && writeProgress(next), checked, mended };
}
