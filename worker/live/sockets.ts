/** The sockets of one object: accept, attach, send, close. They hibernate; what is known of each rides in its attachment. */
import { closeCodes, ping, pong, type Watch } from '#domain/frame.ts';
import type { Actor, Ownership } from '#domain/permission.ts';

/** A conversation that somebody looks at, and of whom it was when they were last let. */
export type Look = {
  readonly id: string;
  readonly owner: Ownership;
  /** When they last said that they write there, in ms; null: they do not. */
  readonly typingAt: number | null;
};

/** Who sits at a socket. */
export type Seat = {
  readonly actor: Actor;
  readonly sessionId: string;
  /** Whether hello was answered: before that, nothing is sent. */
  readonly ready: boolean;
  /** What the list of this page shows; null: not told, so everything is of interest. */
  readonly watch: Pick<Watch, 'tab' | 'filter'> | null;
  /** Where this page is. */
  readonly look: Look | null;
};

/** What the edge tells of a caller. `askedAt`: before this (ms) nothing of what it says was asked. */
export type Newcomer = Pick<Seat, 'actor' | 'sessionId'> & { readonly askedAt: number };

export type Seated = { readonly socket: WebSocket; readonly seat: Seat };

/** Sockets that are told the same: people of the same rights, who watch the same rows. */
export type Audience = { readonly seat: Seat; readonly sockets: readonly WebSocket[] };

const noStatus = [1005, 1006, 1015];
/** How long an upgrade may be on its way (ms): so long it is remembered whose rights ended. */
const longestWay = 60_000;

/** Header in which the edge tells an object who is calling; set by the edge alone, never taken from outside. */
export const seatHeader = 'x-casement-seat';

/**
 * Whose rights ended lately. A caller who was asked for before that, and comes after it, is not let stay: between the two,
 * nobody could have closed their socket.
 */
class Ended {
  readonly #at = new Map<string | null, number>();

  /** The rights of a session end now, or everybody's may have changed. */
  end(sessionId: string | null, now: number): void {
    for (const [one, at] of this.#at) if (at < now - longestWay) this.#at.delete(one);
    this.#at.set(sessionId, now);
  }

  /** Why a caller must be asked for again; null when they need not. */
  reason(sessionId: string, askedAt: number): 'signedOut' | 'rightsChanged' | null {
    // A session does not come back, so it does not matter when it was asked for.
    if (this.#at.has(sessionId)) return 'signedOut';
    return (this.#at.get(null) ?? 0) > askedAt ? 'rightsChanged' : null;
  }
}

export class Sockets {
  readonly #ctx: DurableObjectState;
  readonly #ended = new Ended();
  /** Attachments as they were last written: reading one is dear when every frame asks all of them. */
  readonly #seats = new WeakMap<WebSocket, Seat>();
  readonly #keys = new WeakMap<Seat, string>();

  constructor(ctx: DurableObjectState) {
    this.#ctx = ctx;
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(ping, pong));
  }

  /** Answers an upgrade. */
  accept({ actor, sessionId, askedAt }: Newcomer): Response {
    const { 0: client, 1: server } = new WebSocketPair();
    this.#ctx.acceptWebSocket(server);
    this.put(server, { actor, sessionId, ready: false, watch: null, look: null });
    const reason = this.endedSince(sessionId, askedAt);
    if (reason) server.close(closeCodes[reason], reason);
    return new Response(null, { status: 101, webSocket: client });
  }

  /** Why a caller who was asked for at `askedAt` (ms) must be asked for again; null when they need not. */
  endedSince(sessionId: string, askedAt: number): 'signedOut' | 'rightsChanged' | null {
    return this.#ended.reason(sessionId, askedAt);
  }

  seat(socket: WebSocket): Seat {
    const known = this.#seats.get(socket);
    if (known) return known;
    const seat = socket.deserializeAttachment() as Seat;
    this.#seats.set(socket, seat);
    return seat;
  }

  /** An attachment has 16 KB. A filter that does not fit is not kept: whoever sits there is told of everything. */
  put(socket: WebSocket, seat: Seat): void {
    let kept = seat;
    try {
      socket.serializeAttachment(kept);
    } catch (failure) {
      if (!seat.watch) throw failure;
      kept = { ...seat, watch: null };
      socket.serializeAttachment(kept);
    }
    this.#seats.set(socket, kept);
  }

  markReady(socket: WebSocket): void {
    this.put(socket, { ...this.seat(socket), ready: true });
  }

  /** Sockets whose hello was answered. */
  ready(): Seated[] {
    return this.all().filter(({ seat }) => seat.ready);
  }

  all(): Seated[] {
    return this.#ctx.getWebSockets().map((socket) => ({ socket, seat: this.seat(socket) }));
  }

  /** The same by what they are told. */
  audiences(): Audience[] {
    const audiences = new Map<string, Seated[]>();
    for (const one of this.ready()) {
      const key = this.#keyOf(one.seat);
      const others = audiences.get(key);
      if (others) others.push(one);
      else audiences.set(key, [one]);
    }
    return [...audiences.values()].flatMap((seated) => {
      const [first] = seated;
      return first ? [{ seat: first.seat, sockets: seated.map(({ socket }) => socket) }] : [];
    });
  }

  #keyOf(seat: Seat): string {
    const known = this.#keys.get(seat);
    if (known !== undefined) return known;
    const key = JSON.stringify([seat.actor, seat.watch]);
    this.#keys.set(seat, key);
    return key;
  }

  /** The sockets of a session, or all of them. */
  of(sessionId: string | null): Seated[] {
    return this.all().filter(({ seat }) => sessionId === null || seat.sessionId === sessionId);
  }

  /** Closes every socket of a session, or all of them: whoever may still come, comes back with today's rights. */
  closeOf(sessionId: string | null): void {
    this.#ended.end(sessionId, Date.now());
    const code = sessionId === null ? 'rightsChanged' : 'signedOut';
    for (const { socket } of this.of(sessionId)) socket.close(closeCodes[code], code);
  }

  /** Closes all of them, with a reason that the client understands. */
  closeAs(code: keyof typeof closeCodes, reason: string): void {
    for (const { socket } of this.all()) socket.close(closeCodes[code], reason);
  }

  /** Finishes the closing handshake; codes that mean "none was given" may not be sent back. */
  closed(socket: WebSocket, code: number): void {
    socket.close(noStatus.includes(code) ? 1000 : code);
  }
}

/** Sends to one socket; a socket that is already gone is no news to anybody. */
export function sendTo(socket: WebSocket, text: string): void {
  if (socket.readyState === WebSocket.OPEN) socket.send(text);
}

/** Reads who is calling from an upgrade that the edge let through. */
export function seatOf(request: Request): Newcomer {
  return JSON.parse(request.headers.get(seatHeader) ?? 'null') as Newcomer;
}
