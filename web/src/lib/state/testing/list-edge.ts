/**
 * The edge of the list in small, for tests: rows, an index that is behind them, a line to each shard, pages over HTTP.
 * Everything waits until a test lets it go, so any interleaving can be played.
 */
import { isEmpty, matches, type Filter } from '#domain/filter.ts';
import { ping, pong, readClientFrame, type ListFrame } from '#domain/frame.ts';
import type { Head } from '#domain/head.ts';
import type { ConversationView, ListCounts, ListPage, Tab } from '#domain/http.ts';
import { shardOf } from '#domain/shard.ts';
import type { ListRequest, Outcome } from '../../api.ts';
import type { Wire } from '../../live/socket.ts';
import { compareKeys, comparePlaces, keyOf } from '../order.ts';

export const edgeNow = 1_790_000_000_000;
export const me = 'p1';

type Watched = { readonly tab: Tab | null; readonly filter: Filter };

class Line implements Wire {
  onopen: (() => void) | null = null;
  onmessage: ((text: string) => void) | null = null;
  onclose: ((code: number, reason: string) => void) | null = null;
  readonly queue: ListFrame[] = [];
  watched: Watched | null = null;
  opened = false;
  ready = false;
  /** It came, or turned to other rows, while the index was behind: its page may show what is not its to see any more. */
  late = false;
  closed = false;
  readonly #heard: (text: string) => void;

  constructor(heard: (line: Line, text: string) => void) {
    this.#heard = (text) => heard(this, text);
  }

  send(text: string): void {
    if (text === ping) this.onmessage?.(pong);
    else this.#heard(text);
  }

  close(): void {
    this.closed = true;
  }
}

type Asked = { readonly resolve: () => void };

export class ListEdge {
  now = edgeNow;
  readonly shards: number;
  readonly rows = new Map<string, Head>();
  /** What D1 shows. */
  readonly index = new Map<string, Head>();
  /** Ids that the reader may not see. */
  readonly hidden = new Set<string>();
  readonly lines: (Line | null)[];
  /** How many pages were asked for, and how many at the same time at most. */
  readonly asked = { pages: 0, atOnce: 0 };
  /** Whether every request is answered at once. */
  prompt = true;
  /** Rows of a page, however many are asked for. */
  mostOnPage = 200;
  /** Whether requests fail. */
  down = false;
  #waiting: Asked[] = [];
  readonly #timers = new Map<number, { readonly run: () => void; readonly at: number }>();
  #nextTimer = 1;

  constructor(heads: readonly Head[], shards = 1) {
    this.shards = shards;
    this.lines = Array.from({ length: shards }, () => null);
    for (const head of heads) this.rows.set(head.id, head);
    this.writeIndex();
  }

  readonly timers = {
    set: (run: () => void, delay: number): number => {
      const id = this.#nextTimer++;
      this.#timers.set(id, { run, at: this.now + delay });
      return id;
    },
    clear: (id: number): void => void this.#timers.delete(id),
    random: (): number => 0,
  };

  readonly api = {
    list: (request: ListRequest): Promise<Outcome<ListPage>> =>
      this.#answer<ListPage>(() => this.page(request)),
    conversation: (id: string): Promise<Outcome<ConversationView>> =>
      this.#answer<ConversationView>(() => {
        const head = this.hidden.has(id) ? undefined : this.rows.get(id);
        return head ? { head, messages: [], more: false, now: this.now } : null;
      }),
  };

  readonly openWire = (path: string): Wire => {
    const shard = Number(new URL(path, 'https://casement.test').searchParams.get('shard'));
    const line = new Line((from, text) => this.#heard(from, shard, text));
    this.lines[shard] = line;
    return line;
  };

  /** Time goes on, and timers ring. */
  pass(time: number): void {
    const until = this.now + time;
    for (;;) {
      const [next] = [...this.#timers].filter(([, { at }]) => at <= until).sort((a, b) => a[1].at - b[1].at);
      if (!next) break;
      this.#timers.delete(next[0]);
      this.now = Math.max(this.now, next[1].at);
      next[1].run();
    }
    this.now = until;
  }

  connect(): void {
    for (const line of this.lines) {
      if (!line || line.opened || line.closed) continue;
      line.opened = true;
      line.onopen?.();
    }
  }

  /** A line breaks: what was on its way is lost. */
  cut(shard: number): void {
    const line = this.lines[shard];
    if (!line || line.closed) return;
    line.queue.length = 0;
    line.ready = false;
    line.closed = true;
    line.onclose?.(1006, '');
  }

  /** A conversation changes; the index does not show it yet. */
  change(id: string, some: Partial<Head>): void {
    const before = this.rows.get(id);
    const after = { ...(before ?? some), ...some, rev: (before?.rev ?? 0) + 1 } as Head;
    this.rows.set(id, after);
    if (this.hidden.has(id)) return;
    this.#tell(id, (line) =>
      this.#concerns(line, before) || this.#concerns(line, after)
        ? { t: 'rows', now: this.now, rows: [after], gone: [] }
        : null,
    );
  }

  /** The reader may not see it any more, or may again. */
  hide(id: string, hidden = true): void {
    const row = this.rows.get(id);
    if (!row || this.hidden.has(id) === hidden) return;
    if (hidden) this.hidden.add(id);
    else this.hidden.delete(id);
    const after = { ...row, rev: row.rev + 1 };
    this.rows.set(id, after);
    this.#tell(id, () => ({
      t: 'rows',
      now: this.now,
      rows: hidden ? [] : [after],
      gone: hidden ? [id] : [],
    }));
  }

  writeIndex(): void {
    for (const [shard, line] of this.lines.entries()) {
      const gone = [...this.index.keys()].filter(
        (id) => this.hidden.has(id) && shardOf(id, this.shards) === shard,
      );
      if (line?.late && gone.length > 0) line.queue.push({ t: 'rows', now: this.now, rows: [], gone });
      if (line) line.late = false;
    }
    this.index.clear();
    for (const [id, row] of this.rows) if (!this.hidden.has(id)) this.index.set(id, row);
  }

  /** The next frame of a line arrives. */
  deliver(shard: number): void {
    const line = this.lines[shard];
    const frame = line?.queue.shift();
    if (frame && line && !line.closed) line.onmessage?.(JSON.stringify(frame));
  }

  deliverAll(): void {
    for (let shard = 0; shard < this.shards; shard += 1) {
      while ((this.lines[shard]?.queue.length ?? 0) > 0) this.deliver(shard);
    }
  }

  /** One of the requests that wait is answered. */
  respond(which = 0): void {
    const [asked] = this.#waiting.splice(which % Math.max(1, this.#waiting.length), 1);
    asked?.resolve();
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  counts(): ListCounts {
    const rows = [...this.rows.values()].filter((row) => !this.hidden.has(row.id));
    const active = rows.filter((row) => !row.archived);
    return {
      active: active.length,
      archived: rows.length - active.length,
      unread: active.filter((row) => row.unread > 0).length,
      views: {},
    };
  }

  tellCounts(): void {
    for (const line of this.lines) {
      if (line?.ready) line.queue.push({ t: 'counts', now: this.now, counts: this.counts() });
    }
  }

  /** Ids as a fresh reading of everything gives them. */
  ids({ tab, sort, filter }: Pick<ListRequest, 'tab' | 'sort' | 'filter'>): string[] {
    const rows = [...this.rows.values()].filter(
      (row) => !this.hidden.has(row.id) && this.#fits(row, { tab, filter }),
    );
    const keyed = rows.map((row) => keyOf(row, sort, this.now));
    return keyed.sort(compareKeys).map((key) => key.id);
  }

  page({ tab, sort, filter, cursor, from, ...asked }: ListRequest): ListPage {
    const limit = Math.min(this.mostOnPage, asked.limit ?? 50);
    const fitting = [...this.index.values()].filter((row) => this.#fits(row, { tab, filter }));
    const all = fitting
      .map((row) => ({ row, key: keyOf(row, sort, this.now) }))
      .sort((a, b) => comparePlaces(a.key, b.key));
    // A cursor is a place, so it holds when its row has moved.
    const after = cursor === undefined ? null : JSON.parse(cursor);
    const start =
      from === undefined
        ? all.findIndex(({ key }) => after === null || comparePlaces(key, after) > 0)
        : all.findIndex(({ key }) => key.time >= Math.floor(from / 1000) * (sort === 'newest' ? -1 : 1));
    const rest = start === -1 ? [] : all.slice(start);
    const page = rest.slice(0, limit);
    const last = page.at(-1)?.key ?? null;
    const first = cursor === undefined && from === undefined && !isEmpty(filter);
    return {
      rows: page.sort((a, b) => compareKeys(a.key, b.key)).map(({ row }) => row),
      next: rest.length > limit ? JSON.stringify(last) : null,
      counts: this.counts(),
      matching: first ? { n: Math.min(100, all.length), more: all.length > 100 } : null,
      now: this.now,
    };
  }

  #fits(row: Head, { tab, filter }: Watched): boolean {
    const onTab = tab === null || row.archived === (tab === 'archived');
    return onTab && matches(row, filter, { me, now: this.now });
  }

  #concerns(line: Line, row: Head | undefined): boolean {
    return row !== undefined && (line.watched === null || this.#fits(row, line.watched));
  }

  #tell(id: string, frame: (line: Line) => ListFrame | null): void {
    const line = this.lines[shardOf(id, this.shards)];
    const said = line?.ready ? frame(line) : null;
    if (said) line?.queue.push(said);
  }

  #heard(line: Line, shard: number, text: string): void {
    const frame = readClientFrame(text);
    if (frame?.t === 'watch') line.watched = { tab: frame.tab, filter: frame.filter };
    const unwritten = [...this.rows.values()].filter(
      (row) =>
        shardOf(row.id, this.shards) === shard &&
        !this.hidden.has(row.id) &&
        this.index.get(row.id)?.rev !== row.rev,
    );
    line.late = true;
    if (frame?.t === 'watch' && line.ready) {
      line.queue.push({ t: 'rows', now: this.now, rows: unwritten, gone: [] });
    }
    if (frame?.t !== 'hello') return;
    line.ready = true;
    line.queue.push({ t: 'welcome', v: 2, now: this.now, rows: unwritten, present: [] });
  }

  async #answer<Value>(read: () => Value | null): Promise<Outcome<Value>> {
    this.asked.pages += 1;
    // Read when it arrives, which is before it is answered.
    const value = read();
    if (!this.prompt) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#waiting.push({ resolve });
      this.asked.atOnce = Math.max(this.asked.atOnce, this.#waiting.length);
      await promise;
    }
    if (this.down) return { ok: false, failure: { kind: 'unreachable', sentence: 'No line.' } };
    if (value !== null) return { ok: true, value, cookies: [] };
    const problem = { code: 'conversation-not-found', sentence: 'Not here.', requestId: 'r' } as const;
    return { ok: false, failure: { kind: 'refused', status: 404, problem } };
  }
}

/** Lets promises that are settled run on. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
}
