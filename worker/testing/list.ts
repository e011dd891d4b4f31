/** The list as a person's screen keeps it, for tests in workerd: sockets of every shard, a page, and the frames since. */
import { matches, type Filter } from '#domain/filter.ts';
import type { ListCounted, ListFrame, ListPresent, Present } from '#domain/frame.ts';
import { protocolVersion } from '#domain/frame.ts';
import type { Head } from '#domain/head.ts';
import type { ListCounts, Tab } from '#domain/http.ts';
import type { Actor } from '#domain/permission.ts';
import { listPage } from '../inbox/list.ts';
import { allInboxes } from '../inbox/stub.ts';
import { seatHeader } from '../live/sockets.ts';
import { env } from './door.ts';

export type Reading = { readonly actor: Actor; readonly tab: Tab | null; readonly filter: Filter };

/** Runs `work` with the list spread over `shards` objects; everything in this isolate sees the setting. */
export async function withShards(shards: number, work: () => Promise<void>): Promise<void> {
  const before = env.INBOX_SHARDS;
  Reflect.set(env, 'INBOX_SHARDS', String(shards));
  try {
    await work();
  } finally {
    Reflect.set(env, 'INBOX_SHARDS', before);
  }
}

/** Takes everything out of the index. */
export async function emptyTables(): Promise<void> {
  const tables = ['conversation', 'said', 'tally', 'view'];
  await env.DB.batch(tables.map((table) => env.DB.prepare(`DELETE FROM ${table}`)));
}

/** All that a fresh query shows. */
export async function queried({ actor, tab, filter }: Reading): Promise<Head[]> {
  const rows: Head[] = [];
  let cursor: string | null = null;
  do {
    const page: { rows: readonly Head[]; next: string | null } = await listPage(env, actor, {
      tab,
      filter,
      sort: 'newest',
      limit: 200,
      ...(cursor !== null && { cursor }),
    });
    rows.push(...page.rows);
    cursor = page.next;
  } while (cursor !== null);
  return rows;
}

/** What is on a screen, whatever its order. */
export const shownAs = (heads: readonly Head[]): string[] =>
  heads.map(({ id, rev }) => `${id} ${rev}`).sort();

export class Reader {
  readonly reading: Reading;
  /** Everything that came, in its order. */
  readonly frames: ListFrame[] = [];
  readonly closed: string[] = [];
  counts: ListCounts | null = null;
  #countedAt = 0;
  /** Frames that came before the page was asked for. */
  #opened = 0;
  readonly present = new Map<string, Present['people']>();
  readonly #sockets: WebSocket[] = [];
  readonly #heads = new Map<string, Head>();
  /** Gone while the page was on its way: the page may be older. */
  readonly #gone = new Set<string>();

  private constructor(reading: Reading) {
    this.reading = reading;
  }

  /** Sockets to every shard, that say what they watch unless `silent`, and then the page. */
  static async open(reading: Reading, way: { silent?: true; sessionId?: string } = {}): Promise<Reader> {
    const reader = new Reader(reading);
    for (const inbox of allInboxes(env)) await reader.#connect(inbox, way);
    const expected = allInboxes(env).length * (way.silent ? 1 : 2);
    await reader.until(
      () => reader.frames.filter(({ t }) => t === 'welcome' || t === 'rows').length >= expected,
    );
    reader.#opened = reader.frames.length;
    for (const head of await queried(reading)) if (!reader.#gone.has(head.id)) reader.#keep(head);
    return reader;
  }

  async #connect(
    inbox: { fetch(request: Request): Promise<Response> },
    way: { silent?: true; sessionId?: string },
  ) {
    const { actor, tab, filter } = this.reading;
    const seat = { actor, sessionId: way.sessionId ?? crypto.randomUUID(), askedAt: Date.now() };
    const headers = { upgrade: 'websocket', [seatHeader]: JSON.stringify(seat) };
    const { webSocket } = await inbox.fetch(new Request('https://object/live', { headers }));
    if (!webSocket) throw new Error('The Inbox object let nobody in.');
    webSocket.accept();
    webSocket.addEventListener('message', ({ data }) => this.#hear(JSON.parse(String(data)) as ListFrame));
    webSocket.addEventListener('close', ({ reason }) => void this.closed.push(reason));
    webSocket.send(JSON.stringify({ t: 'hello', v: protocolVersion, since: null }));
    if (!way.silent) webSocket.send(JSON.stringify({ t: 'watch', tab, filter }));
    this.#sockets.push(webSocket);
  }

  /** To one shard. */
  send(frame: unknown, shard = 0): void {
    this.#sockets[shard]?.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** Resolves when the objects have heard of it. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) if (socket.readyState === WebSocket.OPEN) socket.close(1000);
    await this.until(() => this.closed.length === this.#sockets.length);
  }

  /** Rows that frames brought after the page, in their order. */
  get told(): Head[] {
    return this.frames.slice(this.#opened).flatMap((frame) => (frame.t === 'rows' ? frame.rows : []));
  }

  /** Likewise what went. */
  get gone(): string[] {
    return this.frames.slice(this.#opened).flatMap((frame) => (frame.t === 'rows' ? frame.gone : []));
  }

  get heads(): Head[] {
    const { actor, tab, filter } = this.reading;
    return [...this.#heads.values()].filter((head) => {
      const isInTab = tab === null || head.archived === (tab === 'archived');
      return isInTab && matches(head, filter, { me: actor.id, now: Date.now() });
    });
  }

  /** The `present` frames about a conversation. */
  about(id: string): ListPresent['people'][] {
    return this.frames.flatMap((frame) => (frame.t === 'present' && frame.id === id ? [frame.people] : []));
  }

  /** Waits for what frames bring. */
  async until(test: () => boolean): Promise<void> {
    for (let left = 800; !test(); left -= 1) {
      if (left === 0) throw new Error(`It never came: ${JSON.stringify(this.frames.slice(-5))}`);
      await scheduler.wait(5);
    }
  }

  #keep(head: Head): void {
    if ((this.#heads.get(head.id)?.rev ?? 0) < head.rev) this.#heads.set(head.id, head);
  }

  /** Shards count at the same time: the latest counts. */
  #count({ now, counts }: ListCounted): void {
    if (now < this.#countedAt) return;
    this.#countedAt = now;
    this.counts = counts;
  }

  #hear(frame: ListFrame): void {
    this.frames.push(frame);
    if (frame.t === 'counts') this.#count(frame);
    if (frame.t === 'present') this.present.set(frame.id, frame.people);
    if (frame.t !== 'rows' && frame.t !== 'welcome') return;
    for (const head of frame.rows) {
      this.#gone.delete(head.id);
      this.#keep(head);
    }
    if (frame.t === 'welcome') for (const { id, people } of frame.present) this.present.set(id, people);
    if (frame.t !== 'rows') return;
    for (const id of frame.gone) {
      this.#gone.add(id);
      this.#heads.delete(id);
      this.present.delete(id);
    }
  }
}
