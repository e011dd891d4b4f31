/** Customers of the three channels as tests in workerd meet them: they write, and are answered through the API. */
import { expect } from 'vitest';
import type { Channel } from '#domain/channel.ts';
import type { ConversationView } from '#domain/http.ts';
import type { CustomerName } from '../channels/channel.ts';
import { command, until, webhook } from './door.ts';
import { acceptedAs, acceptedMid } from './graph.ts';
import { bodyOf, from, messagingBody, saying } from './meta.ts';

export type Customer = { readonly channel: Channel; readonly id: string; readonly name: CustomerName };

export const everyChannel: readonly Channel[] = ['whatsapp', 'messenger', 'instagram'];
export const sides = ['messenger', 'instagram'] as const;
export const hour = 60 * 60 * 1000;

const kinds = { whatsapp: 'phone', messenger: 'psid', instagram: 'igsid' } as const;
let next = 15560000000;

/** A body that must be taken. */
export async function take(body: unknown): Promise<void> {
  const answer = await webhook(body);
  expect(answer.status).toBe(200);
}

/** The customer writes at `at` (ms), under Meta's id `in.<customer>` unless another is given. */
export async function write({ channel, id }: Customer, at: number, mid = `in.${id}`): Promise<void> {
  if (channel === 'whatsapp') return take(bodyOf(saying({ id: mid, from: id, at })));
  await take(messagingBody(channel, from(id, at, { message: { mid, text: 'Hello' } })));
}

/** A customer that no other test of this file has spoken to, who wrote `ago` ms ago. */
export async function somebody(channel: Channel, ago = hour): Promise<Customer> {
  next += 1;
  const customer: Customer = { channel, id: String(next), name: `${kinds[channel]}:${next}` };
  await write(customer, Date.now() - ago);
  return customer;
}

/** Meta's answer that accepts a message, as `channel` gives it. */
export function acceptedOn(channel: Channel, id: string): Response {
  return channel === 'whatsapp' ? acceptedAs(id) : acceptedMid(id);
}

export const ofUs = ({ messages }: ConversationView) =>
  messages.filter(({ direction }) => direction === 'out');
export const statesOf = (seen: ConversationView) => ofUs(seen).map(({ delivery }) => delivery?.state);

type Part = { readonly quotes?: string; readonly asHumanAgent?: true };
export type Answering = { readonly cookie: string } & Part;

/** The person of `cookie` answers with `text`; returns the client id. */
export async function say({ name }: Customer, text: string, { cookie, ...part }: Answering): Promise<string> {
  const clientId = crypto.randomUUID();
  const draft = { kind: 'text', text } as const;
  const answer = await command(name, cookie, { type: 'send', clientId, draft, ...part });
  expect(answer.status).toBe(200);
  return clientId;
}

/** Waits until our messages are in these states, in their order. */
export async function inStates(
  { name }: Customer,
  cookie: string,
  states: readonly string[],
): Promise<ConversationView> {
  return until(name, cookie, (seen) => statesOf(seen).join() === states.join());
}
