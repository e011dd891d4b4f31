/**
 * The Inbox object of a shard: who watches the list, in which order its changes go out, and the only writer of its
 * conversations' rows in D1. It keeps no rows: a conversation publishes again until D1 has its own (R-35).
 */
import { DurableObject } from 'cloudflare:workers';
import { closeCodes, protocolVersion, readClientFrame, type ListFrame, type Watch } from '#domain/frame.ts';
import type { Head } from '#domain/head.ts';
import { can, type Ownership } from '#domain/permission.ts';
import { shardOf } from '#domain/shard.ts';
import type { Chosen, Sought } from '../assigning/choice.ts';
import { Chooser } from '../assigning/chooser.ts';
import { publishedContact, type Contact } from '../contacts/contact.ts';
import { keepContacts } from '../contacts/contacts.ts';
import { conversationStub } from '../conversation/id.ts';
import type { Env } from '../env.ts';
import { seatOf, sendTo, Sockets } from '../live/sockets.ts';
import { logFailure } from '../log.ts';
import { migrate } from '../migrate.ts';
import { Arrivals } from './arrivals.ts';
import { tellNotices } from '../notices/tell.ts';
import type { Written } from './batch.ts';
import { CountedViews, type ViewsChange } from './counted-views.ts';
import { Counter } from './counter.ts';
import { headsOf } from './index-row.ts';
import { Known } from './known.ts';
import { steps } from './migrations.ts';
import { Presence } from './presence.ts';
import type { Published } from './published.ts';
import { chooserStub, shardsOf } from './stub.ts';
import { DirectoryTeller } from './directory-teller.ts';
import { Viewers } from './viewers.ts';
import { Watchers } from './watchers.ts';
import { Writer } from './writer.ts';

export class Inbox extends DurableObject<Env> {
  readonly #sockets: Sockets;
  readonly #viewers: Viewers;
  readonly #known: Known;
  readonly #views: CountedViews;
  readonly #writer: Writer;
  readonly #watchers: Watchers;
  readonly #presence: Presence;
  readonly #counter: Counter;
  readonly #chooser: Chooser;
  readonly #arrivals: Arrivals;
  readonly #directoryTeller: DirectoryTeller;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    migrate(ctx.storage, steps);
    this.#viewers = new Viewers(ctx.storage.sql);
    this.#known = new Known(ctx.storage.sql);
    this.#sockets = new Sockets(ctx);
    this.#views = new CountedViews(env.DB);
    const views = async () => this.#views.all();
    this.#writer = new Writer({
      db: env.DB,
      views,
      wrote: (changes, counted) => this.#wrote(changes, counted),
      noticed: (notices) => tellNotices(this.#sockets, notices, (id) => this.#watchers.told(id) ?? null),
    });
    this.#arrivals = new Arrivals(env);
    this.#directoryTeller = new DirectoryTeller(env, this.#sockets);
    this.#watchers = new Watchers(this.#sockets);
    this.#presence = new Presence({ sockets: this.#sockets, owner: (id) => this.#ownerOf(id) });
    this.#counter = new Counter({ db: env.DB, sockets: this.#sockets, others: shardsOf(env) > 1, views });
    this.#chooser = new Chooser({
      storage: ctx.storage,
      db: env.DB,
      offer: async (id) => conversationStub(env, id).offer(),
    });
  }

  /** Tells watchers at once; answers when D1 has the row (true) or did not take it (false: publish again later). */
  async publish(published: Published): Promise<boolean> {
    const { head } = published;
    this.#known.add(head.id);
    if (!this.#isTold(head)) {
      this.#watchers.tell(published);
      this.#presence.moved(head.id, ownershipOf(this.#watchers.told(head.id) ?? head));
    }
    const answers = [this.#writer.publish(published), this.#arrivals.look(published)];
    return (await Promise.all(answers)).every(Boolean);
  }

  /**
   * Keeps imported contacts, and gives them rows in the list; who is there already stays. Lists that are open show them
   * when they read again: only their counts change at once. @throws when D1 fails: then none of them is kept
   */
  async addContacts(contacts: readonly Contact[]): Promise<void> {
    await this.#writer.add(contacts.map(publishedContact), [keepContacts(this.env.DB, contacts)]);
  }

  /** A conversation became part of another: its row goes. False: D1 did not take it, ask again later. */
  async remove(head: Head): Promise<boolean> {
    this.#watchers.tellGone(head);
    this.#presence.ended(head.id);
    const removed = await this.#writer.remove(head.id);
    if (removed) this.#known.remove(head.id);
    return removed;
  }

  /** A view was saved, changed or dropped; D1 has it so already. Answers when it is counted. @throws when D1 fails */
  async viewsChanged(change: ViewsChange): Promise<void> {
    await this.#writer.alone(() => this.#views.change(change));
    this.#counter.counted();
  }

  /** Up to `limit` ids of conversations of this shard, in their order, after `after`. */
  async knownIds(after: string | null, limit: number): Promise<string[]> {
    return this.#known.page(after, limit);
  }

  /**
   * What conversations say of themselves now, and which ids have none: the index is brought to that, and only where it is
   * wrong. Answers how many were wrong. @throws when D1 fails
   */
  async mend(items: readonly Published[], gone: readonly string[]): Promise<number> {
    // What was published since is newer than what is told here.
    const current = items.filter(({ head }) => (this.#watchers.told(head.id)?.rev ?? 0) <= head.rev);
    const wrong = await this.#writer.mend(current, gone);
    for (const { head } of current) this.#known.add(head.id);
    for (const id of gone) this.#known.remove(id);
    return wrong;
  }

  /**
   * A session, asked for at `askedAt` (ms), opens a conversation. False: it ended since, or its rights may not be what they
   * were, and it must be asked for again.
   */
  async came(sessionId: string, conversationId: string, askedAt = Date.now()): Promise<boolean> {
    if (this.#sockets.endedSince(sessionId, askedAt)) return false;
    this.#viewers.came(sessionId, conversationId);
    return true;
  }

  /** Its last socket there is gone. */
  async left(sessionId: string, conversationId: string): Promise<void> {
    this.#viewers.left(sessionId, conversationId);
  }

  /**
   * Closes the sockets of a session at once, here and at every conversation of this shard; or everybody's, so that they
   * come back with the rights that they have now.
   */
  async close(sessionId: string | null): Promise<void> {
    for (const { socket } of this.#sockets.of(sessionId)) this.#left(socket);
    this.#sockets.closeOf(sessionId);
    const open = this.#viewers.conversations(sessionId);
    await Promise.all(open.map(async (id) => conversationStub(this.env, id).close(sessionId)));
  }

  /** Templates of `owner` (a WhatsApp business account or page) are others now: every page is told. */
  async templatesChanged(owner: string): Promise<void> {
    const text = JSON.stringify({ t: 'templates', now: Date.now(), owner } satisfies ListFrame);
    for (const { socket } of this.#sockets.ready()) sendTo(socket, text);
  }

  /** Somebody of the team or a group is not what they were: every page of this shard is told all of both. @throws when D1 fails */
  async directoryChanged(): Promise<void> {
    await this.#directoryTeller.changed();
  }

  /** Whom a conversation goes to by itself; of shard 0 alone (worker/assigning/chooser.ts). @throws when D1 fails */
  async choose(sought: Sought): Promise<Chosen> {
    return this.#chooser.choose(sought);
  }

  /** Somebody may be given more now: what waits for that asks again. Of shard 0 alone. */
  async offerWaiting(): Promise<void> {
    await this.#chooser.offerWaiting();
  }

  /** A person read these, or (none) has other settings: all their pages are told. */
  async noticesRead(personId: string, ids: readonly string[]): Promise<void> {
    const text = JSON.stringify({ t: 'noticed', now: Date.now(), ids } satisfies ListFrame);
    for (const { socket, seat } of this.#sockets.ready())
      if (seat.actor.id === personId) sendTo(socket, text);
  }

  override async fetch(request: Request): Promise<Response> {
    return this.#sockets.accept(seatOf(request));
  }

  override async webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): Promise<void> {
    const frame = typeof data === 'string' ? readClientFrame(data) : null;
    if (frame?.t === 'hello') this.#welcome(socket);
    else if (frame?.t === 'watch') this.#watch(socket, frame);
    else if (frame?.t === 'at') await this.#presence.at(socket, frame);
    else socket.close(closeCodes.badFrame, 'badFrame');
  }

  override async webSocketClose(socket: WebSocket, code: number): Promise<void> {
    this.#left(socket);
    this.#sockets.closed(socket, code);
  }

  override async webSocketError(socket: WebSocket): Promise<void> {
    this.#left(socket);
  }

  #left(socket: WebSocket): void {
    this.#presence.leave(socket);
    this.#watchers.left(socket);
  }

  #welcome(socket: WebSocket): void {
    this.#sockets.markReady(socket);
    const present = this.#presence.seenBy(this.#sockets.seat(socket).actor);
    const rows = this.#unwrittenFor(socket);
    const { at: directoryAt } = this.#directoryTeller;
    const team = directoryAt !== null && { directoryAt };
    this.#send(socket, { t: 'welcome', v: protocolVersion, now: Date.now(), rows, present, ...team });
  }

  #watch(socket: WebSocket, { tab, filter }: Watch): void {
    const seat = this.#sockets.seat(socket);
    this.#sockets.put(socket, { ...seat, watch: { tab, filter } });
    if (!seat.ready) return;
    this.#send(socket, { t: 'rows', now: Date.now(), rows: this.#unwrittenFor(socket), gone: [] });
  }

  /** What D1 may not show yet; what it shows already, the client reads there after this. */
  #unwrittenFor(socket: WebSocket): Head[] {
    if (!this.#writer.settled) this.#watchers.cameLate(socket);
    const { actor } = this.#sockets.seat(socket);
    const newest = this.#writer.unwritten.map((head) => this.#watchers.told(head.id) ?? head);
    return newest.filter((head) => can(actor, 'conversation.see', head));
  }

  #send(socket: WebSocket, frame: ListFrame): void {
    sendTo(socket, JSON.stringify(frame));
  }

  /** Whether everybody who watches knows this head, and everybody who comes will. */
  #isTold(head: Head): boolean {
    return this.#watchers.told(head.id)?.rev === head.rev && this.#writer.has(head);
  }

  #wrote(changes: readonly Written[], counted: boolean): void {
    this.#watchers.wrote(changes, this.#writer.settled);
    if (counted) this.#counter.counted();
    if (changes.some(freesSomebody)) this.ctx.waitUntil(chooserStub(this.env).offerWaiting());
  }

  /** Whose a conversation of this shard is; null where there is none. */
  #ownerOf(id: string): Ownership | null | Promise<Ownership | null> {
    const told = this.#watchers.told(id);
    if (told) return ownershipOf(told);
    const shards = shardsOf(this.env);
    return this.ctx.id.name === `inbox:${shardOf(id, shards)}` ? this.#askOwner(id) : null;
  }

  async #askOwner(id: string): Promise<Ownership | null> {
    try {
      const head = (await headsOf(this.env.DB, [id])).get(id);
      if (head) this.#watchers.learn(head);
    } catch (failure) {
      logFailure('inbox.owner-unreadable', failure, { id });
    }
    const told = this.#watchers.told(id);
    return told ? ownershipOf(told) : null;
  }
}

/** Whether somebody has one active conversation less. */
function freesSomebody({ before, after }: Written): boolean {
  if (!before?.assignee || before.archived) return false;
  return !after || after.archived || after.assignee?.id !== before.assignee.id;
}

const ownershipOf = ({ assignee, groupId }: Ownership): Ownership => ({ assignee, groupId });
