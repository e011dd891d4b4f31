/** One person in front of the list: hears frames, keeps what the list shows, remembers when each change came. */
import { protocolVersion, type ListFrame } from '#domain/frame.ts';
import { matches, type Filter } from '#domain/filter.ts';
import type { Head } from '#domain/head.ts';
import { can, type Actor } from '#domain/permission.ts';
import type { Stage } from './stage.ts';

/** Watchers of one kind get the same text: it is read once. */
const lately = new Map<string, ListFrame>();

function read(text: string): ListFrame {
  const known = lately.get(text);
  if (known) return known;
  const frame = JSON.parse(text) as ListFrame;
  if (lately.size > 200) lately.clear();
  lately.set(text, frame);
  return frame;
}

/** Rows as they stand, newest first, by id and rev. Pages are in order to the second: rows of one second may be apart. */
export function listOf(rows: readonly Head[]): string {
  return rows
    .toSorted((a, b) => b.lastAt - a.lastAt || (a.id < b.id ? 1 : -1))
    .map(({ id, rev }) => `${id} ${rev}`)
    .join('\n');
}

export type Watching = { readonly actor: Actor; readonly filter: Filter; readonly shards: number };

export class Watcher {
  readonly watching: Watching;
  /** Rows that came although they may not be seen. */
  foreign = 0;
  readonly #rows = new Map<string, Head>();
  readonly #gone = new Map<string, number>();
  readonly #heard: ((head: Head) => void) | undefined;
  readonly #sockets: WebSocket[] = [];

  constructor(watching: Watching, heard?: (head: Head) => void) {
    this.watching = watching;
    this.#heard = heard;
  }

  /** Sits down: lines first, then what is there already. */
  async open(stage: Stage): Promise<void> {
    const { actor, filter, shards } = this.watching;
    const opened = Array.from({ length: shards }, async (_none, shard) => {
      const socket = stage.socket(actor, shard);
      this.#sockets.push(socket);
      await new Promise((resolve, reject) => {
        socket.addEventListener('open', () =>
          socket.send(JSON.stringify({ t: 'hello', v: protocolVersion, since: null })),
        );
        socket.addEventListener('error', () => reject(new Error('A line of the bench broke.')));
        let watches = false;
        socket.addEventListener('message', ({ data }) => {
          const frame = read(String(data));
          this.#hear(frame);
          if (frame.t === 'welcome') socket.send(JSON.stringify({ t: 'watch', tab: 'active', filter }));
          // It is answered with rows; what is read after that misses nothing.
          if (watches && frame.t === 'rows') resolve(null);
          watches ||= frame.t === 'welcome';
        });
      });
    });
    await Promise.all(opened);
    for (const head of await stage.list(actor, { tab: 'active', sort: 'newest', filter })) this.#take(head);
  }

  close(): void {
    for (const socket of this.#sockets) socket.close();
  }

  /** What stands on the screen. */
  shown(now: number): string {
    const { actor, filter } = this.watching;
    const shows = (head: Head): boolean => !head.archived && matches(head, filter, { me: actor.id, now });
    return listOf([...this.#rows.values()].filter(shows));
  }

  #hear(frame: ListFrame): void {
    if (frame.t !== 'rows' && frame.t !== 'welcome') return;
    for (const head of frame.rows) {
      if (!can(this.watching.actor, 'conversation.see', head)) this.foreign += 1;
      this.#take(head);
      this.#heard?.(head);
    }
    if (frame.t === 'welcome') return;
    for (const id of frame.gone) {
      this.#gone.set(id, this.#rows.get(id)?.rev ?? -1);
      this.#rows.delete(id);
    }
  }

  #take(head: Head): void {
    const known = this.#rows.get(head.id)?.rev ?? this.#gone.get(head.id) ?? -1;
    if (head.rev > known) this.#rows.set(head.id, head);
  }
}
