/**
 * The Inbox object: who watches the list, in which order its changes go out, and the group commit of index rows to D1.
 * It keeps no rows: a conversation publishes again until D1 has its own.
 */
import { DurableObject } from 'cloudflare:workers';
import { closeCodes, protocolVersion, readClientFrame, type ListFrame } from '#domain/frame.ts';
import type { Head } from '#domain/head.ts';
import { can, type Ownership } from '#domain/permission.ts';
import { conversationStub } from '../conversation/id.ts';
import type { Env } from '../env.ts';
import { seatOf, sendTo, Sockets, type Seat } from '../live/sockets.ts';
import { logFailure } from '../log.ts';
import { deleteHead, upsertHeads } from './index-row.ts';
import { Viewers } from './viewers.ts';

/** What a conversation tells the list. */
export type Published = {
  readonly head: Head;
  /** What the list last knew of its owner; null for a new row. */
  readonly was: Ownership | null;
  /** When its alarm must have rung, for the sweep. */
  readonly dueAt: number | null;
};

type Waiting = Published & { readonly done: (indexed: boolean) => void };

/** Rows of one statement. */
const batchSize = 200;
/** After a write, rows are gathered for so long (ms): the first one goes at once, a burst goes together. */
const gatherFor = 100;

export class Inbox extends DurableObject<Env> {
  readonly #sockets: Sockets;
  readonly #viewers: Viewers;
  #waiting: Waiting[] = [];
  /** Rows on their way to D1. */
  #leaving: readonly Waiting[] = [];
  #flushing = false;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#sockets = new Sockets(ctx);
    this.#viewers = new Viewers(ctx.storage);
  }

  /** Tells watchers at once; answers when D1 has the row (true) or did not take it (false: publish again later). */
  async publish(published: Published): Promise<boolean> {
    this.#broadcast(published);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#waiting.push({ ...published, done: resolve });
    void this.#flush();
    return promise;
  }

  /** A conversation became part of another: its row goes. False: D1 did not take it, ask again later. */
  async remove(head: Head): Promise<boolean> {
    const text = JSON.stringify({
      t: 'rows',
      now: Date.now(),
      rows: [],
      gone: [head.id],
    } satisfies ListFrame);
    for (const { socket, seat } of this.#sockets.ready()) {
      if (can(seat.actor, 'conversation.see', head)) sendTo(socket, text);
    }
    try {
      await deleteHead(this.env.DB, head.id);
      return true;
    } catch (failure) {
      logFailure('index.delete-failed', failure, { id: head.id });
      return false;
    }
  }

  /** A session opens a conversation. */
  async came(sessionId: string, conversationId: string): Promise<void> {
    this.#viewers.came(sessionId, conversationId);
  }

  /** Its last socket there is gone. */
  async left(sessionId: string, conversationId: string): Promise<void> {
    this.#viewers.left(sessionId, conversationId);
  }

  /**
   * Closes the sockets of a session at once, here and at every conversation; or everybody's, so that they come back with
   * the rights that they have now.
   */
  async close(sessionId: string | null): Promise<void> {
    this.#sockets.closeOf(sessionId);
    const open = this.#viewers.conversations(sessionId);
    await Promise.all(open.map(async (id) => conversationStub(this.env, id).close(sessionId)));
  }

  override async fetch(request: Request): Promise<Response> {
    return this.#sockets.accept(seatOf(request));
  }

  override async webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): Promise<void> {
    const frame = typeof data === 'string' ? readClientFrame(data) : null;
    if (frame?.t !== 'hello') return socket.close(closeCodes.badFrame, 'badFrame');
    this.#sockets.markReady(socket);
    const { actor } = this.#sockets.seat(socket);
    // What D1 may not show yet; what it shows already, the client reads there after this.
    const unwritten = [...this.#leaving, ...this.#waiting].map(({ head }) => head);
    const rows = unwritten.filter((head) => can(actor, 'conversation.see', head));
    this.#send(socket, { t: 'welcome', v: protocolVersion, now: Date.now(), rows });
  }

  override async webSocketClose(socket: WebSocket, code: number): Promise<void> {
    this.#sockets.closed(socket, code);
  }

  #send(socket: WebSocket, frame: ListFrame): void {
    sendTo(socket, JSON.stringify(frame));
  }

  #broadcast({ head, was }: Published): void {
    const watchers = this.#sockets.ready();
    if (watchers.length === 0) return;
    const now = Date.now();
    const shown = JSON.stringify({ t: 'rows', now, rows: [head], gone: [] } satisfies ListFrame);
    const gone = JSON.stringify({ t: 'rows', now, rows: [], gone: [head.id] } satisfies ListFrame);
    for (const { socket, seat } of watchers) {
      if (can(seat.actor, 'conversation.see', head)) sendTo(socket, shown);
      else if (this.#sawBefore(seat, was)) sendTo(socket, gone);
    }
  }

  #sawBefore(seat: Seat, was: Ownership | null): boolean {
    return was !== null && can(seat.actor, 'conversation.see', was);
  }

  /** One batch at a time; what comes meanwhile is the next batch. */
  async #flush(): Promise<void> {
    if (this.#flushing) return;
    this.#flushing = true;
    while (this.#waiting.length > 0) {
      this.#leaving = this.#waiting.splice(0, batchSize);
      const indexed = await this.#write(this.#leaving);
      for (const { done } of this.#leaving) done(indexed);
      this.#leaving = [];
      await scheduler.wait(gatherFor);
    }
    this.#flushing = false;
  }

  async #write(rows: readonly Published[]): Promise<boolean> {
    try {
      await this.env.DB.batch([upsertHeads(this.env.DB, rows)]);
      return true;
    } catch (failure) {
      logFailure('index.write-failed', failure, { rows: rows.length });
      return false;
    }
  }
}
