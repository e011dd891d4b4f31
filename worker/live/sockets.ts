/** The sockets of one object: accept, attach, send, close. They hibernate; what is known of each rides in its attachment. */
import { closeCodes, ping, pong } from '#domain/frame.ts';
import type { Actor } from '#domain/permission.ts';

/** Who sits at a socket. */
export type Seat = {
  readonly actor: Actor;
  readonly sessionId: string;
  /** Whether hello was answered: before that, nothing is sent. */
  readonly ready: boolean;
};

const noStatus = [1005, 1006, 1015];

/** Header in which the edge tells an object who is calling; set by the edge alone, never taken from outside. */
export const seatHeader = 'x-casement-seat';

export class Sockets {
  readonly #ctx: DurableObjectState;

  constructor(ctx: DurableObjectState) {
    this.#ctx = ctx;
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(ping, pong));
  }

  /** Answers an upgrade. */
  accept(seat: Omit<Seat, 'ready'>): Response {
    const { 0: client, 1: server } = new WebSocketPair();
    this.#ctx.acceptWebSocket(server);
    server.serializeAttachment({ ...seat, ready: false } satisfies Seat);
    return new Response(null, { status: 101, webSocket: client });
  }

  seat(socket: WebSocket): Seat {
    return socket.deserializeAttachment() as Seat;
  }

  markReady(socket: WebSocket): void {
    socket.serializeAttachment({ ...this.seat(socket), ready: true } satisfies Seat);
  }

  /** Sockets whose hello was answered. */
  ready(): { readonly socket: WebSocket; readonly seat: Seat }[] {
    return this.all().filter(({ seat }) => seat.ready);
  }

  all(): { readonly socket: WebSocket; readonly seat: Seat }[] {
    return this.#ctx.getWebSockets().map((socket) => ({ socket, seat: this.seat(socket) }));
  }

  /** Closes every socket of a session, or all of them: whoever may still come, comes back with today's rights. */
  closeOf(sessionId: string | null): void {
    const code = sessionId === null ? 'rightsChanged' : 'signedOut';
    for (const { socket, seat } of this.all()) {
      if (sessionId === null || seat.sessionId === sessionId) socket.close(closeCodes[code], code);
    }
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
export function seatOf(request: Request): Omit<Seat, 'ready'> {
  return JSON.parse(request.headers.get(seatHeader) ?? 'null') as Omit<Seat, 'ready'>;
}
