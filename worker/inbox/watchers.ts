/**
 * Who watches the list, and what they are told: a frame for what came together, to whom it concerns and who may see it
 * . Nothing here waits for D1.
 */
import type { ListFrame } from '#domain/frame.ts';
import { matches, type Filter } from '#domain/filter.ts';
import type { Head } from '#domain/head.ts';
import { can, type Actor, type Ownership } from '#domain/permission.ts';
import { sendTo, type Seat, type Seated, type Sockets } from '../live/sockets.ts';
import type { Written } from './batch.ts';
import { Pace, type Ran } from './pace.ts';
import type { Published } from './published.ts';
import { Recent } from './recent.ts';

/** Heads as they were last told, so that it is known what changed. */
const remembered = 4000;
/** After a frame, what comes is gathered for so long (ms). */
const gatherFor = 100;

/** What became of a conversation since the last frame. */
type Turn = {
  /**
   * As it was last told, and all that it was since: a page that was read meanwhile may show any of them. Null where what
   * was told is forgotten.
   */
  readonly before: readonly (Head | null)[];
  /** Whose it was, likewise. */
  readonly was: readonly (Ownership | null)[];
  /** Null: it is gone. */
  readonly after: Head | null;
};

const sees = (actor: Actor, owner: Ownership | null): boolean =>
  owner !== null && can(actor, 'conversation.see', owner);

/** What time alone changes is for the reader's own clock to decide. */
function timeless({ windows: _windows, followUps: _followUps, ...filter }: Filter): Filter {
  return filter;
}

/** Whether a list shows a row, as `seat` watches it. */
function isShown({ watch, actor }: Seat, head: Head): boolean {
  if (!watch) return true;
  const { tab, filter } = watch;
  if (tab !== null && head.archived !== (tab === 'archived')) return false;
  return matches(head, timeless(filter), { me: actor.id, now: 0 });
}

/** Whether whoever sits there must be told of `turn`, supposed that they may see it now. */
function concerns(seat: Seat, { before, after }: Turn): boolean {
  return [after, ...before].some((head) => head === null || isShown(seat, head));
}

export class Watchers {
  readonly #sockets: Sockets;
  readonly #told = new Recent<Head>(remembered);
  readonly #turns = new Map<string, Turn>();
  readonly #pace = new Pace(() => this.#flush(), gatherFor);
  /** Came while D1 was behind: the page that they read may show what is not theirs to see any more. */
  readonly #late = new Set<WebSocket>();

  constructor(sockets: Sockets) {
    this.#sockets = sockets;
  }

  /** The newest head of `id` that was told here; undefined when that is forgotten. */
  told(id: string): Head | undefined {
    return this.#told.get(id);
  }

  /** What D1 has, where nothing newer was told. */
  learn(head: Head): void {
    if (!this.#told.get(head.id)) this.#told.set(head.id, head);
  }

  /** A conversation changed. What is older than what was told is no news. */
  tell({ head, was }: Published): void {
    const told = this.#told.get(head.id);
    if (told && told.rev > head.rev) return;
    this.#told.set(head.id, head);
    this.#turn(head.id, { before: [told ?? null], was: [told ?? was], after: head });
  }

  /** A conversation is not there any more. */
  tellGone(head: Head): void {
    const told = this.#told.get(head.id);
    this.#told.delete(head.id);
    this.#turn(head.id, { before: [null], was: [told ?? head], after: null });
  }

  /** A socket comes, or turns to other rows, while D1 does not show everything yet. */
  cameLate(socket: WebSocket): void {
    this.#late.add(socket);
  }

  left(socket: WebSocket): void {
    this.#late.delete(socket);
  }

  /** D1 has these now; `settled`: and everything else. Whose page was older than that is told what must go from it. */
  wrote(changes: readonly Written[], settled: boolean): void {
    const late = [...this.#late].map((socket) => ({ socket, seat: this.#sockets.seat(socket) }));
    const removed = changes.filter(({ after }) => after === null);
    if (removed.length > 0) this.#sendGone(this.#sockets.ready(), removed);
    if (late.length > 0) this.#sendGone(late, changes);
    if (settled) this.#late.clear();
  }

  #sendGone(to: readonly Seated[], changes: readonly Written[]): void {
    for (const { socket, seat } of to) {
      const gone = changes.flatMap(({ before, after }) => {
        const now = before && (this.#told.get(before.id) ?? after);
        return before && sees(seat.actor, before) && !sees(seat.actor, now) ? [before.id] : [];
      });
      if (gone.length === 0) continue;
      sendTo(socket, JSON.stringify({ t: 'rows', now: Date.now(), rows: [], gone } satisfies ListFrame));
    }
  }

  /** What was not sent yet becomes one turn with what comes now. */
  #turn(id: string, next: Turn): void {
    const { before, was } = this.#turns.get(id) ?? { before: [], was: [] };
    this.#turns.delete(id);
    const turn = { before: [...before, ...next.before], was: [...was, ...next.was], after: next.after };
    this.#turns.set(id, turn);
    this.#pace.ask();
  }

  #flush(): Ran {
    const turns = [...this.#turns];
    this.#turns.clear();
    const now = Date.now();
    const texts = new Map<string, string>();
    const textFor = (seat: Seat): string | null => {
      const { rows, gone } = tellable(seat, turns);
      if (rows.length + gone.length === 0) return null;
      const key = `${rows.map(({ id }) => id).join()} ${gone.join()}`;
      const text = texts.get(key) ?? JSON.stringify({ t: 'rows', now, rows, gone } satisfies ListFrame);
      texts.set(key, text);
      return text;
    };
    for (const { seat, sockets } of this.#sockets.audiences()) {
      const text = textFor(seat);
      if (text !== null) for (const socket of sockets) sendTo(socket, text);
    }
    return 'done';
  }
}

/** What of `turns` whoever sits there is told. */
function tellable(seat: Seat, turns: readonly (readonly [string, Turn])[]): { rows: Head[]; gone: string[] } {
  const rows: Head[] = [];
  const gone: string[] = [];
  for (const [id, turn] of turns) {
    if (turn.after && sees(seat.actor, turn.after)) {
      if (concerns(seat, turn)) rows.push(turn.after);
    } else if (turn.was.some((owner) => sees(seat.actor, owner))) gone.push(id);
  }
  return { rows, gone };
}
