/** The only file that calls the network. Every answer is a value: what came, or why it did not. */
import type { Upload } from '#domain/content.ts';
import type { Filter } from '#domain/filter.ts';
import { writeAddress } from '#domain/filter-address.ts';
import type { CommandBody } from '#domain/command.ts';
import type {
  Account,
  AccountEventsPage,
  AroundPage,
  BulkAnswer,
  CommandAnswer,
  ConversationView,
  Group,
  HistoryPage,
  LeadStatus,
  Letter,
  LettersPage,
  ListPage,
  ListQuery,
  Matching,
  Me,
  Problem,
  ReplayAnswer,
  SearchAnswer,
  SetupState,
  Tag,
  View,
} from '#domain/http.ts';
import type { FollowUpCounts, FollowUpsAnswer, FollowUpsQuery } from '#domain/http-follow-ups.ts';
import type { LeadCountsAnswer, LeadDropAnswer, LeadHistory, LeadsPage } from '#domain/http-leads.ts';
import type { Member } from '#domain/http-team.ts';
import type { WithinAnswer } from '#domain/http-within.ts';
import type { ImportPlan, ImportRun, ImportsAnswer } from '#domain/http-imports.ts';
import type { NoticeSettings, NoticesPage, ReadNotices } from '#domain/http-notices.ts';
import type { QuickReply, SavedInteractive, TemplatesAnswer } from '#domain/http-kept.ts';
import type { Position } from '#domain/message.ts';
import type { Head } from '#domain/head.ts';
import { t } from './words/t.ts';

export type Fetch = typeof globalThis.fetch;

export type Failure =
  /** The server said no, with its sentence. */
  | { readonly kind: 'refused'; readonly status: number; readonly problem: Problem }
  /** Nothing came back, or the server itself failed: the same request may be tried again. */
  | { readonly kind: 'unreachable'; readonly sentence: string };

export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value; readonly cookies: readonly string[] }
  | { readonly ok: false; readonly failure: Failure };

export type Credentials = { readonly email: string; readonly password: string };
export type FirstAdmin = Credentials & { readonly name: string };

/** A query of the list, and where its page begins: at the top, after a cursor, or at a time (ms). */
export type ListRequest = Pick<ListQuery, 'tab' | 'sort' | 'filter'> &
  Partial<Readonly<{ cursor: string; from: number; limit: number }>>;
export type SearchRequest = {
  /** Without operators: those are the filter. */
  readonly words: string;
  readonly filter: Filter;
  readonly group?: 'contacts' | 'conversations' | 'messages';
  readonly cursor?: string;
};
export type BulkItem = { readonly id: string; readonly command: CommandBody };
type ViewBody = Omit<View, 'id' | 'owner'>;
/** What is kept to be sent again, without its id and owner. */
type BodyOf<Kept extends { id: string; owner: string }> = Omit<Kept, 'id' | 'owner'>;

/** A file that is on the server now. */
export type Uploaded = Extract<Upload, { uploadId: string }>;

/** A request without an answer by then is given up: a line may be dead and not say so. In ms. */
const patience = 30_000;

/** What to tell a person about a failure. */
export function sentenceFor(failure: Failure): string {
  return failure.kind === 'refused' ? failure.problem.sentence : failure.sentence;
}

/** Whether the session is over. */
export function isSignedOut(failure: Failure): boolean {
  return failure.kind === 'refused' && failure.status === 401;
}

function isProblem(value: unknown): value is Problem {
  if (typeof value !== 'object' || value === null) return false;
  const { code, sentence, requestId } = value as Record<string, unknown>;
  return typeof code === 'string' && typeof sentence === 'string' && typeof requestId === 'string';
}

async function json(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

/** What an answer of the API means. */
export async function outcomeOf<Value>(response: Response): Promise<Outcome<Value>> {
  const body = await json(response);
  if (response.ok) {
    if (body === undefined) {
      return { ok: false, failure: { kind: 'unreachable', sentence: t('error.no-answer') } };
    }
    return { ok: true, value: body as Value, cookies: response.headers.getSetCookie() };
  }
  if (response.status >= 500 || !isProblem(body)) {
    const sentence = isProblem(body) ? body.sentence : t('error.unexpected');
    return { ok: false, failure: { kind: 'unreachable', sentence } };
  }
  return { ok: false, failure: { kind: 'refused', status: response.status, problem: body } };
}

function after(cursor: string | null): string {
  return cursor === null ? '' : `?${new URLSearchParams({ cursor })}`;
}

/** The API over one `fetch`: the browser's, or the one that SvelteKit gives to a load on the server. */
export class Api {
  readonly #fetch: Fetch;

  constructor(fetch: Fetch) {
    this.#fetch = fetch;
  }

  setupState(): Promise<Outcome<SetupState>> {
    return this.#get('/api/setup');
  }

  setUp(admin: FirstAdmin): Promise<Outcome<unknown>> {
    return this.#post('/api/setup', admin);
  }

  signIn(credentials: Credentials): Promise<Outcome<unknown>> {
    return this.#post('/api/sign-in', credentials);
  }

  signOut(): Promise<Outcome<unknown>> {
    return this.#post('/api/sign-out', {});
  }

  me(): Promise<Outcome<Me>> {
    return this.#get('/api/me');
  }

  /** The person themselves says whether anything new comes to them. */
  setAway(personId: string, away: boolean): Promise<Outcome<Member>> {
    return this.#send('PATCH', `/api/team/${encodeURIComponent(personId)}`, { away });
  }

  /** A page of the list. */
  list({ tab, sort, filter, ...start }: ListRequest): Promise<Outcome<ListPage>> {
    const query = new URLSearchParams(writeAddress({ tab, sort, filter }));
    for (const [name, value] of Object.entries(start)) query.set(name, String(value));
    return this.#get(`/api/conversations?${query}`);
  }

  /** A page of leads: of one status, or of several. */
  leads({ sort, filter, ...start }: Omit<ListRequest, 'tab'>): Promise<Outcome<LeadsPage>> {
    const query = new URLSearchParams(writeAddress({ tab: null, sort, filter }));
    for (const [name, value] of Object.entries(start)) query.set(name, String(value));
    return this.#get(`/api/leads?${query}`);
  }

  leadCounts(filter: Filter): Promise<Outcome<LeadCountsAnswer>> {
    return this.#get(`/api/leads/counts?${leadsAddress(filter)}`);
  }

  createLeadStatus(status: Omit<LeadStatus, 'id'>): Promise<Outcome<LeadStatus>> {
    return this.#post('/api/lead-statuses', status);
  }

  changeLeadStatus({ id, ...status }: LeadStatus): Promise<Outcome<LeadStatus>> {
    return this.#send('PUT', `/api/lead-statuses/${encodeURIComponent(id)}`, status);
  }

  /** The ids of all of them in their new order. */
  orderLeadStatuses(ids: readonly string[]): Promise<Outcome<readonly LeadStatus[]>> {
    return this.#send('PUT', '/api/lead-statuses', { ids });
  }

  /** Some of what has it gets `to`; once nothing has it any more, it is gone. */
  dropLeadStatus(id: string, to: string | null): Promise<Outcome<LeadDropAnswer>> {
    const query = to === null ? '' : `?${new URLSearchParams({ to })}`;
    return this.#delete(`/api/lead-statuses/${encodeURIComponent(id)}${query}`);
  }

  /** All leads of a conversation, and what happened to them. */
  leadHistory(id: string): Promise<Outcome<LeadHistory>> {
    return this.#get(`/api/conversations/${encodeURIComponent(id)}/leads`);
  }

  /** Who a bulk action over a whole list will be about. */
  matching({ tab, sort, filter }: ListRequest): Promise<Outcome<Matching>> {
    return this.#post('/api/conversations/matching', { tab, sort, filter });
  }

  bulk(items: readonly BulkItem[]): Promise<Outcome<BulkAnswer>> {
    return this.#post('/api/conversations/bulk', { items });
  }

  /** Looks everywhere, or further in one group. */
  search({ words, filter, group, cursor }: SearchRequest): Promise<Outcome<SearchAnswer>> {
    const query = new URLSearchParams(writeAddress({ tab: null, sort: 'newest', filter }));
    query.set('q', words);
    // `group` in an address is a filter's.
    if (group !== undefined) query.set('kind', group);
    if (cursor !== undefined) query.set('cursor', cursor);
    return this.#get(`/api/search?${query}`);
  }

  createGroup(group: Omit<Group, 'id'>): Promise<Outcome<Group>> {
    return this.#post('/api/groups', group);
  }

  changeGroup({ id, ...group }: Group): Promise<Outcome<Group>> {
    return this.#send('PUT', `/api/groups/${encodeURIComponent(id)}`, group);
  }

  deleteGroup(id: string): Promise<Outcome<unknown>> {
    return this.#delete(`/api/groups/${encodeURIComponent(id)}`);
  }

  /** Where new conversations of an account go; null: to no group. */
  leadAccount(
    { channel, id }: Pick<Account, 'channel' | 'id'>,
    groupId: string | null,
  ): Promise<Outcome<Account>> {
    return this.#send('PATCH', `/api/accounts/${channel}/${encodeURIComponent(id)}`, { groupId });
  }

  createTag(tag: Omit<Tag, 'id'>): Promise<Outcome<Tag>> {
    return this.#post('/api/tags', tag);
  }

  createView(view: ViewBody): Promise<Outcome<View>> {
    return this.#post('/api/views', view);
  }

  changeView(id: string, view: ViewBody): Promise<Outcome<View>> {
    return this.#send('PUT', `/api/views/${encodeURIComponent(id)}`, view);
  }

  removeView(id: string): Promise<Outcome<unknown>> {
    return this.#delete(`/api/views/${encodeURIComponent(id)}`);
  }

  /** Those that the caller sees. */
  quickReplies(): Promise<Outcome<readonly QuickReply[]>> {
    return this.#get('/api/quick-replies');
  }

  createQuickReply(reply: BodyOf<QuickReply>): Promise<Outcome<QuickReply>> {
    return this.#post('/api/quick-replies', reply);
  }

  changeQuickReply(id: string, reply: BodyOf<QuickReply>): Promise<Outcome<QuickReply>> {
    return this.#send('PUT', `/api/quick-replies/${encodeURIComponent(id)}`, reply);
  }

  removeQuickReply(id: string): Promise<Outcome<unknown>> {
    return this.#delete(`/api/quick-replies/${encodeURIComponent(id)}`);
  }

  /** Interactive messages of all channels. */
  library(): Promise<Outcome<readonly SavedInteractive[]>> {
    return this.#get('/api/library');
  }

  createSaved(saved: BodyOf<SavedInteractive>): Promise<Outcome<SavedInteractive>> {
    return this.#post('/api/library', saved);
  }

  changeSaved(id: string, saved: BodyOf<SavedInteractive>): Promise<Outcome<SavedInteractive>> {
    return this.#send('PUT', `/api/library/${encodeURIComponent(id)}`, saved);
  }

  removeSaved(id: string): Promise<Outcome<unknown>> {
    return this.#delete(`/api/library/${encodeURIComponent(id)}`);
  }

  pin(id: string, on: boolean): Promise<Outcome<unknown>> {
    return this.#post('/api/pins', { id, on });
  }

  conversation(id: string, signal?: AbortSignal): Promise<Outcome<ConversationView>> {
    return this.#get(`/api/conversations/${encodeURIComponent(id)}`, signal);
  }

  history(id: string, before: Position): Promise<Outcome<HistoryPage>> {
    const query = new URLSearchParams({ beforeAt: String(before.at), beforeSeq: String(before.seq) });
    return this.#get(`/api/conversations/${encodeURIComponent(id)}/messages?${query}`);
  }

  /** The page after a message of the middle. */
  later(id: string, after: Position): Promise<Outcome<AroundPage>> {
    const query = new URLSearchParams({ afterAt: String(after.at), afterSeq: String(after.seq) });
    return this.#get(`/api/conversations/${encodeURIComponent(id)}/messages?${query}`);
  }

  /** The page in whose middle a message stands. */
  around(id: string, messageId: string): Promise<Outcome<AroundPage>> {
    const [conversation, message] = [encodeURIComponent(id), encodeURIComponent(messageId)];
    return this.#get(`/api/conversations/${conversation}/messages/around/${message}`);
  }

  /** The page around the first message at `at` (ms) or later. */
  from(id: string, at: number): Promise<Outcome<AroundPage>> {
    return this.#get(`/api/conversations/${encodeURIComponent(id)}/messages/at/${Math.max(0, at)}`);
  }

  command(id: string, body: CommandBody): Promise<Outcome<CommandAnswer>> {
    return this.#post(`/api/conversations/${encodeURIComponent(id)}/commands`, body);
  }

  /** Messages of one conversation by what they say (B-39). */
  within(id: string, words: string, signal?: AbortSignal): Promise<Outcome<WithinAnswer>> {
    const query = new URLSearchParams({ q: words });
    return this.#get(`/api/conversations/${encodeURIComponent(id)}/search?${query}`, signal);
  }

  /** The templates of an account, as they are known at the edge. */
  templates(line: Pick<Head, 'channel' | 'accountId'>): Promise<Outcome<TemplatesAnswer>> {
    const { channel, accountId: account } = line;
    return this.#get(`/api/templates?${new URLSearchParams({ channel, account })}`);
  }

  /** The same, after Meta was asked. */
  readTemplates(line: Pick<Head, 'channel' | 'accountId'>): Promise<Outcome<TemplatesAnswer>> {
    const { channel, accountId: account } = line;
    return this.#post('/api/templates/sync', { channel, account });
  }

  /** A page of the follow-ups of all conversations. */
  followUps(query: FollowUpsQuery): Promise<Outcome<FollowUpsAnswer>> {
    const given = Object.entries(query).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    );
    return this.#get(`/api/follow-ups?${new URLSearchParams(given)}`);
  }

  followUpCounts(asked: Pick<FollowUpsQuery, 'scope' | 'zone'>): Promise<Outcome<FollowUpCounts>> {
    return this.#get(`/api/follow-ups/counts?${new URLSearchParams(asked)}`);
  }

  /** What the caller is told of, newest first. */
  notices(cursor: string | null): Promise<Outcome<NoticesPage>> {
    return this.#get(`/api/notices${after(cursor)}`);
  }

  readNotices(which: ReadNotices): Promise<Outcome<unknown>> {
    return this.#post('/api/notices/read', which);
  }

  setNoticeSettings(settings: NoticeSettings): Promise<Outcome<NoticeSettings>> {
    return this.#send('PUT', '/api/notices/settings', settings);
  }

  letters(cursor: string | null): Promise<Outcome<LettersPage>> {
    return this.#get(`/api/letters${after(cursor)}`);
  }

  /** All that is kept of one. */
  letter(id: string): Promise<Outcome<Letter>> {
    return this.#get(`/api/letters/${encodeURIComponent(id)}`);
  }

  replayLetter(id: string): Promise<Outcome<ReplayAnswer>> {
    return this.#post(`/api/letters/${encodeURIComponent(id)}/replay`, {});
  }

  deleteLetter(id: string): Promise<Outcome<unknown>> {
    return this.#delete(`/api/letters/${encodeURIComponent(id)}`);
  }

  accountEvents(cursor: string | null): Promise<Outcome<AccountEventsPage>> {
    return this.#get(`/api/account-events${after(cursor)}`);
  }

  /** Anything of the API: for parts of the page that come later and bring their own addresses along. */
  ask<Value>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<Outcome<Value>> {
    if (method === 'POST') return this.#post(path, body);
    return method === 'GET' ? this.#get(path) : this.#delete(path);
  }

  /** Imports of contacts, the newest first. */
  imports(): Promise<Outcome<ImportsAnswer>> {
    return this.#get('/api/imports');
  }

  import(id: string): Promise<Outcome<ImportRun>> {
    return this.#get(`/api/imports/${encodeURIComponent(id)}`);
  }

  /** Begins a dry run. */
  checkImport(id: string, plan: ImportPlan): Promise<Outcome<ImportRun>> {
    return this.#post(`/api/imports/${encodeURIComponent(id)}/check`, plan);
  }

  runImport(id: string): Promise<Outcome<ImportRun>> {
    return this.#post(`/api/imports/${encodeURIComponent(id)}/run`, {});
  }

  cancelImport(id: string): Promise<Outcome<ImportRun>> {
    return this.#post(`/api/imports/${encodeURIComponent(id)}/cancel`, {});
  }

  #get<Value>(path: string, signal?: AbortSignal): Promise<Outcome<Value>> {
    return this.#call(path, { headers: { accept: 'application/json' }, ...(signal && { signal }) });
  }

  #post<Value>(path: string, body: unknown): Promise<Outcome<Value>> {
    return this.#send('POST', path, body);
  }

  #send<Value>(method: 'POST' | 'PUT' | 'PATCH', path: string, body: unknown): Promise<Outcome<Value>> {
    const headers = { accept: 'application/json', 'content-type': 'application/json' };
    return this.#call(path, { method, headers, body: JSON.stringify(body) });
  }

  #delete<Value>(path: string): Promise<Outcome<Value>> {
    return this.#call(path, { method: 'DELETE', headers: { accept: 'application/json' } });
  }

  async #call<Value>(path: string, init: RequestInit): Promise<Outcome<Value>> {
    const fetch = this.#fetch;
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), patience);
    const given = init.signal;
    try {
      const signal = given ? AbortSignal.any([given, stop.signal]) : stop.signal;
      return await outcomeOf(await fetch(path, { ...init, signal }));
    } catch {
      return { ok: false, failure: { kind: 'unreachable', sentence: t('error.unreachable') } };
    } finally {
      clearTimeout(timer);
    }
  }
}

export const browserFetch: Fetch = (path, init) => fetch(path, init);

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

/** Leads of both tabs, as an address of the API says it. */
function leadsAddress(filter: Filter): string {
  return new URLSearchParams(writeAddress({ tab: null, sort: 'newest', filter })).toString();
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
