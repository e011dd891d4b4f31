/** What an act of a customer stands on: the simulation, both sides, and the address of this simulator. */
import type { Account, Customer } from '../control.ts';
import { findAccount } from '../graph/accounts.ts';
import type { Simulation } from '../simulation.ts';
import { findCustomer } from './customers.ts';

export type Ground = {
  readonly simulation: Simulation;
  readonly account: Account;
  readonly customer: Customer;
  /** Scheme, host and port, for the addresses of files. */
  readonly base: string;
};

/** A sentence that says why not. */
export type No = { readonly error: string };

/** Both sides of a chat, or the sentence that says who is missing. */
export function meet(
  simulation: Simulation,
  { accountId, phone, base }: { accountId: string; phone: string; base: string },
): Ground | No {
  const customer = findCustomer(simulation.sql, phone);
  if (customer === null)
    return { error: `There is no customer ${phone}. Add one with PUT /control/customers/${phone}.` };
  const account = findAccount(simulation.sql, accountId);
  if (account === null)
    return { error: `There is no account ${accountId}. Add one with PUT /control/accounts/${accountId}.` };
  if (account.channel !== customer.channel)
    return {
      error: `${customer.name} is on ${customer.channel} and ${account.name} is on ${account.channel}. Choose two of one channel.`,
    };
  return { simulation, account, customer, base };
}

/** The same, and the customer's phone must be online. */
export function meetOnline(
  simulation: Simulation,
  who: { accountId: string; phone: string; base: string },
): Ground | No {
  const met = meet(simulation, who);
  if ('error' in met || met.customer.online) return met;
  return { error: `${met.customer.name} is offline. Put the phone online first.` };
}
