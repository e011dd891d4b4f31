/** What this person is told of, newest first: read over HTTP, told over the lines, the same in every tab (B-66, B-69). */
import type { BellFrame } from '#domain/frame.ts';
import { firstNoticeSettings } from '#domain/notice.ts';
import type { ListedNotice, NoticeSettings } from '#domain/http-notices.ts';
import type { Notice } from '#domain/notice.ts';
import { isSignedOut, sentenceFor, type Api, type Failure } from '../api.ts';
import type { Timers } from '../live/socket.ts';
import type { Tabs } from '../live/tabs.ts';
import type { Bell } from './bell.svelte.ts';
import { Later } from './later.ts';
import type { Session } from './session.svelte.ts';

export type NoticesOptions = {
  readonly api: Pick<Api, 'notices' | 'readNotices' | 'setNoticeSettings'>;
  readonly bell: Bell;
  readonly session: Pick<Session, 'leave' | 'tell'>;
  readonly tabs: Pick<Tabs, 'tell'>;
  readonly timers: Timers;
};

/** Lines of several shards come back together. In ms. */
const gatherFor = 50;
/** After news the edge is asked once how many are unread, as news of several lines may overtake each other. In ms. */
const settlesIn = 2_000;
/** A list that could not be had is asked for again. In ms. */
const againIn = 15_000;

export class Notices {
  items = $state.raw<readonly ListedNotice[]>([]);
  settings = $state.raw<NoticeSettings>(firstNoticeSettings);
  /** Why they could not be read; null when they are here. */
  problem = $state<string | null>(null);
  /** Whether the first page came yet. */
  here = $state(false);
  /** Whether older ones are on their way. */
  busy = $state(false);
  #next = $state<string | null>(null);
  readonly #options: NoticesOptions;
  readonly #later: Later<'refresh'>;
  /** Ids of those that came over a line: each is new once. */
  readonly #told = new Set<string>();
  #turn = 0;

  /** Reads the first page. */
  constructor(options: NoticesOptions) {
    this.#options = options;
    this.#later = new Later(options.timers);
    void this.refresh();
  }

  /** Whether older ones exist. */
  get more(): boolean {
    return this.#next !== null;
  }

  /** Listens to the bell; `onNew` gets every notice that comes over a line, those before the first call as well. */
  listen(onNew: (notice: Notice) => void): void {
    this.#options.bell.heardBy((frame) => this.#hear(frame, onNew));
  }

  isUnread(id: string): boolean {
    return this.items.some((one) => one.id === id && one.readAt === null);
  }

  async refresh(): Promise<void> {
    const turn = ++this.#turn;
    this.#later.cancel('refresh');
    const outcome = await this.#options.api.notices(null);
    if (turn !== this.#turn) return;
    if (!outcome.ok) {
      this.#failed(outcome.failure);
      this.#later.set('refresh', againIn, () => void this.refresh());
      return;
    }
    const { notices, next, unread, settings } = outcome.value;
    const last = notices.at(-1);
    // What was read further down stays: a page that leads there would leave a gap otherwise.
    const older = last && next !== null ? this.items.filter(({ at }) => at < last.at) : [];
    if (older.length === 0) this.#next = next;
    this.items = [...notices, ...older];
    this.settings = settings;
    this.problem = null;
    this.here = true;
    this.#options.bell.unread = unread;
  }

  async older(): Promise<void> {
    if (this.busy || this.#next === null) return;
    this.busy = true;
    const outcome = await this.#options.api.notices(this.#next);
    this.busy = false;
    if (!outcome.ok) return this.#options.session.tell(outcome.failure);
    const known = new Set(this.items.map(({ id }) => id));
    this.items = [...this.items, ...outcome.value.notices.filter(({ id }) => !known.has(id))];
    this.#next = outcome.value.next;
  }

  /** These were seen. */
  async read(ids: readonly string[]): Promise<void> {
    const fresh = ids.filter((id) => this.isUnread(id));
    if (fresh.length === 0) return;
    this.#clear(fresh);
    this.#options.tabs.tell({ t: 'noticed', ids: fresh });
    await this.#done(this.#options.api.readNotices({ ids: fresh }));
  }

  /** All of them were. */
  async readAll(): Promise<void> {
    const [newest] = this.items;
    if (!newest) return;
    const ids = this.items.filter(({ readAt }) => readAt === null).map(({ id }) => id);
    this.#clear(ids);
    this.#options.bell.unread = 0;
    this.#options.tabs.tell({ t: 'noticed', ids });
    await this.#done(this.#options.api.readNotices({ upTo: newest.at }));
  }

  /** What is shown of a conversation was seen with it. */
  async readOf(conversationId: string): Promise<void> {
    await this.read(this.items.filter((one) => one.conversationId === conversationId).map(({ id }) => id));
  }

  async set(settings: NoticeSettings): Promise<void> {
    this.settings = settings;
    await this.#done(this.#options.api.setNoticeSettings(settings));
  }

  /** What could not be done is told, and the edge's word counts. */
  async #done(asked: ReturnType<NoticesOptions['api']['readNotices']>): Promise<void> {
    const outcome = await asked;
    if (outcome.ok) return;
    this.#options.session.tell(outcome.failure);
    await this.refresh();
  }

  #hear(frame: BellFrame, onNew: (notice: Notice) => void): void {
    if (frame.t === 'noticed') this.#clear(frame.ids);
    else if (frame.t === 'notice') this.#add(frame.notice, onNew);
    // What is on its way may be older than this.
    this.#turn += 1;
    this.#later.cancel('refresh');
    const isSure = this.here && frame.t !== 'welcome';
    this.#later.set('refresh', isSure ? settlesIn : gatherFor, () => void this.refresh());
  }

  #add(notice: Notice, onNew: (notice: Notice) => void): void {
    if (this.#told.has(notice.id)) return;
    this.#told.add(notice.id);
    if (!this.items.some(({ id }) => id === notice.id)) {
      this.items = [{ ...notice, readAt: null }, ...this.items].sort((a, b) => b.at - a.at);
      this.#options.bell.unread += 1;
    }
    onNew(notice);
  }

  #clear(ids: readonly string[]): void {
    const those = new Set(ids.filter((id) => this.isUnread(id)));
    if (those.size === 0) return;
    const { bell } = this.#options;
    // When it was is the edge's to say, and shown nowhere.
    this.items = this.items.map((one) => (those.has(one.id) ? { ...one, readAt: one.at } : one));
    bell.unread = Math.max(0, bell.unread - those.size);
  }

  #failed(failure: Failure): void {
    if (isSignedOut(failure)) this.#options.session.leave();
    else this.problem = sentenceFor(failure);
  }
}
