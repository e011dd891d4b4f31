/** Anything may come in any order, for tests: random operations on a conversation, beside a second, slower account of it. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { deliverySteps } from '#domain/delivery.ts';
import type { Actor } from '#domain/permission.ts';
import type { Command } from '../conversation/decide-command.ts';
import type { OutboxRow } from '../conversation/state.ts';
import {
  ana,
  boss,
  day,
  echoed,
  edited,
  heard,
  hour,
  minute,
  noticed,
  reacted,
  reported,
  results,
  rui,
  sends,
  unsent,
  unspoken,
} from './events.ts';
import { Memory } from './memory.ts';

const few = fc.nat(7);
/** Mostly one of the newest sends. */
const recent = fc.oneof(fc.constant(0), fc.nat(3));
/** Up to two days ago, or up to ten minutes in the future. */
const ago = fc.integer({ min: -10 * minute, max: 2 * day });
const step = fc.constantFrom(...deliverySteps.slice(1), 'failed' as const);
const result = fc.constantFrom('accepted', 'failed', 'closed', 'unknown', 'later');
const outgoing = fc.constantFrom('send', 'leave');
const plain = fc.constantFrom('unread', 'archive', 'reopen', 'comment', 'react', 'ring', 'restart');
const amendment = fc.constantFrom('reaction', 'edit', 'unsend', 'take back');
export const operation = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('hear'), n: few, ago, speaks: fc.boolean() }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('report'), n: recent, ago, step, ours: fc.boolean() }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('answer'), result }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('amend'), n: few, ago, amendment, said: few }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('echo'), n: few, ago, echo: fc.constant(true) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('call'), n: few, ago, call: fc.constant(true) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('read'), back: few }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('tick'), ms: fc.nat(3 * hour) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('assign'), to: fc.constantFrom(ana, rui, null) }) },
  { weight: 8, arbitrary: fc.record({ do: outgoing }) },
  { weight: 6, arbitrary: fc.record({ do: plain }) },
);
export type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;
type Reporting = Extract<Operation, { step: unknown }>;
type Amending = Extract<Operation, { amendment: unknown }>;

/** The conversation beside a second, slower account of it. */
export class World {
  readonly memory = new Memory();
  openedAt: number | null = null;
  /** Meta's latest word against the window. */
  closedAt = 0;
  /** The rev in which each unread message arrived. */
  unread: number[] = [];
  readonly heard = new Set<string>();
  /** An answer from here on (ms) ends what R-27 began; null where it did not come back by itself. */
  cameBackAt: number | null = null;
  readonly sends: string[] = [];
  #leaving: OutboxRow | null = null;
  #commands = 0;

  constructor() {
    // With this one the window is open for a day.
    this.#hear('first', this.memory.now, true);
  }

  do(one: Operation): void {
    if ('speaks' in one) this.#hear(`in${one.n}`, this.memory.now - one.ago, one.speaks);
    else if ('step' in one) this.#report(one);
    else if ('result' in one) this.#answer(one.result);
    else if ('amendment' in one) this.#amend(one);
    else if ('echo' in one) this.#echo(`e${one.n}`, this.memory.now - one.ago);
    else if ('call' in one) this.#call(`call${one.n}`, this.memory.now - one.ago);
    else if ('back' in one) this.#read(one.back);
    else if ('ms' in one) this.memory.now += one.ms;
    else if ('to' in one) this.#ask((clientId) => ({ type: 'assign', clientId, to: one.to }), boss);
    else this.#plain(one.do);
  }

  #plain(what: string): void {
    if (what === 'send') this.#send();
    else if (what === 'leave') this.#leaving ??= this.memory.leave();
    else if (what === 'unread') this.#markUnread();
    else if (what === 'comment') this.#ask((clientId) => ({ type: 'comment', clientId, text: 'x' }));
    else if (what === 'react')
      this.#ask((clientId) => ({ type: 'react', clientId, messageId: 'first', emoji: '👍' }));
    else if (what === 'archive') this.#archive();
    else if (what === 'reopen') this.#ask((clientId) => ({ type: 'reopen', clientId }));
    else if (what === 'ring') this.memory.ring();
    else this.#restart();
  }

  #ask(command: (clientId: string) => Command, by: Actor = ana) {
    this.#commands += 1;
    const clientId = `c${this.#commands}`;
    return { clientId, ...this.memory.ask(by, command(clientId)) };
  }

  #archive(): void {
    const { refusal } = this.#ask((clientId) => ({ type: 'archive', clientId }));
    if (!refusal) this.cameBackAt = null;
  }

  /** Up to when our messages answer (ms): the latest that neither failed nor was taken back. */
  get answeredUpTo(): number {
    const times = this.memory.messages.flatMap(({ direction, content, delivery, at, covers = 0 }) =>
      direction === 'out' && content.kind !== 'unsent' && delivery?.state !== 'failed' ? [at, covers] : [],
    );
    return Math.max(0, ...times);
  }

  /** The customer does something at `at` that brings an archived conversation back. */
  #comesBack(at: number): void {
    const believed = at > this.memory.now + 5 * minute ? this.memory.now : at;
    if (this.memory.head.archived) this.cameBackAt = Math.max(believed, this.answeredUpTo + 1);
  }

  #call(id: string, at: number): void {
    const happening = { what: 'call', from: 'customer', state: 'ringing' } as const;
    if (!this.memory.message(id)) {
      this.#comesBack(at);
      const openedAt = at > this.memory.now + 5 * minute ? this.memory.now : at;
      this.openedAt = Math.max(this.openedAt ?? 0, openedAt);
    }
    this.memory.hear(noticed({ id, at, happening, opens: true, reopens: true }));
    expect(this.memory.hear(noticed({ id, at, happening, opens: true, reopens: true })).empty).toBe(true);
  }

  #hear(id: string, at: number, speaks: boolean): void {
    const { memory } = this;
    const event = speaks ? heard({ id, at }) : unspoken({ id, at });
    if (speaks && !this.heard.has(id)) this.#comesBack(at);
    const change = memory.hear(event);
    expect(change.empty).toBe(this.heard.has(id));
    if (!this.heard.has(id) && speaks) {
      const openedAt = at > memory.now + 5 * minute ? memory.now : at;
      this.openedAt = Math.max(this.openedAt ?? 0, openedAt);
      this.unread.push(change.rev);
      expect(memory.head.archived).toBe(false);
    }
    this.heard.add(id);
    expect(memory.hear(event).empty).toBe(true);
  }

  get expiry(): number | null {
    const { openedAt, closedAt } = this;
    if (openedAt === null) return null;
    return closedAt > openedAt ? Math.min(openedAt + day, closedAt) : openedAt + day;
  }

  /** Of a message of the customer's, or of one that never comes. */
  #amend({ n, ago: age, amendment: kind, said }: Amending): void {
    const at = this.memory.now - age;
    const isOurs = kind === 'take back';
    const target = isOurs ? `e${n}` : `in${n}`;
    const event =
      kind === 'reaction'
        ? reacted({ target, at, id: `r${at}`, emoji: said > 3 ? '' : `${said}` })
        : kind === 'edit'
          ? edited({ target, at, id: `x${at}`, text: `${said}` })
          : unsent({ target, at, from: isOurs ? 'business' : 'customer' });
    this.memory.hear(event);
    expect(this.memory.hear(event).changed).toBe(false);
  }

  #echo(id: string, at: number): void {
    this.memory.hear(echoed({ id, at }));
    expect(this.memory.hear(echoed({ id, at })).empty).toBe(true);
  }

  #report({ n, ago: age, step: told, ours }: Reporting): void {
    const clientId = this.sends.at(-1 - n);
    const event = reported({
      id: clientId ? `wamid.${clientId}` : `stray.${n}`,
      step: told,
      at: this.memory.now - age,
      ...(ours && clientId && { callbackId: clientId }),
    });
    this.memory.hear(event);
    expect(this.memory.hear(event).empty).toBe(true);
  }

  #answer(kind: string): void {
    const row = this.#leaving;
    this.#leaving = null;
    if (!row) return;
    if (kind === 'accepted') this.memory.answer(row, results.accepted(`wamid.${row.messageId}`));
    else if (kind === 'failed') this.memory.answer(row, results.failed);
    else if (kind === 'closed') {
      this.memory.answer(row, results.closed('whatsapp'));
      this.closedAt = Math.max(this.closedAt, row.leftAt ?? 0);
    } else if (kind === 'unknown') this.memory.answer(row, results.unknown);
    else this.memory.answer(row, results.later());
  }

  #send(): void {
    const { refusal, clientId } = this.#ask((id) => sends(id, 'x'));
    if (refusal) return;
    this.sends.push(clientId);
    this.unread = [];
  }

  #read(back: number): void {
    const rev = Math.max(0, this.memory.head.rev - back);
    const { refusal } = this.#ask((clientId) => ({ type: 'read', clientId, rev }));
    if (!refusal) this.unread = this.unread.filter((arrivedIn) => arrivedIn > rev);
  }

  #markUnread(): void {
    const { refusal, change } = this.#ask((clientId) => ({ type: 'unread', clientId }));
    if (!refusal && this.unread.length === 0) this.unread.push(change.rev);
  }

  #restart(): void {
    this.#leaving = null;
    this.memory.restart();
  }
}

/** Runs random operations, with `check` after each of them. */
export function always(check: (world: World) => void): void {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 60, size: 'max' }), (operations) => {
      const world = new World();
      for (const one of operations) {
        world.do(one);
        check(world);
      }
    }),
    { seed: 7, numRuns: 300 },
  );
}
