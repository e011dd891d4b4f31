/** The list, the search and bulk actions as a signed-in person asks for them, for tests in workerd. */
import { expect } from 'vitest';
import type { CommandBody } from '#domain/command.ts';
import type { BulkAnswer, ListPage, Matching, Me, SearchAnswer } from '#domain/http.ts';
import type { ReindexAnswer } from '#domain/http-reindex.ts';
import type { CustomerName } from '../channels/channel.ts';
import { ask, command, meta, post, view } from './door.ts';
import { saying } from './meta.ts';
import { eventually } from './eventually.ts';

const hour = 60 * 60 * 1000;
let next = 15557000000;

/** A number that no other test of this file has. */
export function freshNumber(): string {
  next += 1;
  return String(next);
}

/** A customer that no other test of this file has spoken to, who wrote `text`. */
export async function customer(text: string, name = 'Maria', at = Date.now() - hour): Promise<CustomerName> {
  const from = freshNumber();
  await meta(saying({ id: `wamid.${from}`, from, name, text, at }));
  return `phone:${from}`;
}

type WithoutId<T> = T extends CommandBody ? Omit<T, 'clientId'> & { clientId?: string } : never;

/** A command that must be taken. */
export async function done(name: CustomerName, cookie: string, body: WithoutId<CommandBody>): Promise<void> {
  const answer = await command(name, cookie, body);
  if (answer.status !== 200) throw new Error(`${body.type}: ${await answer.text()}`);
}

async function get<T>(path: string, cookie: string): Promise<T> {
  const answer = await ask(path, { cookie });
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return answer.json<T>();
}

export const list = async (cookie: string, query = ''): Promise<ListPage> =>
  get(`/api/conversations?${query}`, cookie);

export const search = async (cookie: string, q: string, query = ''): Promise<SearchAnswer> =>
  get(`/api/search?q=${encodeURIComponent(q)}${query}`, cookie);

/** Texts of the messages that are found. */
export const textsOf = async (cookie: string, q: string): Promise<string[]> =>
  (await search(cookie, q, '&kind=messages')).messages.hits.map(({ text }) => text);

export const me = async (cookie: string): Promise<Me> => get('/api/me', cookie);

export async function matching(cookie: string, filter: object = {}): Promise<readonly string[]> {
  const query = { tab: null, sort: 'newest', filter };
  return (await (await post('/api/conversations/matching', query, cookie)).json<Matching>()).ids;
}

/** A command each, with a client id of its own unless it has one. */
export async function bulk(
  cookie: string,
  items: readonly { readonly id: string; readonly command: object }[],
): Promise<Response> {
  const whole = items.map(({ id, command: one }) => ({
    id,
    command: { clientId: crypto.randomUUID(), ...one },
  }));
  return post('/api/conversations/bulk', { items: whole }, cookie);
}

export async function results(...asked: Parameters<typeof bulk>): Promise<BulkAnswer['results']> {
  return (await (await bulk(...asked)).json<BulkAnswer>()).results;
}

/** Until the list has what the conversations are. */
export async function indexed(admin: string, ...names: readonly CustomerName[]): Promise<void> {
  await eventually(async () => {
    for (const name of names) {
      const { head } = await view(name, admin);
      const found = (await list(admin, 'tab=all&limit=200')).rows.find(({ id }) => id === head.id);
      expect(found?.rev).toBe(head.rev);
    }
  });
}

/** All steps; answers how much was wrong. */
export async function reindex(admin: string): Promise<number> {
  let [cursor, mended]: [string | null, number] = [null, 0];
  do {
    const answer: ReindexAnswer = await (await post('/api/reindex', { cursor }, admin)).json();
    [cursor, mended] = [answer.next, mended + answer.mended];
  } while (cursor !== null);
  return mended;
}
