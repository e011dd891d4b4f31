/**
 * The Conversation object: the doorman. Everything that enters (a Meta event, a person's command, time, the answer to a
 * send) goes through one loop: decide → commit → broadcast → drain.
 */
import { DurableObject } from 'cloudflare:workers';
import type { Head } from '#domain/head.ts';
import type { AroundPage, CommandAnswer, ConversationView, HistoryPage } from '#domain/http.ts';
import type { LeadHistory } from '#domain/http-leads.ts';
import type { Position } from '#domain/message.ts';
import type { Actor } from '#domain/permission.ts';
import type { Contact } from '../contacts/contact.ts';
import type { Env } from '../env.ts';
import type { Published } from '../inbox/published.ts';
import { log } from '../log.ts';
import type { TemplateLine } from '../templates/templates.ts';
import { applySteps, type Steps } from './apply-steps.ts';
import { Arrival, type ArrivalHost } from './arrival.ts';
import { Change } from './change.ts';
import { Chores, leavesChores, type ChoreHost } from './chores.ts';
import { chorePatience, deadlines, earliest, echoPatience, sweptAt } from './deadlines.ts';
import { execute } from './commanding.ts';
import { needsAccount, type Command } from './decide-command.ts';
import { decideClosing, decideFreeEntryEnd, decideLost, decideWindowEnd } from './decide-deadline.ts';
import { decideWaitingEchoes } from './decide-echo.ts';
import { decideFollowUpsDue } from './decide-follow-ups.ts';
import { plainRights } from './decide-send.ts';
import { countAll } from './decide-waiting.ts';
import { conversationStub, nameOf } from './id.ts';
import type { GatheredPage, Sought } from './gathered.ts';
import { Ingest, type Batch, type Claim, type Claimed, type Ingested, type Poison } from './ingest.ts';
import { wantJoin, type Began, type HandCursor, type HandedMessages } from './join.ts';
import { joinOthers, restOf, type JoinHost } from './joining.ts';
import { Publisher, type PublishHost } from './publisher.ts';
import { notFound, Reader, type FilePlace, type Refused, type Within } from './reader.ts';
import { Rights } from './rights.ts';
import { isAnyDue, sendScheduled } from './scheduling.ts';
import { Sender } from './sender.ts';
import type { State } from './state.ts';
import { Store } from './store.ts';
import type { SaidPage } from './timeline.ts';
import { Watchers } from './watchers.ts';

export class Conversation extends DurableObject<Env> {
  readonly #store: Store;
  readonly #watchers: Watchers;
  readonly #ingest: Ingest;
  readonly #arrival: Arrival;
  readonly #chores: Chores;
  readonly #sender: Sender;
  readonly #publisher: Publisher;
  readonly #rights: Rights;
  readonly #reader: Reader;
  #state: State | null;
  #alarmAt: number | null = null;
  #choresAt = Date.now();
  #joining = false;
  /** Nothing was committed since it last rang: what is noted is kept, or every instance would do it again. */
  #rang = false;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#store = new Store(ctx.storage);
    const stored = this.#store.state();
    this.#state = this.#store.signpost() === null ? stored : null;
    const host = this.#host();
    this.#watchers = new Watchers(ctx, host);
    this.#ingest = new Ingest(env, this.#store, { apply: (batch) => this.#applyEvents(batch) });
    this.#arrival = new Arrival(host);
    this.#chores = new Chores(host);
    this.#sender = new Sender(host);
    this.#publisher = new Publisher(host, stored);
    this.#rights = new Rights(host);
    this.#reader = new Reader(host);
    void ctx.blockConcurrencyWhile(async () => {
      this.#alarmAt = await ctx.storage.getAlarm();
      this.#transact(countAll);
      // Whatever had left when the last instance stopped was never answered.
      this.#transact((change) => decideLost(change, this.#store.outbox()));
    });
  }

  #host(): ChoreHost & JoinHost & PublishHost & ArrivalHost {
    const { ctx, env } = this;
    return {
      env,
      store: this.#store,
      get id() {
        return nameOf(ctx);
      },
      state: () => this.#state,
      transact: (decide) => this.#transact(decide),
      apply: (batch) => this.#applyEvents(batch),
      note: (part) => {
        if (!this.#state) return;
        this.#state = { ...this.#state, ...part };
        if (this.#rang) this.#store.keep(this.#state);
      },
      dueAt: () => sweptAt(this.#deadlines()),
    };
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
    if (!this.#state) await this.#arrival.begin(actor);
    const account = needsAccount(command) ? await this.#rights.now() : plainRights;
    const moved = this.#moved();
    if (moved) return moved.command(actor, command);
    this.#transact(decideWindowEnd);
    const commit = (change: Change): void => this.#commit(change);
    const answer = execute({ ...this.#host(), commit }, { actor, account }, command);
    if (answer && 'rev' in answer && command.type === 'typing') this.ctx.waitUntil(this.#chores.typing());
    return answer ?? notFound;
  }

  // What only looks is told in reader.ts.
  async view(actor: Actor): Promise<ConversationView | Refused> {
    if (!this.#state) await this.#arrival.begin(actor);
    return this.#moved()?.view(actor) ?? this.#reader.view(actor);
  }

  async history(actor: Actor, before: Position): Promise<HistoryPage | Refused> {
    return this.#moved()?.history(actor, before) ?? this.#reader.history(actor, before);
  }

  async historyAfter(actor: Actor, after: Position): Promise<AroundPage | Refused> {
    return this.#moved()?.historyAfter(actor, after) ?? this.#reader.historyAfter(actor, after);
  }

  async around(actor: Actor, messageId: string): Promise<AroundPage | Refused> {
    return this.#moved()?.around(actor, messageId) ?? this.#reader.around(actor, messageId);
  }

  async leads(actor: Actor): Promise<LeadHistory | Refused> {
    return this.#moved()?.leads(actor) ?? this.#reader.leads(actor);
  }

  async within(actor: Actor, q: string): Promise<Within> {
    return this.#moved()?.within(actor, q) ?? this.#reader.within(actor, q);
  }

  async from(actor: Actor, at: number): Promise<AroundPage | Refused> {
    return this.#moved()?.from(actor, at) ?? this.#reader.from(actor, at);
  }

  async fileOf(actor: Actor, messageId: string, slot: string): Promise<FilePlace | Refused> {
    return this.#moved()?.fileOf(actor, messageId, slot) ?? this.#reader.fileOf(actor, messageId, slot);
  }

  /** Meta's own JSON of a message, for admins; null where there is no more than what is shown. */
  async rawOf(actor: Actor, messageId: string): Promise<{ readonly raw: string | null } | Refused> {
    return this.#moved()?.rawOf(actor, messageId) ?? this.#reader.rawOf(actor, messageId);
  }

  /** Files, links, or what was done here: what a panel shows of the timeline. */
  async gathered(actor: Actor, what: Sought, before: Position | null): Promise<GatheredPage | Refused> {
    return this.#moved()?.gathered(actor, what, before) ?? this.#reader.gathered(actor, what, before);
  }

  async headFor(actor: Actor): Promise<Head | null> {
    return this.#moved()?.headFor(actor) ?? this.#reader.headFor(actor);
  }

  async templateLine(actor: Actor, clientId: string): Promise<TemplateLine | null> {
    return this.#moved()?.templateLine(actor, clientId) ?? this.#reader.templateLine(actor, clientId);
  }

  /** What the index should hold of this conversation, without the words; null where nothing is, or a signpost. */
  async indexed(): Promise<Published | null> {
    return this.#reader.indexed();
  }

  /** The words that the index should hold, page by page. */
  async saidPage(after: Position | null, limit: number): Promise<SaidPage> {
    return this.#reader.saidPage(after, limit);
  }

  /** When this conversation began, here or where it went; null where nothing is. */
  async began(): Promise<Began | null> {
    const moved = this.#moved();
    if (moved) return moved.began();
    return this.#state && { id: this.#id, at: this.#state.head.createdAt };
  }

  /** Another conversation is of the same customer and began later. */
  async join(other: string): Promise<void> {
    const moved = this.#moved();
    if (moved) return moved.join(other);
    this.#transact((change) => wantJoin(change, other));
    this.ctx.waitUntil(this.#join());
  }

  /** A page from `cursor` on (JSON of `HandedMessages`), for the conversation that takes this one in; null when nothing is here. */
  async handMessages(cursor: HandCursor | null): Promise<string | null> {
    const state = this.#state ?? this.#publisher.retired;
    if (!state) return null;
    const page = this.#store.timeline.handed(
      cursor ?? { asOf: state.head.rev, rev: 0, seq: 0 },
      state.head.rev,
    );
    return JSON.stringify({ from: this.#id, ...page } satisfies HandedMessages);
  }

  /**
   * Becomes a signpost to `by` and answers JSON of `HandedRest`; `changed` when something has since `rev`, `busy` while
   * something is on its way. Nothing is dropped before `by` has all of it.
   */
  async retire(by: string, rev: number): Promise<string> {
    const state = this.#state ?? this.#publisher.retired;
    if (!state) return 'busy';
    if (this.#state) {
      if (state.head.rev !== rev) return 'changed';
      if (this.#sender.busy || this.#publisher.busy || this.#joining) return 'busy';
      this.#publisher.retire(state);
      this.#state = null;
      this.#watchers.moveTo(by);
    }
    this.#store.pointTo(by);
    this.#arm();
    return JSON.stringify(restOf(this.#id, state, this.#store));
  }

  /** What is left is to go from the list, and then from here. */
  async dropRetired(): Promise<void> {
    if (this.#publisher.retired) this.ctx.waitUntil(this.#publisher.publish());
  }

  /** Its customer was imported before they wrote. */
  async takeContacts(contacts: readonly Contact[]): Promise<void> {
    return this.#moved()?.takeContacts(contacts) ?? this.#arrival.take(contacts);
  }

  /** Whether `other`, a signpost to here, still holds what nobody has taken in. */
  async awaits(other: string): Promise<boolean> {
    const state = this.#state ?? this.#publisher.retired;
    if (state) return state.joins.includes(other);
    return (await this.#moved()?.awaits(other)) ?? false;
  }

  /** Runs everything overdue: for the sweep. */
  async wake(): Promise<void> {
    const rev = this.#state?.head.rev;
    this.#runOverdue();
    // What ended without a commit still stands in the index: it is told, or every sweep would come for it again.
    const isOver = (sweptAt(this.#deadlines()) ?? Infinity) > Date.now();
    if (isOver && this.#state?.head.rev === rev) this.#transact((change) => change.setState({}));
  }

  /** Somebody may be given more now. False: it waits for nobody any more, or is the other conversation's. */
  async offer(): Promise<boolean> {
    const moved = this.#moved();
    if (moved) await moved.offer();
    return !moved && this.#chores.offer();
  }

  override async alarm(): Promise<void> {
    this.#alarmAt = null;
    this.#runOverdue();
  }

  override async fetch(request: Request): Promise<Response> {
    const moved = this.#moved();
    if (moved) return moved.fetch(request);
    return this.#watchers.accept(request);
  }

  override async webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): Promise<void> {
    this.#watchers.heard(socket, data);
  }

  override async webSocketClose(socket: WebSocket, code: number): Promise<void> {
    await this.#watchers.left(socket, code);
  }

  /** Closes the sockets of a session, or everybody's, here and where they were led to (worker/inbox/object.ts). */
  async close(sessionId: string | null): Promise<void> {
    this.#watchers.closeOf(sessionId);
    await this.#moved()?.close(sessionId);
  }

  get #id(): string {
    return nameOf(this.ctx);
  }

  /** The conversation that took this one over, if one did. */
  #moved(): DurableObjectStub<Conversation> | null {
    const target = this.#store.signpost();
    return target === null ? null : conversationStub(this.env, target);
  }

  #transact(decide: (change: Change) => void): void {
    if (!this.#state) return;
    const change = new Change(this.#state, this.#store, Date.now());
    decide(change);
    if (!change.empty) this.#commit(change);
  }

  #applyEvents(batch: Steps): Poison[] {
    // What was due before comes before.
    this.#decideTime();
    return applySteps(batch.steps, {
      id: this.#id,
      begin: () => new Change(this.#state ?? batch.start, this.#store, Date.now()),
      commit: (change) => this.#commit(change),
    });
  }

  /** commit → broadcast → drain. */
  #commit(change: Change): void {
    const words = this.#publisher.wordsOf(change);
    this.#store.commit(change);
    this.#rang = false;
    const changed = change.changed;
    if (changed) {
      this.#publisher.heed(words);
      this.#state = { ...change.state };
      this.#watchers.tell(change);
      this.ctx.waitUntil(this.#publisher.publish());
    }
    if (change.queue.length > 0) this.ctx.waitUntil(this.#sender.drain());
    if (leavesChores(change)) this.#runChores();
    if (change.state.joins.length > 0) this.ctx.waitUntil(this.#join());
    this.#arm();
  }

  #runChores(): void {
    this.#choresAt = Date.now();
    this.ctx.waitUntil(this.#chores.run());
  }

  async #join(): Promise<void> {
    if (this.#joining) return;
    this.#joining = true;
    await joinOthers(this.#host());
    this.#joining = false;
  }

  #deadlines() {
    // What waits in a conversation that was taken over is for the other one to do.
    const idle = this.#state ? {} : { outbox: [], echoSince: null, fileDueAt: null };
    const waiting = { ...this.#store.waiting(chorePatience), ...idle };
    const facts = { state: this.#state, ...waiting, staleSince: this.#publisher.staleSince };
    return deadlines({ ...facts, choresAt: this.#choresAt, now: Date.now() });
  }

  /** The alarm is only ever brought forward: it may ring early, look, and be set again. */
  #arm(): void {
    const due = earliest(this.#deadlines());
    if (due === null || (this.#alarmAt !== null && this.#alarmAt <= due)) return;
    this.#alarmAt = Math.max(due, Date.now() + 1);
    this.#store.rowsWritten += 1;
    void this.ctx.storage.setAlarm(this.#alarmAt);
  }

  /** What time alone brings. */
  #decideTime(): void {
    this.#transact(decideWindowEnd);
    this.#transact(decideFreeEntryEnd);
    this.#transact(decideFollowUpsDue);
    this.#transact(decideClosing);
  }

  #runOverdue(): void {
    const now = Date.now();
    this.#rang = true;
    if (!this.#sender.busy) this.#transact((change) => decideLost(change, this.#store.outbox()));
    this.#decideTime();
    const echoes = this.#store.echoes().filter(({ arrivedAt }) => arrivedAt + echoPatience <= now);
    const late = echoes.map(({ event }) => event);
    if (late.length > 0) this.#transact((change) => decideWaitingEchoes(change, late));
    if (isAnyDue(this.#state, now)) this.ctx.waitUntil(sendScheduled(this.#host(), this.#rights));
    this.#runChores();
    if (this.#state && this.#state.joins.length > 0) this.ctx.waitUntil(this.#join());
    const strays = this.#store.forget(now);
    if (strays > 0) {
      log('conversation.strays', { id: this.#id, strays });
      this.#transact((change) => change.setState({ strays: change.state.strays + strays }));
    }
    if (this.#publisher.staleSince !== null) {
      this.#publisher.staleSince = now;
      this.ctx.waitUntil(this.#publisher.publish());
    }
    this.ctx.waitUntil(this.#sender.drain());
    this.#arm();
  }
}
