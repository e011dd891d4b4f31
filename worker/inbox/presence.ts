/**
 * Who looks at which conversation, and who writes there. It rides on the sockets: nothing is stored, and nobody is awake
 * for it. That somebody stopped writing without a word is for the reader's clock to see (docs/protocol.md).
 */
import type { At, ListFrame, Present } from '#domain/frame.ts';
import { can, type Actor, type Ownership } from '#domain/permission.ts';
import { sendTo, type Look, type Sockets } from '../live/sockets.ts';
import { Pace, type Ran } from './pace.ts';

/** Whoever did not say for so long (ms) that they write, does not. */
const typingFor = 6000;
/** After a frame, what comes is gathered for so long (ms). */
const gatherFor = 100;

type Host = {
  readonly sockets: Sockets;
  /** Whose a conversation is; null where there is none here. @throws when D1 must be asked and does not tell */
  owner(id: string): Ownership | null | Promise<Ownership | null>;
};

type People = Present['people'];

/** What changed around a conversation since the last frame. */
type Stir = {
  readonly before: People;
  /** Whose it is, where nobody looks at it any more. */
  readonly owner: Ownership;
  /** Who said again that they write. */
  readonly renewed: Set<string>;
  /** Other people may see it now. */
  moved: boolean;
};

const besides = (people: People, { id }: Actor): People => people.filter((one) => one.id !== id);
const same = (one: People, other: People): boolean => JSON.stringify(one) === JSON.stringify(other);

export class Presence {
  readonly #host: Host;
  /** Which sockets are at a conversation. */
  readonly #at = new Map<string, Set<WebSocket>>();
  readonly #stirs = new Map<string, Stir>();
  /** The latest that each socket asked for: an earlier question to D1 may be answered later. */
  readonly #asked = new WeakMap<WebSocket, At>();
  readonly #pace = new Pace(() => this.#flush(), gatherFor);

  constructor(host: Host) {
    this.#host = host;
    for (const { socket, seat } of host.sockets.all()) if (seat.look) this.#join(socket, seat.look.id);
  }

  /** A page says where it is. It is nowhere if its person may not see that. */
  async at(socket: WebSocket, at: At): Promise<void> {
    this.#asked.set(socket, at);
    const { actor, look } = this.#host.sockets.seat(socket);
    const owner = look && look.id === at.id ? look.owner : await this.#owner(at);
    if (this.#asked.get(socket) !== at) return;
    const typingAt = at.typing ? Date.now() : null;
    const seen = at.id !== null && owner && can(actor, 'conversation.see', owner);
    this.#put(socket, seen ? { id: at.id, owner, typingAt } : null);
  }

  /** A page is gone. */
  leave(socket: WebSocket): void {
    this.#asked.delete(socket);
    this.#put(socket, null);
  }

  /** A conversation may be somebody else's: who may not see it any more is not there any more. */
  moved(id: string, owner: Ownership): void {
    for (const socket of [...(this.#at.get(id) ?? [])]) {
      const seat = this.#host.sockets.seat(socket);
      const look = seat.look;
      if (!look || isSame(look.owner, owner)) continue;
      this.#stir(id, look.owner).moved = true;
      if (can(seat.actor, 'conversation.see', owner)) {
        this.#host.sockets.put(socket, { ...seat, look: { ...look, owner } });
      } else this.#put(socket, null);
    }
  }

  /** A conversation is not there any more, nor is anybody in it. */
  ended(id: string): void {
    for (const socket of [...(this.#at.get(id) ?? [])]) this.#put(socket, null);
    this.#stirs.delete(id);
  }

  /** Who looks at what, for `actor`: without themselves, and only where they may look. */
  seenBy(actor: Actor): Present[] {
    return [...this.#at.keys()].flatMap((id) => {
      const owner = this.#ownerNow(id);
      if (!owner || !can(actor, 'conversation.see', owner)) return [];
      const people = besides(this.#people(id), actor);
      return people.length > 0 ? [{ id, people }] : [];
    });
  }

  async #owner({ id }: At): Promise<Ownership | null> {
    return id === null ? null : this.#host.owner(id);
  }

  #join(socket: WebSocket, id: string): void {
    const sockets = this.#at.get(id) ?? new Set();
    this.#at.set(id, sockets.add(socket));
  }

  #put(socket: WebSocket, look: Look | null): void {
    const seat = this.#host.sockets.seat(socket);
    const before = seat.look;
    if (before === null && look === null) return;
    if (before) this.#stir(before.id, before.owner);
    if (look) this.#stir(look.id, look.owner);
    if (look?.typingAt && before?.id === look.id) this.#stir(look.id, look.owner).renewed.add(seat.actor.id);
    if (before && before.id !== look?.id) {
      const sockets = this.#at.get(before.id);
      sockets?.delete(socket);
      if (sockets?.size === 0) this.#at.delete(before.id);
    }
    if (look) this.#join(socket, look.id);
    this.#host.sockets.put(socket, { ...seat, look });
  }

  /** To be asked before anything changes: what was so until now is noted. */
  #stir(id: string, owner: Ownership): Stir {
    const known = this.#stirs.get(id);
    if (known) return known;
    const stir: Stir = { before: this.#people(id), owner, renewed: new Set(), moved: false };
    this.#stirs.set(id, stir);
    this.#pace.ask();
    return stir;
  }

  /** Several pages of a person are one; they write when one of them does. */
  #people(id: string): People {
    const since = Date.now() - typingFor;
    const people = new Map<string, People[number]>();
    for (const socket of this.#at.get(id) ?? []) {
      const { actor, look } = this.#host.sockets.seat(socket);
      const typing = (look?.typingAt ?? 0) > since || people.get(actor.id)?.typing === true;
      people.set(actor.id, { id: actor.id, name: actor.name, typing });
    }
    return [...people.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  #ownerNow(id: string): Ownership | null {
    const [socket] = this.#at.get(id) ?? [];
    return (socket && this.#host.sockets.seat(socket).look?.owner) ?? null;
  }

  #flush(): Ran {
    const stirs = [...this.#stirs];
    this.#stirs.clear();
    const now = Date.now();
    const audiences = this.#host.sockets.audiences();
    for (const [id, stir] of stirs) {
      const people = this.#people(id);
      const owner = this.#ownerNow(id) ?? stir.owner;
      for (const { seat, sockets } of audiences) {
        const news = newsFor(seat.actor, people, { ...stir, owner });
        if (!news) continue;
        const text = JSON.stringify({ t: 'present', now, id, people: news } satisfies ListFrame);
        for (const socket of sockets) sendTo(socket, text);
      }
    }
    return 'done';
  }
}

const isSame = (one: Ownership, other: Ownership): boolean =>
  one.assignee?.id === other.assignee?.id && one.groupId === other.groupId;

/** Who is there besides `actor`, if that is news to them and theirs to know. */
function newsFor(actor: Actor, people: People, { before, owner, renewed, moved }: Stir): People | null {
  if (!can(actor, 'conversation.see', owner)) return null;
  const [others, othersBefore] = [besides(people, actor), besides(before, actor)];
  const again = [...renewed].some((id) => id !== actor.id);
  const came = moved && others.length > 0;
  return again || came || !same(others, othersBefore) ? others : null;
}
