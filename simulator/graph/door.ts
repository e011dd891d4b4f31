/** Who asks the Graph API: the token, and what it may touch. */
import type { Context } from 'hono';
import type { Account } from '../control.ts';
import { readSettings } from '../kept.ts';
import { findCustomer } from '../phones/customers.ts';
import type { Simulation } from '../simulation.ts';
import { accountsOfToken } from './accounts.ts';
import { badTokenAnswer, unknownObjectAnswer, type GraphAnswer } from './errors.ts';
import { takeFault } from './faults.ts';
import type { Occasion } from './fault.ts';
import { playFault, type Handled } from './play-fault.ts';

/** Scheme, host and port of this simulator as the product knows it; else as the caller reached it. */
export function baseOf({ sql }: Simulation, c: Context): string {
  return readSettings(sql).publicUrl ?? new URL(c.req.url).origin;
}

function tokenOf(c: Context): string | null {
  const bearer = /^(?:Bearer|OAuth) (.+)$/i.exec(c.req.header('Authorization') ?? '')?.[1];
  return bearer ?? c.req.query('access_token') ?? null;
}

export type Caller = { readonly accounts: readonly Account[] };

/** The accounts of the caller's token, or the answer that says no. */
export function callerOf({ sql }: Simulation, c: Context): Caller | { no: GraphAnswer } {
  const token = tokenOf(c);
  const accounts = token === null ? [] : accountsOfToken(sql, token);
  return accounts.length === 0 ? { no: badTokenAnswer() } : { accounts };
}

type Verb = 'get' | 'post' | 'delete';
type Asked = { readonly verb: Verb; readonly id: string };

/** The account by its own id, by `me`, or an Instagram account by its page. */
function named({ accounts }: Caller, id: string): readonly Account[] {
  return accounts.filter((one) => id === 'me' || one.id === id || one.pageId === id);
}

/** The account that the caller may use, or the answer that says no. Its own id wins over its page's. */
export function admit(
  simulation: Simulation,
  c: Context,
  { verb, id }: Asked,
): { account: Account } | { no: GraphAnswer } {
  const caller = callerOf(simulation, c);
  if ('no' in caller) return caller;
  const all = named(caller, id);
  const account = all.find((one) => one.id === id) ?? all[0];
  return account === undefined ? { no: unknownObjectAnswer(verb, id) } : { account };
}

/** The account that a message to this recipient leaves from: a page speaks for its Instagram account too. */
export function admitSender(
  simulation: Simulation,
  c: Context,
  { id, text }: { id: string; text: string },
): { account: Account } | { no: GraphAnswer } {
  const admitted = admit(simulation, c, { verb: 'post', id });
  const caller = callerOf(simulation, c);
  if ('no' in admitted || 'no' in caller) return admitted;
  const to = /"recipient"\s*:\s*\{\s*"id"\s*:\s*"(\d+)"/.exec(text)?.[1];
  const channel = to === undefined ? undefined : findCustomer(simulation.sql, to)?.channel;
  const better = named(caller, id).find((one) => one.channel === channel);
  return better === undefined ? admitted : { account: better };
}

/** Answers as usual unless a fault is due for this occasion. */
export async function guarded(
  simulation: Simulation,
  { account, occasion }: { account: Account; occasion: Occasion },
  act: () => Promise<GraphAnswer | Response> | GraphAnswer | Response,
): Promise<Response> {
  const asker = { channel: account.channel, accountId: account.id };
  return playFault(takeFault(simulation.sql, occasion, account.id), {
    asker,
    act: async (): Promise<Handled> => ({
      ...{ answer: await act(), outcome: 'accepted', code: null, wamid: null },
    }),
    log: () => simulation.changed(),
    resetting: simulation.resetting,
  });
}
