/** Whose events are these? Names, signposts and claims, then the events themselves. */
import { newHead } from '#domain/head.ts';
import type { ConversationEvent, CustomerName } from '../channels/channel.ts';
import type { Env } from '../env.ts';
import { log } from '../log.ts';
import { wantJoin } from './join.ts';
import type { Change } from './change.ts';
import { learnNames } from './customer.ts';
import { beginsConversation, decideEvent } from './decide-event.ts';
import { nothingAnswered } from './decide-waiting.ts';
import { conversationId, conversationStub, type Line } from './id.ts';
import { settle } from './settle.ts';
import { blankState, type Parked, type State } from './state.ts';
import type { Store } from './store.ts';

/** What one webhook body says of one customer. */
export type Batch = {
  readonly line: Line;
  /** Every name that the events show, strongest first. */
  readonly names: readonly CustomerName[];
  readonly events: readonly ConversationEvent[];
  /** A signpost sent it here: begin here if nothing is here yet. */
  readonly forwarded?: boolean;
  /** Names whose objects are being taken care of by the sender. */
  readonly settled?: readonly CustomerName[];
  /** Reports that waited in an object which became a signpost. */
  readonly parked?: readonly Parked[];
};

/** An event that broke the rules' own code: for the dead letters (R-40). */
export type Poison = { readonly index: number; readonly reason: string };
export type Ingested = { readonly id: string; readonly poison: readonly Poison[] };

export type Claim = {
  /** Id of the conversation that the customer of this name belongs to, as far as the sender knows. */
  readonly by: string;
  /** What to take in if the conversation is here after all; null when there is nothing. */
  readonly batch: Batch | null;
  /** Whoever points there points to `by` from now on. */
  readonly instead?: string;
};
export type Claimed = Ingested & { readonly held: boolean; readonly parked?: readonly Parked[] };

type Host = {
  apply(batch: { readonly start: State; readonly steps: readonly ((change: Change) => void)[] }): Poison[];
};

/** A conversation that has not begun yet. */
export function newState(id: string, line: Line, now: number): State {
  return {
    ...blankState,
    answered: nothingAnswered,
    head: newHead({ id, channel: line.channel, accountId: line.accountId, createdAt: now }),
  };
}

const begins = (batch: Batch): boolean => batch.events.some(beginsConversation);

export class Ingest {
  readonly #env: Env;
  readonly #store: Store;
  readonly #host: Host;

  constructor(env: Env, store: Store, host: Host) {
    this.#env = env;
    this.#store = store;
    this.#host = host;
  }

  /** Takes a batch in, here or where the signpost points. */
  async ingest(id: string, batch: Batch): Promise<Ingested> {
    const target = this.#store.signpost();
    if (target !== null) return this.#forward(target, batch);
    const held = await this.#claimOthers(id, batch);
    if (held) return held;
    // While others were asked, somebody may have claimed this object.
    const since = this.#store.signpost();
    if (since !== null) return this.#forward(since, batch);
    return { id, poison: this.#apply(id, batch) };
  }

  async claim(id: string, { by, batch, instead }: Claim): Promise<Claimed> {
    const target = this.#store.signpost();
    // Reports that wait here are handed over each time: the last answer may have been lost.
    const parked = this.#store.allParked();
    if (target === by) return { id: by, held: false, poison: [], parked };
    if (target !== null && target === instead) {
      this.#store.pointTo(by);
      return { id: by, held: false, poison: [] };
    }
    if (target !== null) {
      const poison = batch ? (await this.#forward(target, batch)).poison : [];
      return { id: target, held: true, poison };
    }
    if (this.#store.state()) return { id, held: true, poison: batch ? this.#apply(id, batch) : [] };
    if (batch && !begins(batch)) return { id: by, held: false, poison: [] };
    this.#store.pointTo(by);
    return { id: by, held: false, poison: [], parked };
  }

  async #forward(target: string, batch: Batch): Promise<Ingested> {
    const ingested = await conversationStub(this.#env, target).ingest({ ...batch, forwarded: true });
    // A signpost never points to a signpost.
    if (ingested.id !== target) this.#store.pointTo(ingested.id);
    return ingested;
  }

  /** Asks the objects of the customer's other names; answers when one of them holds the conversation. */
  async #claimOthers(id: string, batch: Batch): Promise<Ingested | null> {
    const known = this.#store.state();
    if (!known && batch.forwarded) return null;
    const strange = batch.names.filter(
      (name) => !known?.names.includes(name) && !batch.settled?.includes(name),
    );
    const claimed: string[] = [];
    for (const name of strange) {
      const other = await conversationId(batch.line, name);
      if (other === id) continue;
      const holder = await this.#claimOne({ id, other, known }, batch);
      // Taken over while it asked: the rest is the other conversation's to find out.
      if (known && this.#store.signpost() !== null) return null;
      if (holder) {
        // Those that were claimed for this object belong to the holder, too: no signpost to a signpost.
        const move: Claim = { by: holder.id, batch: null, instead: id };
        await Promise.all(claimed.map(async (one) => conversationStub(this.#env, one).claim(move)));
        return holder;
      }
      claimed.push(other);
    }
    return null;
  }

  async #claimOne(
    asked: { readonly id: string; readonly other: string; readonly known: State | null },
    batch: Batch,
  ): Promise<Ingested | null> {
    const { id, other, known } = asked;
    const parked = [...(batch.parked ?? []), ...this.#store.allParked()];
    const handed: Batch | null = known ? null : { ...batch, settled: batch.names, parked };
    const claimed: Claimed = await conversationStub(this.#env, other).claim({ by: id, batch: handed });
    if (known && this.#store.signpost() !== null) return null;
    if (!claimed.held) {
      const lost = claimed.parked?.length
        ? this.#apply(id, { ...batch, events: [], parked: claimed.parked })
        : [];
      for (const { reason } of lost) log('conversation.report-lost', { id, reason });
      return null;
    }
    if (known) {
      // Both have grown apart before anyone knew: one of them takes the other in.
      this.#host.apply({ start: known, steps: [(change) => wantJoin(change, claimed.id)] });
      return null;
    }
    this.#store.pointTo(claimed.id);
    this.#store.dropParked();
    return claimed;
  }

  #apply(id: string, batch: Batch): Poison[] {
    const known = this.#store.state();
    const naming = known || begins(batch) ? [(change: Change) => learnNames(change, batch.names)] : [];
    const handed = (batch.parked ?? []).map((parked) => (change: Change) => settle(change, parked));
    const before = [...naming, ...handed];
    const steps = [...before, ...batch.events.map((event) => (change: Change) => decideEvent(change, event))];
    const start = known ?? newState(id, batch.line, Date.now());
    return this.#host
      .apply({ start, steps })
      .map(({ index, reason }) => ({ index: Math.max(0, index - before.length), reason }));
  }
}
