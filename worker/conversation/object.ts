/**
 * The Conversation object: the doorman. Everything that enters (a Meta event, a person's command, time, the answer to a
 * send) goes through one loop: decide → commit → broadcast → drain.
 */
import { DurableObject } from 'cloudflare:workers';
import { closeCodes, protocolVersion, readClientFrame, type ConversationFrame } from '#domain/frame.ts';
import type { CommandAnswer, ConversationView, HistoryPage } from '#domain/http.ts';
import type { Position } from '#domain/message.ts';
import { can, refuse, type Actor } from '#domain/permission.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { Env } from '../env.ts';
import { inboxStub } from '../inbox/stub.ts';
import { seatOf, sendTo, Sockets } from '../live/sockets.ts';
import { log, logFailure } from '../log.ts';
import { Change } from './change.ts';
import { commandsFor, deadlines, earliest, parkedFor } from './deadlines.ts';
import { decideAnswer, decideLeaving } from './decide-answer.ts';
import { decideCommand, isRepeated, type Command } from './decide-command.ts';
import { decideLost, decideWindowEnd } from './decide-deadline.ts';
import { Ingest, type Batch, type Claim, type Claimed, type Ingested, type Poison } from './ingest.ts';
import { nextToLeave } from './outbox.ts';
import { sendRow } from './send.ts';
import { publicMessage, type State } from './state.ts';
import { Store } from './store.ts';

type Refused = { readonly refusal: Refusal };
const notFound: Refused = { refusal: { code: 'conversation-not-found' } };

export class Conversation extends DurableObject<Env> {
  readonly #store: Store;
  readonly #sockets: Sockets;
  readonly #ingest: Ingest;
  #state: State | null;
  #alarmAt: number | null = null;
  /** Since when the index is behind, as far as this instance knows. */
  #staleSince: number | null = null;
  #publishing = false;
  #draining = false;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#store = new Store(ctx.storage);
    this.#sockets = new Sockets(ctx);
    this.#ingest = new Ingest(env, this.#store, { apply: (batch) => this.#applyEvents(batch) });
    this.#state = this.#store.state();
    if (this.#state && this.#state.indexed?.rev !== this.#state.head.rev) this.#staleSince = Date.now();
    void ctx.blockConcurrencyWhile(async () => {
      this.#alarmAt = await ctx.storage.getAlarm();
      // Whatever had left when the last instance stopped was never answered.
      this.#transact((change) => decideLost(change, this.#store.outbox()));
    });
  }

  /** Rows written by this instance, for budgets. */
  async rowsWritten(): Promise<number> {
    return this.#store.rowsWritten;
  }

  /** Events of Meta for this customer. Answers when they are committed, here or where a signpost points. */
  async ingest(batch: Batch): Promise<Ingested> {
    return this.#ingest.ingest(this.#id, batch);
  }

  /** Another object says that the customer of this name is its own. */
  async claim(claim: Claim): Promise<Claimed> {
    return this.#ingest.claim(this.#id, claim);
  }

  async command(actor: Actor, command: Command): Promise<CommandAnswer | Refused> {
    this.#transact(decideWindowEnd);
    const state = this.#state;
    if (!state) return notFound;
    const change = new Change(state, this.#store, Date.now());
    const repeated = isRepeated(change, actor, command);
    if (typeof repeated === 'object') return { refusal: repeated };
    const refusal = repeated ? null : decideCommand(change, actor, command);
    if (refusal) return { refusal };
    if (!change.empty) this.#commit(change);
    const message = change.message(command.clientId);
    return { rev: this.#state?.head.rev ?? 0, ...(message && { message: publicMessage(message) }) };
  }

  async view(actor: Actor): Promise<ConversationView | Refused> {
    const { head } = this.#state ?? {};
    const refusal = head ? refuse(actor, 'conversation.see', head) : notFound.refusal;
    if (!head || refusal) return { refusal: refusal ?? notFound.refusal };
    return { head, ...this.#store.page(), now: Date.now() };
  }

  async history(actor: Actor, before: Position): Promise<HistoryPage | Refused> {
    const head = this.#state?.head;
    if (!head || !can(actor, 'conversation.see', head)) return notFound;
    return this.#store.page(before);
  }

  /** Runs everything overdue: for the sweep. */
  async wake(): Promise<void> {
    this.#runOverdue();
  }

  override async alarm(): Promise<void> {
    this.#alarmAt = null;
    this.#runOverdue();
  }

  override async fetch(request: Request): Promise<Response> {
    const seat = seatOf(request);
    const head = this.#state?.head;
    if (!head || !can(seat.actor, 'conversation.see', head)) return new Response(null, { status: 404 });
    return this.#sockets.accept(seat);
  }

  override async webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): Promise<void> {
    const frame = typeof data === 'string' ? readClientFrame(data) : null;
    const head = this.#state?.head;
    if (!frame || !head) return socket.close(closeCodes.badFrame, 'badFrame');
    if (!can(this.#sockets.seat(socket).actor, 'conversation.see', head)) {
      return socket.close(closeCodes.forbidden, 'forbidden');
    }
    if (frame.t === 'hello') this.#sockets.markReady(socket);
    sendTo(socket, JSON.stringify(this.#answerSince(head.rev, frame.since)));
  }

  override async webSocketClose(socket: WebSocket, code: number): Promise<void> {
    const { sessionId } = this.#sockets.seat(socket);
    this.#sockets.closed(socket, code);
    const others = this.#sockets
      .all()
      .some((one) => one.socket !== socket && one.seat.sessionId === sessionId);
    if (!others) await inboxStub(this.env).left(sessionId, this.#id);
  }

  /** Closes the sockets of a session, or everybody's (worker/inbox/object.ts). */
  async close(sessionId: string | null): Promise<void> {
    this.#sockets.closeOf(sessionId);
  }

  get #id(): string {
    const { name } = this.ctx.id;
    if (name === undefined) throw new Error('A conversation object must be addressed by name.');
    return name;
  }

  /** The gap since `since`, or a snapshot when it is unknown here or too wide. */
  #answerSince(rev: number, since: number | null): ConversationFrame {
    const state = this.#state;
    if (!state) throw new Error(`Conversation without a state, protocol ${protocolVersion}.`);
    const now = Date.now();
    const messages = since === null || since > rev ? null : this.#store.since(since);
    if (since === null || messages === null)
      return { t: 'snapshot', head: state.head, ...this.#store.page(), now };
    return { t: 'changes', from: since, to: rev, head: state.head, messages, now };
  }

  #transact(decide: (change: Change) => void): void {
    if (!this.#state) return;
    const change = new Change(this.#state, this.#store, Date.now());
    decide(change);
    if (!change.empty) this.#commit(change);
  }

  /** All events of a batch in one commit; a poisonous one is left out and told, its neighbours go on. */
  #applyEvents(batch: {
    readonly start: State;
    readonly steps: readonly ((change: Change) => void)[];
  }): Poison[] {
    const poison: Poison[] = [];
    // What was due before comes before.
    this.#transact(decideWindowEnd);
    const begin = (): Change => new Change(this.#state ?? batch.start, this.#store, Date.now());
    const all = begin();
    try {
      for (const step of batch.steps) step(all);
      if (!all.empty) this.#commit(all);
      return poison;
    } catch (failure) {
      logFailure('conversation.batch-failed', failure, { id: this.#id });
    }
    batch.steps.forEach((step, index) => {
      try {
        const one = begin();
        step(one);
        if (!one.empty) this.#commit(one);
      } catch (failure) {
        poison.push({ index, reason: failure instanceof Error ? failure.message : String(failure) });
      }
    });
    return poison;
  }

  /** commit → broadcast → drain. */
  #commit(change: Change): void {
    this.#store.commit(change);
    const changed = change.changed;
    if (changed) {
      this.#state = { ...change.state };
      this.#broadcast(change);
      this.#staleSince ??= Date.now();
      this.ctx.waitUntil(this.#publish());
    }
    if (change.queue.length > 0) this.ctx.waitUntil(this.#drain());
    this.#arm();
  }

  #broadcast(change: Change): void {
    const { head } = change;
    const messages = [...change.messages.values()].map(publicMessage);
    const frame = {
      t: 'changes',
      from: change.rev - 1,
      to: change.rev,
      head,
      messages,
      now: Date.now(),
    } as const;
    const text = JSON.stringify(frame satisfies ConversationFrame);
    for (const { socket, seat } of this.#sockets.ready()) {
      if (can(seat.actor, 'conversation.see', head)) sendTo(socket, text);
      else socket.close(closeCodes.forbidden, 'forbidden');
    }
  }

  #deadlines() {
    return deadlines({
      state: this.#state,
      outbox: this.#store.outbox(),
      parkedSince: this.#store.parkedSince(),
      commandsSince: this.#store.commandsSince(),
      staleSince: this.#staleSince,
    });
  }

  /** The alarm is only ever brought forward: it may ring early, look, and be set again. */
  #arm(): void {
    const due = earliest(this.#deadlines());
    if (due === null || (this.#alarmAt !== null && this.#alarmAt <= due)) return;
    this.#alarmAt = Math.max(due, Date.now() + 1);
    this.#store.rowsWritten += 1;
    void this.ctx.storage.setAlarm(this.#alarmAt);
  }

  #runOverdue(): void {
    const now = Date.now();
    if (!this.#draining) this.#transact((change) => decideLost(change, this.#store.outbox()));
    this.#transact(decideWindowEnd);
    const strays = this.#store.forget({ parked: now - parkedFor, commands: now - commandsFor });
    if (strays > 0) {
      log('conversation.strays', { id: this.#id, strays });
      this.#transact((change) => change.setState({ strays: change.state.strays + strays }));
    }
    if (this.#staleSince !== null) {
      this.#staleSince = now;
      this.ctx.waitUntil(this.#publish());
    }
    this.ctx.waitUntil(this.#drain());
    this.#arm();
  }

  /** Tells the list, until it knows the newest head. A failure leaves the index stale; the alarm comes back to it. */
  async #publish(): Promise<void> {
    if (this.#publishing) return;
    this.#publishing = true;
    try {
      while (this.#state && this.#state.indexed?.rev !== this.#state.head.rev) {
        const { head, indexed } = this.#state;
        const dueAt = earliest(this.#deadlines().filter(({ kind }) => kind !== 'index'));
        if (!(await inboxStub(this.env).publish({ head, was: indexed, dueAt }))) return;
        // Written down with the next commit: publishing twice is harmless, a row of its own is not free.
        this.#state = {
          ...this.#state,
          indexed: { rev: head.rev, assignee: head.assignee, groupId: head.groupId },
        };
      }
      this.#staleSince = null;
    } catch (failure) {
      logFailure('conversation.publish-failed', failure, { id: this.#id });
    } finally {
      this.#publishing = false;
    }
  }

  /** Sends what may leave, one at a time, in order. */
  async #drain(): Promise<void> {
    if (this.#draining) return;
    this.#draining = true;
    try {
      while (nextToLeave(this.#store.outbox(), Date.now())) await this.#sendNext();
    } catch (failure) {
      logFailure('conversation.drain-failed', failure, { id: this.#id });
    } finally {
      this.#draining = false;
    }
  }

  async #sendNext(): Promise<void> {
    await sendRow(this.env, {
      head: () => this.#state?.head ?? null,
      names: () => this.#state?.names ?? [],
      take: () => {
        const row = nextToLeave(this.#store.outbox(), Date.now());
        const message = row && this.#store.message(row.messageId);
        let leaves = false;
        // "Left" is committed before the request leaves.
        if (row) this.#transact((change) => void (leaves = decideLeaving(change, row)));
        return row && message && leaves ? { row, message } : null;
      },
      answer: (row, result) => {
        this.#transact((change) => decideAnswer(change, { row, result, chance: Math.random() }));
      },
      postpone: (result) => {
        const row = nextToLeave(this.#store.outbox(), Date.now());
        if (row) this.#transact((change) => decideAnswer(change, { row, result, chance: Math.random() }));
      },
    });
  }
}
