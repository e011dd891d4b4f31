/** Whether what was answered with 200 is really there: asked through the doors that people use. */
import { setTimeout as pause } from 'node:timers/promises';
import type { ConversationView, HistoryPage, ListPage } from '#domain/http.ts';
import type { Head } from '#domain/head.ts';
import type { Message } from '#domain/message.ts';
import { Person as Admin } from '../../tests/world.ts';
import type { Hit } from '../parts/load.ts';
import type { Contestant } from './contestant.ts';
import { account, conversations, type Webhook } from './webhooks.ts';

export type { Admin };

export type Kept = {
  readonly found: number;
  /** Answered with 200 and not there. */
  readonly lost: number;
  readonly twice: number;
  /** There, and never sent or in another conversation than the sender's. */
  readonly strange: number;
};

export const door = { name: 'Bench', email: 'bench@casement.example', password: 'only for benches' };

/** Makes the first admin, who may see everything, and connects the account. */
export async function enter(url: string): Promise<Admin> {
  const admin = await Admin.enter(url, '/api/setup', door);
  const answer = await admin.send('POST', '/api/accounts', { channel: 'whatsapp', ...account });
  if (!answer.ok) throw new Error(`/api/accounts answered ${answer.status}: ${await answer.text()}`);
  return admin;
}

async function get<T>(admin: Admin, path: string): Promise<T> {
  const answer = await admin.send('GET', path);
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return await answer.json();
}

async function heads(admin: Admin): Promise<readonly Head[]> {
  const rows: Head[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = cursor === '' ? '' : `?cursor=${encodeURIComponent(cursor)}`;
    const page: ListPage = await get(admin, `/api/conversations${query}`);
    rows.push(...page.rows);
    cursor = page.next;
  }
  return rows;
}

/** The list is a copy that may be a moment behind. */
async function allHeads(admin: Admin): Promise<readonly Head[]> {
  const end = performance.now() + 5000;
  let rows = await heads(admin);
  while (rows.length < conversations && performance.now() < end) {
    await pause(100);
    rows = await heads(admin);
  }
  return rows;
}

/** Meta's ids of everything that the customer of one conversation wrote. */
async function idsOf(admin: Admin, conversation: string): Promise<readonly string[]> {
  const path = `/api/conversations/${conversation}`;
  const ids: string[] = [];
  const take = (messages: readonly Message[]): void => {
    ids.push(...messages.filter(({ direction }) => direction === 'in').map(({ id }) => id));
  };
  const view: ConversationView = await get(admin, path);
  take(view.messages);
  let page: HistoryPage = view;
  for (let first = page.messages[0]; page.more && first; first = page.messages[0]) {
    page = await get(admin, `${path}/messages?beforeAt=${first.at}&beforeSeq=${first.seq}`);
    take(page.messages);
  }
  return ids;
}

/** Compares what was sent with what every conversation shows. */
export async function compare(admin: Admin, hits: readonly Hit<Webhook>[]): Promise<Kept> {
  const phoneOf = new Map(hits.map(({ shot }) => [shot.id, shot.phone]));
  const found = new Set<string>();
  let twice = 0;
  let strange = 0;
  const waiting = (await allHeads(admin)).values();
  const reader = async (): Promise<void> => {
    for (const { id: conversation, phone } of waiting) {
      for (const id of await idsOf(admin, conversation)) {
        if (phoneOf.get(id) !== phone) strange += 1;
        else if (found.has(id)) twice += 1;
        found.add(id);
      }
    }
  };
  await Promise.all(Array.from({ length: 8 }, reader));
  const lost = hits.filter(({ status, shot }) => status === 200 && !found.has(shot.id)).length;
  return { found: found.size, lost, twice, strange };
}

/** How many rows a limit holds. */
export async function rowsOf({ url, hits }: Contestant): Promise<number> {
  const paths = [...new Set(hits.map(({ shot }) => shot.path))];
  const counts = await Promise.all(paths.map(async (path) => (await fetch(url + path)).text()));
  return counts.reduce((sum, count) => sum + Number(count), 0);
}
