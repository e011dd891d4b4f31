/** Anything may come in any order: after every step the head must be what a recount of everything says. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { deliverySteps, type DeliveryState } from '#domain/delivery.ts';
import { previewOf } from '#domain/head.ts';
import { compareMessages } from '#domain/message.ts';
import type { Actor } from '#domain/permission.ts';
import {
  ana,
  boss,
  day,
  echoed,
  edited,
  heard,
  hour,
  minute,
  reacted,
  unspoken,
  reported,
  results,
  rui,
  sends,
  unsent,
} from '../testing/events.ts';
import { Memory } from '../testing/memory.ts';
import type { Command } from './decide-command.ts';
import { publicMessage, type OutboxRow } from './state.ts';

const few = fc.nat(7);
/** Mostly one of the newest sends. */
const recent = fc.oneof(fc.constant(0), fc.nat(3));
/** Up to two days ago, or up to ten minutes in the future. */
const ago = fc.integer({ min: -10 * minute, max: 2 * day });
const step = fc.constantFrom(...deliverySteps.slice(1), 'failed' as const);
const result = fc.constantFrom('accepted', 'failed', 'closed', 'unknown', 'later');
const outgoing = fc.constantFrom('send', 'leave');
const plain = fc.constantFrom('unread', 'archive', 'reopen', 'comment', 'react', 'ring', 'restart');
const amendment = fc.constantFrom('reaction', 'edit', 'unsend');
const operation = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('hear'), n: few, ago, speaks: fc.boolean() }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('report'), n: recent, ago, step, ours: fc.boolean() }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('answer'), result }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('amend'), n: few, ago, amendment, said: few }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('echo'), n: few, ago, echo: fc.constant(true) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('read'), back: few }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('tick'), ms: fc.nat(3 * hour) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('assign'), to: fc.constantFrom(ana, rui, null) }) },
  { weight: 8, arbitrary: fc.record({ do: outgoing }) },
  { weight: 6, arbitrary: fc.record({ do: plain }) },
);
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;
type Reporting = Extract<Operation, { step: unknown }>;
type Amending = Extract<Operation, { amendment: unknown }>;

/** The conversation beside a second, slower account of it. */
class World {
  readonly memory = new Memory();
  openedAt: number | null = null;
  /** Meta's latest word against the window. */
  closedAt = 0;
  /** The rev in which each unread message arrived. */
  unread: number[] = [];
  readonly heard = new Set<string>();
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
    else if (what === 'archive') this.#ask((clientId) => ({ type: 'archive', clientId }));
    else if (what === 'reopen') this.#ask((clientId) => ({ type: 'reopen', clientId }));
    else if (what === 'ring') this.memory.ring();
    else this.#restart();
  }

  #ask(command: (clientId: string) => Command, by: Actor = ana) {
    this.#commands += 1;
    const clientId = `c${this.#commands}`;
    return { clientId, ...this.memory.ask(by, command(clientId)) };
  }

  #hear(id: string, at: number, speaks: boolean): void {
    const { memory } = this;
    const event = speaks ? heard({ id, at }) : unspoken({ id, at });
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
    const target = `in${n}`;
    const event =
      kind === 'reaction'
        ? reacted({ target, at, id: `r${at}`, emoji: said > 3 ? '' : `${said}` })
        : kind === 'edit'
          ? edited({ target, at, id: `x${at}`, text: `${said}` })
          : unsent({ target, at });
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
function always(check: (world: World) => void): void {
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

it('unread is what arrived after the last read; a repeat changes nothing (R-2, R-3, R-24)', () => {
  always(({ memory, unread }) => expect(memory.head.unread).toBe(unread.length));
});

it('the preview is the newest by time (R-1, R-2)', () => {
  always(({ memory }) => {
    const shown = memory.messages.flatMap((message) => publicMessage(message) ?? []);
    const newest = shown.findLast((message) => previewOf(message) !== null);
    expect(memory.head.preview).toEqual(newest ? previewOf(newest) : null);
    expect(memory.head.lastAt).toBe(newest?.at ?? 0);
  });
});

it('arrival numbers every message once, from 1, without a hole (R-1)', () => {
  always(({ memory }) => {
    const numbers = memory.messages.map(({ seq }) => seq).sort((a, b) => a - b);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect(memory.messages).toEqual([...memory.messages].sort(compareMessages));
  });
});

it('the window ends 24 hours after the latest opener, or by Meta’s later word (R-12, R-13, R-14)', () => {
  always(({ memory, expiry }) => expect(memory.head.windowExpiresAt).toBe(expiry));
});

it('what changed since N is exactly what has rev > N (R-4)', () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 40, size: 'max' }), (operations) => {
      const world = new World();
      const { memory } = world;
      const seen = new Map<number, ReadonlyMap<string, string>>();
      const look = () => memory.messages.map((one) => [one.id, JSON.stringify({ ...one, rev: 0 })] as const);
      let last = 0;
      for (const one of operations) {
        world.do(one);
        expect(memory.head.rev - last).toBeGreaterThanOrEqual(0);
        last = memory.head.rev;
        seen.set(last, new Map(look()));
      }
      const now = new Map(look());
      for (const [rev, then] of seen) {
        const differs = [...now].filter(([id, text]) => then.get(id) !== text).map(([id]) => id);
        const since = memory.messages.filter((one) => one.rev > rev).map(({ id }) => id);
        expect(new Set(since)).toEqual(new Set(differs));
      }
    }),
    { seed: 8, numRuns: 300 },
  );
});

it('the outbox holds what is queued, in order, and one at most has left (R-19, R-21)', () => {
  always(({ memory }) => {
    const queued = memory.messages.filter(({ delivery }) => delivery?.state === 'queued');
    expect(memory.outbox.map(({ messageId }) => messageId).sort()).toEqual(queued.map(({ id }) => id).sort());
    expect(memory.outbox.map(({ seq }) => seq)).toEqual(
      memory.outbox.map(({ seq }) => seq).sort((a, b) => a - b),
    );
    expect(memory.outbox.filter(({ leftAt }) => leftAt !== null).length).toBeLessThanOrEqual(1);
  });
});

it('no delivery ever goes back, and what is unknown is never queued again (R-6, R-8)', () => {
  const order: readonly DeliveryState[] = [
    'queued',
    'unknown',
    'accepted',
    'sent',
    'failed',
    'delivered',
    'read',
  ];
  const rank = (state: DeliveryState) => (state === 'played' ? order.length : order.indexOf(state));
  const highest = new WeakMap<World, Map<string, number>>();
  always((world) => {
    const known = highest.get(world) ?? new Map<string, number>();
    highest.set(world, known);
    for (const { id, delivery } of world.memory.messages) {
      if (!delivery) continue;
      expect(rank(delivery.state)).toBeGreaterThanOrEqual(known.get(id) ?? 0);
      known.set(id, rank(delivery.state));
    }
  });
});

it('statuses and the answer may come in any order: the message ends the same (R-6, R-7, R-9)', () => {
  const parts = fc.uniqueArray(
    fc.constantFrom(...deliverySteps.slice(2), 'failed' as const, 'answer' as const),
  );
  const orders = parts.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }), fc.boolean()),
  );
  const end = (list: readonly string[], ours: boolean) => {
    const memory = new Memory();
    memory.hear(heard({ id: 'in' }));
    memory.ask(ana, sends('c1', 'x'));
    const row = memory.leave();
    for (const part of list.includes('answer') ? list : [...list, 'answer']) {
      const told = [...deliverySteps, 'failed' as const].find((one) => one === part);
      const callbackId = ours ? 'c1' : undefined;
      if (told) memory.hear(reported({ id: 'wamid.1', step: told, ...(callbackId && { callbackId }) }));
      else if (row) memory.answer(row, results.accepted('wamid.1'));
    }
    return memory.message('c1')?.delivery;
  };
  fc.assert(
    fc.property(orders, ([list, other, ours]) => {
      expect(end(other, ours)).toEqual(end(list, ours));
    }),
    { seed: 9, numRuns: 500 },
  );
});
