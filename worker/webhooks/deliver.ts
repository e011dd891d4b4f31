/** Events sorted by conversation: one call per object and body; done only when all have committed. */
import type { Broken, ChannelEvent, ConversationEvent, CustomerName, Parsed } from '../channels/channel.ts';
import { conversationId, conversationStub } from '../conversation/id.ts';
import type { Batch } from '../conversation/ingest.ts';
import type { Env } from '../env.ts';
import { encloseEvent } from '../letters/envelope.ts';
import { keepLetters } from '../letters/letters.ts';

type Group = { names: CustomerName[]; events: ConversationEvent[] };

/** Objects that are called at the same time. */
const atOnce = 50;

function join(groups: Map<string, Group>, keys: readonly string[]): Group {
  const [first = { names: [], events: [] }, ...rest] = new Set(keys.flatMap((key) => groups.get(key) ?? []));
  for (const other of rest) {
    first.names.push(...other.names);
    first.events.push(...other.events);
    for (const [key, group] of groups) if (group === other) groups.set(key, first);
  }
  for (const key of keys) groups.set(key, first);
  return first;
}

/** Events that share any name of a customer go together, in the order of the body. */
export function sortByConversation(events: readonly ConversationEvent[]): Batch[] {
  const groups = new Map<string, Group>();
  const order = new Map(events.map((event, index) => [event, index]));
  for (const event of events) {
    // Those of no customer stand together, so that they are not lost on the way.
    const names = event.names.length > 0 ? event.names : [null];
    const keys = names.map((name) => JSON.stringify([event.channel, event.accountId, name]));
    const group = join(groups, keys);
    group.events.push(event);
    group.names.push(...event.names.filter((name) => !group.names.includes(name)));
  }
  return [...new Set(groups.values())].map(({ names, events: own }) => {
    const sorted = own.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
    const { channel, accountId } = sorted[0] as ConversationEvent;
    const strongestFirst = [...new Set(names)].sort((a, b) => Number(isWeak(a)) - Number(isWeak(b)));
    return { line: { channel, accountId }, names: strongestFirst, events: sorted };
  });
}

const isWeak = (name: CustomerName): boolean => name.startsWith('phone:');

async function deliverOne(env: Env, batch: Batch): Promise<Broken[]> {
  const { channel } = batch.line;
  const letter = (reason: string, event: ConversationEvent | undefined): Broken => ({
    channel,
    reason,
    raw: encloseEvent(event),
  });
  const [name] = batch.names;
  if (name === undefined) return batch.events.map((event) => letter('event of no customer', event));
  const id = await conversationId(batch.line, name);
  const { poison } = await conversationStub(env, id).ingest(batch);
  return poison.map(({ index, reason }) => letter(reason, batch.events[index]));
}

async function settled(env: Env, events: readonly ChannelEvent[]) {
  const batches = sortByConversation(events.filter((event) => event.type !== 'account'));
  const poison: Broken[] = [];
  const failures: unknown[] = [];
  for (let start = 0; start < batches.length; start += atOnce) {
    const results = await Promise.allSettled(
      batches.slice(start, start + atOnce).map(async (batch) => deliverOne(env, batch)),
    );
    for (const result of results) {
      if (result.status === 'fulfilled') poison.push(...result.value);
      else failures.push(result.reason);
    }
  }
  return { poison, failures };
}

function throwIfAny(failures: readonly unknown[]): void {
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} conversations did not commit`);
}

/**
 * Hands the events of conversations over to their objects, and gives those on which the rules' own code broke.
 * @throws when an object did not commit, after the others have
 */
export async function handOver(env: Env, events: readonly ChannelEvent[]): Promise<Broken[]> {
  const { poison, failures } = await settled(env, events);
  throwIfAny(failures);
  return poison;
}

/**
 * Hands everything over that a body says. Conversations come first and need no D1: a body without letters never touches
 * it. Letters that D1 does not take fail the body all the same: they live nowhere else, Meta comes again with all of it, and
 * what did commit is nothing new then.
 * @throws when something did not commit: Meta must come again
 */
export async function deliver(env: Env, parsed: Parsed, now: number): Promise<void> {
  const { poison, failures } = await settled(env, parsed.events);
  const accountEvents = parsed.events.filter((event) => event.type === 'account');
  await keepLetters(env, { accountEvents, broken: [...parsed.broken, ...poison], now });
  throwIfAny(failures);
}
