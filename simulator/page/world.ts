/** What the page knows: the simulator's state, the chosen phone, its chat; and what to do when it changes. */
import type { Account, ChatRow, Customer, Screen, State } from '../control.ts';
import { fetchScreen, fetchState, Refused } from './api.ts';

type Known = {
  readonly state: State;
  readonly customer: Customer | null;
  /** The chat on the chosen phone's screen; null while it shows its list. */
  readonly chat: { readonly account: Account; readonly screen: Screen } | null;
};
export type Show = (known: Known) => void;

let chosen: string | null = location.hash.slice(1) || null;
const shows: Show[] = [];
let fetching = false;
let again = false;

/** Calls `show` with everything known, now and after every change. */
export function onChange(show: Show): void {
  shows.push(show);
}

/** Chooses the phone in the middle. */
export function choose(phone: string): void {
  chosen = phone;
  history.replaceState(null, '', `#${phone}`);
  refresh();
}

/** The chats of one phone, newest first. */
export function chatsOf({ chats }: State, phone: string): ChatRow[] {
  return chats.filter((chat) => chat.phone === phone);
}

async function look(): Promise<Known> {
  const state = await fetchState();
  const customer = state.customers.find(({ phone }) => phone === chosen) ?? state.customers[0] ?? null;
  const open = customer && chatsOf(state, customer.phone).find((chat) => chat.open);
  const account = open && state.accounts.find(({ id }) => id === open.accountId);
  if (!customer || !account) return { state, customer, chat: null };
  return { state, customer, chat: { account, screen: await fetchScreen(customer.phone, account.id) } };
}

async function lookAndShow(): Promise<void> {
  fetching = true;
  try {
    do {
      again = false;
      const known = await look();
      for (const show of shows) show(known);
    } while (again);
  } finally {
    fetching = false;
  }
}

/** Fetches and shows; changes that come meanwhile are fetched once more. */
export function refresh(): void {
  again = true;
  if (!fetching) lookAndShow().catch(complain);
}

/** Does something, shows what came of it, and says so where it was refused. */
export function attempt(done: Promise<unknown>, said: (sentence: string) => void = complain): void {
  done.then(refresh, (error: unknown) => said(error instanceof Refused ? error.message : String(error)));
}

/** Says on the page what went wrong. */
function complain(error: unknown): void {
  const line = document.querySelector('#live');
  if (line) line.textContent = error instanceof Error ? error.message : String(error);
  line?.classList.add('broken');
}
