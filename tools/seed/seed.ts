/** Brings in the sample business, through real doors only: the API as a person would, customers by signed webhooks. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Draft } from '#domain/draft.ts';
import type { Head } from '#domain/head.ts';
import type { CommandBody } from '#domain/command.ts';
import { Meta, Visitor } from './doors.ts';
import { sortAll } from './sort.ts';
import { instagramCustomers, messengerCustomers } from './page-people.ts';
import {
  accounts,
  admin,
  password,
  team,
  whatsappCustomers,
  type Act,
  type Customer,
  type Said,
} from './people.ts';

export type World = { readonly product: string; readonly simulator: string };
type Account = (typeof accounts)[keyof typeof accounts];

const customers = [...whatsappCustomers, ...messengerCustomers, ...instagramCustomers];
const accountOf = ({ account }: Customer): Account => accounts[account];

/** The account as Meta knows it. */
function atMeta({ channel, name, handle, token, parentId }: Account): object {
  switch (channel) {
    case 'whatsapp':
      // Used in the phone app too, so that edits and revokes are told as such.
      return { wabaId: parentId, name, displayNumber: handle, token, coexistence: true };
    case 'messenger':
      return { channel, name, token };
    case 'instagram':
      return { channel, name, username: handle, pageId: parentId, token };
  }
}

async function furnish(boss: Visitor, meta: Meta): Promise<void> {
  await boss.setUp(admin);
  for (const person of team) await boss.addPerson(person);
  for (const account of Object.values(accounts)) {
    // Meta first: the product may ask it about the account at once.
    await meta.addAccount(account.id, atMeta(account));
    const isPage = account.channel === 'messenger';
    await boss.addAccount({
      ...account,
      humanAgent: account.channel !== 'whatsapp',
      utilityTemplates: isPage,
    });
  }
}

/** The customer does what is said; `at` this time in ms, now if left out. */
async function say(meta: Meta, customer: Customer, { said, at }: { said: Said; at?: number }): Promise<void> {
  const accountId = accountOf(customer).id;
  const when = at === undefined ? {} : { at };
  if (typeof said === 'string') return meta.does(customer.phone, 'say', { accountId, text: said, ...when });
  const { deed = 'say', onto, ...body } = said;
  const target = onto === undefined ? {} : { messageId: await meta.newestAnswer(customer.phone, accountId) };
  await meta.does(customer.phone, deed, { accountId, ...body, ...target, ...when });
}

async function write(meta: Meta, customer: Customer, now: number): Promise<void> {
  const { phone, name, traits, wrote } = customer;
  const { channel } = accountOf(customer);
  await meta.changeCustomer(phone, { channel, name, online: true, ...traits });
  for (const [ago, said] of wrote) await say(meta, customer, { said, at: now - ago * 60_000 });
}

/** Whether the row is this customer's: names of Messenger and Instagram come a moment later than their messages. */
function isOf(head: Head, customer: Customer): boolean {
  return head.accountId === accountOf(customer).id && head.name === customer.name;
}

/** Waits until the list shows everyone by name; answers the conversations by customer. */
async function conversationsOf(boss: Visitor): Promise<ReadonlyMap<Customer, Head>> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    const heads = await boss.conversations();
    const found = new Map<Customer, Head>();
    for (const customer of customers) {
      const head = heads.find((one) => isOf(one, customer));
      if (head) found.set(customer, head);
    }
    if (found.size === customers.length) return found;
    if (performance.now() > deadline) {
      throw new Error(
        `The list shows ${found.size} of ${customers.length} sample conversations; see .play/product.log.`,
      );
    }
    await pause(250);
  }
}

/** `appointment_reminder` of the simulator, filled in. */
function invitation(customer: string, day: string): Draft {
  const text = `Hello ${customer}, we see you on ${day} in our showroom. Does that still suit you?`;
  const body = [
    { type: 'text' as const, name: 'customer', text: customer },
    { type: 'text' as const, name: 'day', text: day },
  ];
  const buttons = ['Yes', 'Another day'].map((title) => ({ type: 'reply' as const, id: title, title }));
  return {
    ...{ kind: 'template', name: 'appointment_reminder', language: 'en' },
    values: { header: [], body, buttons: [] },
    shown: { text, buttons },
  };
}

function commandOf(act: Act, head: Head): CommandBody {
  const clientId = randomUUID();
  switch (act.does) {
    case 'read':
      return { type: 'read', clientId, rev: head.rev };
    case 'archive':
      return { type: 'archive', clientId };
    case 'comment':
      return { type: 'comment', clientId, text: act.text };
    case 'send':
      return { type: 'send', clientId, draft: { kind: 'text', text: act.text } };
    case 'invite':
      return { type: 'send', clientId, draft: invitation(head.name, act.day) };
  }
}

async function signedIn(url: string, email: string): Promise<Visitor> {
  const visitor = new Visitor(url);
  await visitor.signIn(email, password);
  return visitor;
}

type Agents = { readonly ana: Visitor; readonly tom: Visitor };

async function teamActs(boss: Visitor, meta: Meta, agents: Agents): Promise<void> {
  for (const [customer, head] of await conversationsOf(boss)) {
    if (customer.then === 'is offline') await meta.changeCustomer(customer.phone, { online: false });
    if (customer.then === 'has blocked us') await meta.changeCustomer(customer.phone, { blocked: true });
    for (const act of customer.acts ?? []) await agents[act.by].command(head.id, commandOf(act, head));
  }
  await meta.flush();
}

/** A reaction or a look needs the answer on the phone: it leaves the product a moment after the command. */
async function answersArrive(meta: Meta): Promise<void> {
  const deadline = performance.now() + 30_000;
  for (const customer of customers) {
    if (!customer.answers || !customer.acts?.some(({ does }) => does === 'send')) continue;
    while ((await meta.newestAnswer(customer.phone, accountOf(customer).id)) === undefined) {
      if (performance.now() > deadline) throw new Error(`No answer reached the phone of ${customer.name}.`);
      await pause(100);
    }
  }
}

async function customersAnswer(meta: Meta): Promise<void> {
  await answersArrive(meta);
  for (const customer of customers) {
    if (customer.then === 'looks') await meta.open(customer.phone, accountOf(customer).id);
  }
  // Meta's times are whole seconds: an answer in the same second would stand before what it answers.
  await pause(1100);
  for (const customer of customers) {
    for (const said of customer.answers ?? []) await say(meta, customer, { said });
  }
  await meta.flush();
}

/** Fills an empty product. */
export async function seed({ product, simulator }: World): Promise<void> {
  const boss = new Visitor(product);
  const meta = new Meta(simulator);
  await furnish(boss, meta);
  const now = Date.now();
  for (const customer of customers) await write(meta, customer, now);
  await meta.flush();
  const agents = { ana: await signedIn(product, team[0].email), tom: await signedIn(product, team[1].email) };
  await teamActs(boss, meta, agents);
  await sortAll({ boss, ana: agents.ana, heads: await conversationsOf(boss) });
  await customersAnswer(meta);
}
