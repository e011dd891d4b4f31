/** The kept counts as watchers get them: after something was counted, not more often than twice a second. */
import type { ListFrame } from '#domain/frame.ts';
import type { View } from '#domain/http.ts';
import type { Actor } from '#domain/permission.ts';
import { sendTo, type Sockets } from '../live/sockets.ts';
import { logFailure } from '../log.ts';
import { countsFor, readTally } from './counts.ts';
import { Pace, type Ran } from './pace.ts';

type Host = {
  readonly db: D1Database;
  readonly sockets: Sockets;
  /** Other objects count, too, and tell the same people. */
  readonly others: boolean;
  /** @throws when D1 does not tell */
  views(): Promise<readonly View[]>;
};

/** Between two frames (ms). */
const rest = 500;

export class Counter {
  readonly #host: Host;
  /** What each socket was last told, to tell only what is new. */
  readonly #told = new WeakMap<WebSocket, string>();
  readonly #pace = new Pace(() => this.#tell(), rest);

  constructor(host: Host) {
    this.#host = host;
  }

  /** Something was counted. */
  counted(): void {
    if (this.#host.sockets.ready().length > 0) this.#pace.ask();
  }

  async #tell(): Promise<Ran> {
    const { db, sockets, others } = this.#host;
    try {
      // Before the question: what was counted before `now` is in the answer.
      const now = Date.now();
      const [rows, views] = await Promise.all([readTally(db), this.#host.views()]);
      for (const { seat, sockets: those } of sockets.audiences()) {
        const counts = countsFor(rows, seat.actor, seenBy(seat.actor, views));
        const text = JSON.stringify(counts);
        // What others told them meanwhile is not known here.
        const news = those.filter((socket) => others || this.#told.get(socket) !== text);
        const frame = JSON.stringify({ t: 'counts', now, counts } satisfies ListFrame);
        for (const socket of news) {
          this.#told.set(socket, text);
          sendTo(socket, frame);
        }
      }
    } catch (failure) {
      // The next change tells them, and every page of the list brings counts.
      logFailure('inbox.counts-failed', failure);
    }
    return 'done';
  }
}

const seenBy = (actor: Actor, views: readonly View[]): View[] =>
  views.filter(({ shared, owner }) => shared || owner === actor.id);
