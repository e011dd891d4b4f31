/** Brings in the sample business, through real doors only: the API as a person would, customers by signed webhooks. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Head } from '#domain/head.ts';
import type { CommandBody } from '#domain/http.ts';
import { Meta, Visitor } from './doors.ts';
import { accounts, admin, customers, password, team, wabaId, type Act, type Customer } from './people.ts';

export type World = { readonly product: string; readonly simulator: string };

const accountOf = ({ account }: Customer): string => accounts[account === 'shop' ? 0 : 1].id;

async function furnish(boss: Visitor, meta: Meta): Promise<void> {
  await boss.setUp(admin);
  for (const person of team) await boss.addPerson(person);
  for (const { id, name, number, token } of accounts) {
    await boss.addAccount({ channel: 'whatsapp', id, name, handle: number, token });
    await meta.addAccount(id, { wabaId, name, displayNumber: number, token });
  }
}

async function write(meta: Meta, customer: Customer, now: number): Promise<void> {
  const { phone, name, traits, wrote } = customer;
  await meta.changeCustomer(phone, { name, online: true, ...traits });
  for (const [ago, text] of wrote) {
    await meta.say(phone, { accountId: accountOf(customer), text, at: now - ago * 60_000 });
  }
}

/** Waits until the list shows everyone; answers the conversations by name. */
async function conversationsByName(boss: Visitor): Promise<ReadonlyMap<string, Head>> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    const byName = new Map((await boss.conversations()).map((head) => [head.name, head]));
    if (customers.every((customer) => byName.has(customer.name))) return byName;
    if (performance.now() > deadline) {
      throw new Error(
        `The list shows ${byName.size} of ${customers.length} sample conversations; see .play/product.log.`,
      );
    }
    await pause(250);
  }
}

function commandOf(act: Act, head: Head): CommandBody {
  const clientId = randomUUID();
  switch (act.does) {
    case 'read':
      return { type: 'read', clientId, rev: head.rev };
    case 'archive':
      return { type: 'archive', clientId };
    case 'send':
    case 'comment':
      return { type: act.does, clientId, text: act.text };
  }
}

async function signedIn(url: string, email: string): Promise<Visitor> {
  const visitor = new Visitor(url);
  await visitor.signIn(email, password);
  return visitor;
}

async function teamActs(boss: Visitor, meta: Meta, url: string): Promise<void> {
  const agents = { ana: await signedIn(url, team[0].email), tom: await signedIn(url, team[1].email) };
  const heads = await conversationsByName(boss);
  for (const customer of customers) {
    if (customer.then === 'is offline') await meta.changeCustomer(customer.phone, { online: false });
    const head = heads.get(customer.name);
    if (!head) throw new Error(`${customer.name} is missing from the list.`);
    for (const act of customer.acts ?? []) await agents[act.by].command(head.id, commandOf(act, head));
  }
  await meta.flush();
}

async function customersAnswer(meta: Meta): Promise<void> {
  for (const customer of customers) {
    if (customer.then === 'looks') await meta.open(customer.phone, accountOf(customer));
  }
  // Meta's times are whole seconds: an answer in the same second would stand before what it answers.
  await pause(1100);
  for (const customer of customers) {
    for (const text of customer.answers ?? [])
      await meta.say(customer.phone, { accountId: accountOf(customer), text });
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
  await teamActs(boss, meta, product);
  await customersAnswer(meta);
}
