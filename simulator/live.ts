/** The sockets of the open pages: they are told that something changed and fetch what they show. */

/** Changes within this time are told once. */
const gatherMs = 40;

export class Live {
  readonly #context: DurableObjectState;
  #telling = false;

  constructor(context: DurableObjectState) {
    this.#context = context;
    context.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'));
  }

  /** Accepts a page's socket. */
  join(): Response {
    const { 0: theirs, 1: ours } = new WebSocketPair();
    this.#context.acceptWebSocket(ours);
    return new Response(null, { status: 101, webSocket: theirs });
  }

  /** Tells every page that something changed. */
  changed(): void {
    if (this.#telling || this.#context.getWebSockets().length === 0) return;
    this.#telling = true;
    setTimeout(() => this.#tell(), gatherMs);
  }

  #tell(): void {
    this.#telling = false;
    for (const socket of this.#context.getWebSockets()) {
      if (socket.readyState === WebSocket.READY_STATE_OPEN) socket.send('{"changed":true}');
    }
  }
}
