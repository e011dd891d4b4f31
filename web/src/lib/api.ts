/** The only file that calls the network. Every answer is a value: what came, or why it did not. */
import type { Upload } from '#domain/content.ts';
import type { Filter } from '#domain/filter.ts';
import { writeAddress } from '#domain/filter-address.ts';
import type { CommandBody } from '#domain/command.ts';
import type {
  AroundPage,
  BulkAnswer,
  CommandAnswer,
  ConversationView,
  HistoryPage,
  ListPage,
  Matching,
  Me,
  SearchAnswer,
  SetupState,
} from '#domain/http.ts';
import type { Member } from '#domain/http-team.ts';
import type { WithinAnswer } from '#domain/http-within.ts';
import type { TemplatesAnswer } from '#domain/http-kept.ts';
import type { Position } from '#domain/message.ts';
import type { Head } from '#domain/head.ts';
import type { Fetch, Outcome } from './calling.ts';
import { outliving } from './live/outliving.ts';
import { leadsAddress, PlaceApi, type ListRequest } from './place-api.ts';

export { isSignedOut, outcomeOf, sentenceFor, type Failure, type Fetch, type Outcome } from './calling.ts';
export type { ListRequest } from './place-api.ts';

export type Credentials = { readonly email: string; readonly password: string };
export type FirstAdmin = Credentials & { readonly name: string };

export type SearchRequest = {
  /** Without operators: those are the filter. */
  readonly words: string;
  readonly filter: Filter;
  readonly group?: 'contacts' | 'conversations' | 'messages';
  readonly cursor?: string;
};
export type BulkItem = { readonly id: string; readonly command: CommandBody };
/** A file that is on the server now. */
export type Uploaded = Extract<Upload, { uploadId: string }>;

/** The API over one `fetch`: the browser's, or the one that SvelteKit gives to a load on the server. */
export class Api extends PlaceApi {
  setupState(): Promise<Outcome<SetupState>> {
    return this.get('/api/setup');
  }

  setUp(admin: FirstAdmin): Promise<Outcome<unknown>> {
    return this.post('/api/setup', admin);
  }

  signIn(credentials: Credentials): Promise<Outcome<unknown>> {
    return this.post('/api/sign-in', credentials);
  }

  signOut(): Promise<Outcome<unknown>> {
    return this.post('/api/sign-out', {});
  }

  me(): Promise<Outcome<Me>> {
    return this.get('/api/me');
  }

  /** The person themselves says whether anything new comes to them. */
  setAway(personId: string, away: boolean): Promise<Outcome<Member>> {
    return this.send('PATCH', `/api/team/${encodeURIComponent(personId)}`, { away });
  }

  /** A page of the list. */
  list({ tab, sort, filter, ...start }: ListRequest): Promise<Outcome<ListPage>> {
    const query = new URLSearchParams(writeAddress({ tab, sort, filter }));
    for (const [name, value] of Object.entries(start)) query.set(name, String(value));
    return this.get(`/api/conversations?${query}`);
  }

  /** Who a bulk action over a whole list will be about. */
  matching({ tab, sort, filter }: ListRequest): Promise<Outcome<Matching>> {
    return this.post('/api/conversations/matching', { tab, sort, filter });
  }

  bulk(items: readonly BulkItem[]): Promise<Outcome<BulkAnswer>> {
    return this.post('/api/conversations/bulk', { items });
  }

  /** Looks everywhere, or further in one group. */
  search({ words, filter, group, cursor }: SearchRequest): Promise<Outcome<SearchAnswer>> {
    const query = new URLSearchParams(writeAddress({ tab: null, sort: 'newest', filter }));
    query.set('q', words);
    // `group` in an address is a filter's.
    if (group !== undefined) query.set('kind', group);
    if (cursor !== undefined) query.set('cursor', cursor);
    return this.get(`/api/search?${query}`);
  }

  pin(id: string, on: boolean): Promise<Outcome<unknown>> {
    return this.post('/api/pins', { id, on });
  }

  conversation(id: string, signal?: AbortSignal): Promise<Outcome<ConversationView>> {
    return this.get(`/api/conversations/${encodeURIComponent(id)}`, signal);
  }

  history(id: string, before: Position): Promise<Outcome<HistoryPage>> {
    const query = new URLSearchParams({ beforeAt: String(before.at), beforeSeq: String(before.seq) });
    return this.get(`/api/conversations/${encodeURIComponent(id)}/messages?${query}`);
  }

  /** The page after a message of the middle. */
  later(id: string, after: Position): Promise<Outcome<AroundPage>> {
    const query = new URLSearchParams({ afterAt: String(after.at), afterSeq: String(after.seq) });
    return this.get(`/api/conversations/${encodeURIComponent(id)}/messages?${query}`);
  }

  /** The page in whose middle a message stands. */
  around(id: string, messageId: string): Promise<Outcome<AroundPage>> {
    const [conversation, message] = [encodeURIComponent(id), encodeURIComponent(messageId)];
    return this.get(`/api/conversations/${conversation}/messages/around/${message}`);
  }

  /** The page around the first message at `at` (ms) or later. */
  from(id: string, at: number): Promise<Outcome<AroundPage>> {
    return this.get(`/api/conversations/${encodeURIComponent(id)}/messages/at/${Math.max(0, at)}`);
  }

  command(id: string, body: CommandBody): Promise<Outcome<CommandAnswer>> {
    return this.post(`/api/conversations/${encodeURIComponent(id)}/commands`, body);
  }

  /** Messages of one conversation by what they say (B-39). */
  within(id: string, words: string, signal?: AbortSignal): Promise<Outcome<WithinAnswer>> {
    const query = new URLSearchParams({ q: words });
    return this.get(`/api/conversations/${encodeURIComponent(id)}/search?${query}`, signal);
  }

  /** The templates of an account, as they are known at the edge. */
  templates(line: Pick<Head, 'channel' | 'accountId'>): Promise<Outcome<TemplatesAnswer>> {
    const { channel, accountId: account } = line;
    return this.get(`/api/templates?${new URLSearchParams({ channel, account })}`);
  }

  /** The same, after Meta was asked. */
  readTemplates(line: Pick<Head, 'channel' | 'accountId'>): Promise<Outcome<TemplatesAnswer>> {
    const { channel, accountId: account } = line;
    return this.post('/api/templates/sync', { channel, account });
  }
}

/** Looked up at each call, so that whoever stands in for the browser's is asked. */
export const browserFetch: Fetch = outliving((path, init) => fetch(path, init));

/** The API as this browser reaches it. */
export function browserApi(): Api {
  return new Api(browserFetch);
}

/** The bytes of a file of a message, for what a browser does not show by itself; null when they cannot be had. */
export async function bytesAt(address: string): Promise<ArrayBuffer | null> {
  try {
    const answer = await fetch(address);
    return answer.ok ? await answer.arrayBuffer() : null;
  } catch {
    return null;
  }
}

/** Where a new file is put (POST, the bytes as they are). `id`: the same again is the same file. */
export function uploadPath(of: Pick<Uploaded, 'type' | 'name'> & { readonly id: string }): string {
  const { id, type, name } = of;
  return `/api/uploads?${new URLSearchParams({ id, type, ...(name !== undefined && { name }) })}`;
}

/** Where a file of contacts is put (POST, the bytes as they are). */
export function importPath(name: string): string {
  return `/api/imports?${new URLSearchParams({ name })}`;
}

/** Where the leads that fit are had as a file. */
export function leadsFilePath(filter: Filter): string {
  return `/api/leads/export?${leadsAddress(filter)}`;
}

/** Where the live socket of one shard of the list listens. */
export function listSocketPath(shard: number): string {
  return `/api/live?shard=${shard}`;
}

/** Where the live socket of one conversation listens. */
export function conversationSocketPath(id: string): string {
  return `/api/conversations/${encodeURIComponent(id)}/live`;
}
