/** Who looks at this conversation over a socket: hello, the gap since, and a frame for every commit. */
import { closeCodes, protocolVersion, readClientFrame, type ConversationFrame } from '#domain/frame.ts';
import { can } from '#domain/permission.ts';
import type { Env } from '../env.ts';
import { inboxStub } from '../inbox/stub.ts';
import { seatOf, sendTo, Sockets } from '../live/sockets.ts';
import type { Change } from './change.ts';
import { nameOf } from './id.ts';
import { publicMessage, publicScheduled, type State } from './state.ts';
import type { Store } from './store.ts';

type Host = { readonly env: Env; readonly store: Store; state(): State | null };

export class Watchers {
  readonly #ctx: DurableObjectState;
  readonly #host: Host;
  readonly #sockets: Sockets;

  constructor(ctx: DurableObjectState, host: Host) {
    this.#ctx = ctx;
    this.#host = host;
    this.#sockets = new Sockets(ctx);
  }

  /** Answers an upgrade of somebody who may see the conversation. */
  accept(request: Request): Response {
    const seat = seatOf(request);
    const head = this.#host.state()?.head;
    if (!head || !can(seat.actor, 'conversation.see', head)) return new Response(null, { status: 404 });
    return this.#sockets.accept(seat);
  }

  heard(socket: WebSocket, data: string | ArrayBuffer): void {
    const frame = typeof data === 'string' ? readClientFrame(data) : null;
    const head = this.#host.state()?.head;
    if (!frame || !head || !('since' in frame)) return socket.close(closeCodes.badFrame, 'badFrame');
    if (!can(this.#sockets.seat(socket).actor, 'conversation.see', head)) {
      return socket.close(closeCodes.forbidden, 'forbidden');
    }
    if (frame.t === 'hello') this.#sockets.markReady(socket);
    sendTo(socket, JSON.stringify(this.#answerSince(head.rev, frame.since)));
  }

  async left(socket: WebSocket, code: number): Promise<void> {
    const { sessionId } = this.#sockets.seat(socket);
    this.#sockets.closed(socket, code);
    const others = this.#sockets
      .all()
      .some((one) => one.socket !== socket && one.seat.sessionId === sessionId);
    if (!others) await this.#leave(sessionId);
  }

  async #leave(sessionId: string): Promise<void> {
    const id = nameOf(this.#ctx);
    await inboxStub(this.#host.env, id).left(sessionId, id);
  }

  /** Closes the sockets of a session, or everybody's (worker/inbox/object.ts). */
  closeOf(sessionId: string | null): void {
    this.#sockets.closeOf(sessionId);
  }

  /** Everybody goes to the conversation that took this one over. */
  moveTo(target: string): void {
    this.#sockets.closeAs('moved', target);
  }

  /** One frame for one commit, to all who may still see it. */
  tell(change: Change): void {
    const watchers = this.#sockets.ready();
    if (watchers.length === 0) return;
    const { head, rev } = change;
    const messages = [...change.messages.values()].flatMap((message) => publicMessage(message) ?? []);
    const frame: ConversationFrame = {
      t: 'changes',
      from: rev - 1,
      to: rev,
      head,
      messages,
      ...(change.reschedules && { scheduled: publicScheduled(change.state) }),
      ...(Object.keys(change.parts).length > 0 && { panel: change.parts }),
      now: Date.now(),
    };
    const text = JSON.stringify(frame);
    for (const { socket, seat } of watchers) {
      if (can(seat.actor, 'conversation.see', head)) sendTo(socket, text);
      else socket.close(closeCodes.forbidden, 'forbidden');
    }
  }

  /**
   * The gap since `since`, or a snapshot when it is unknown here or too wide. Looking for what changed goes through
   * all messages, so whoever has everything, as a page that was just loaded, is answered without it.
   */
  #answerSince(rev: number, since: number | null): ConversationFrame {
    const state = this.#host.state();
    const { store } = this.#host;
    if (!state) throw new Error(`Conversation without a state, protocol ${protocolVersion}.`);
    const now = Date.now();
    const rest = { scheduled: publicScheduled(state), panel: store.panel(), now };
    const missed = (after: number) => (after === rev ? [] : store.timeline.since(after));
    const messages = since === null || since > rev ? null : missed(since);
    if (since === null || messages === null) {
      return { t: 'snapshot', head: state.head, ...store.timeline.page(), ...rest };
    }
    return { t: 'changes', from: since, to: rev, head: state.head, messages, ...rest };
  }
}
