/** A whole world for one walk: the built product and the simulator, people, accounts and customers. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { inject } from 'vitest';
import type { Head } from '#domain/head.ts';
import type { ConversationView, HistoryPage, ListPage } from '#domain/http.ts';
import type { Message } from '#domain/message.ts';
import type { Attempt, Queue, Screen, Send } from '../simulator/control.ts';
import type { SettingsPatch } from '../simulator/settings.ts';
import { spawnServed, type Served } from '../tools/served.ts';
import type { Furnished } from './furnished.ts';

export const account = {
  id: '555000111',
  wabaId: '900',
  name: 'Sales',
  displayNumber: '+1 555 000 1111',
  token: 'EAAtest',
};
/** A page and the Instagram account that is linked to it; both use the page's token. */
export const page = { id: '555000222', name: 'Sales page', token: 'EAApage' };
export const instagram = { id: '17841400000000555', name: 'Sales', username: 'sales', token: 'EAApage' };
export const password = 'only for walks';
const appSecret = 'walk-secret';
const vars = {
  AUTH_SECRET: 'only-for-walks-only-for-walks-only-for-walks',
  META_APP_SECRETS: JSON.stringify([appSecret]),
  META_VERIFY_TOKEN: 'walk-verify',
  SEAL_KEYS: '{"current":"1","keys":{"1":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}}',
};

type Json = Record<string, unknown>;

async function answered<T>(answer: Response): Promise<T> {
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}: ${text}`);
  return JSON.parse(text) as T;
}

/** Repeats `look` until it does not throw, at most `ms`; the last failure is the reason. */
export async function eventually<T>(look: () => Promise<T>, ms = 15_000): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    try {
      return await look();
    } catch (failure) {
      if (performance.now() > end) throw failure;
      await pause(100);
    }
  }
}

/** The simulator's controls, as far as walks need them. */
export class Simulator {
  readonly #url: string;

  constructor(url: string) {
    this.#url = `${url}/control`;
  }

  async #ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers = { 'content-type': 'application/json' };
    const init = body === undefined ? { method } : { method, headers, body: JSON.stringify(body) };
    return answered<T>(await fetch(this.#url + path, init));
  }

  /** A file that a phone shows, by its address there. */
  async file(url: string): Promise<{ readonly mime: string; readonly bytes: Uint8Array<ArrayBuffer> }> {
    const answer = await fetch(new URL(url, this.#url));
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}.`);
    const mime = answer.headers.get('content-type') ?? '';
    return { mime, bytes: new Uint8Array(await answer.arrayBuffer()) };
  }

  settings(patch: SettingsPatch): Promise<unknown> {
    return this.#ask('PUT', '/settings', patch);
  }

  connect(): Promise<unknown> {
    const { id, ...rest } = account;
    return this.account(id, rest);
  }

  /** Registers any account with Meta, or changes what was registered. */
  account(id: string, body: Json): Promise<unknown> {
    return this.#ask('PUT', `/accounts/${id}`, body);
  }

  customer(phone: string, traits: Json): Promise<unknown> {
    return this.#ask('PUT', `/customers/${phone}`, traits);
  }

  async say(phone: string, text: string, at?: number): Promise<string> {
    const body = { accountId: account.id, text, ...(at !== undefined && { at }) };
    return (await this.#ask<{ wamid: string }>('POST', `/customers/${phone}/say`, body)).wamid;
  }

  /** Registers the page and its Instagram account with Meta. */
  async connectPage(): Promise<void> {
    await this.account(page.id, { channel: 'messenger', name: page.name, token: page.token });
    const { id, ...rest } = instagram;
    await this.account(id, { channel: 'instagram', pageId: page.id, ...rest });
  }

  /**
   * A customer does something: `say`, `react`, `edit`, `unsend`, `tap`, `ad`, … with the body that simulator/README.md gives;
   * `accountId` is the WhatsApp number unless the body names another.
   */
  does<T = { wamid: string }>(phone: string, act: string, body: Json = {}): Promise<T> {
    return this.#ask<T>('POST', `/customers/${phone}/${act}`, { accountId: account.id, ...body });
  }

  /** The customer's number or BSUID changes. */
  moves(phone: string, what: 'number' | 'bsuid', body: Json): Promise<unknown> {
    return this.#ask('POST', `/customers/${phone}/${what}`, body);
  }

  /** The business answers from its phone app, Meta's inbox or another app. */
  async answers(accountId: string, body: Json): Promise<string> {
    return (await this.#ask<{ wamid: string }>('POST', `/accounts/${accountId}/answer`, body)).wamid;
  }

  /** Meta tells something about an account or its templates. */
  event(accountId: string, body: Json): Promise<unknown> {
    return this.#ask('POST', `/accounts/${accountId}/event`, body);
  }

  /** Sends any body to the product as Meta would; `copies` and `signature` as in simulator/README.md. */
  webhook(body: unknown, more: Json = {}): Promise<unknown> {
    return this.#ask('POST', '/webhooks', { body, ...more });
  }

  open(phone: string, accountId: string = account.id): Promise<unknown> {
    return this.#ask('POST', `/customers/${phone}/open`, { accountId });
  }

  close(phone: string): Promise<unknown> {
    return this.#ask('POST', `/customers/${phone}/close`, {});
  }

  phone(phone: string, accountId: string = account.id): Promise<Screen> {
    return this.#ask('GET', `/customers/${phone}/chat?accountId=${accountId}`);
  }

  /** The bytes of a file that stands on a phone. */
  async bytes(url: string): Promise<Buffer> {
    return Buffer.from(await (await fetch(new URL(url, this.#url))).arrayBuffer());
  }

  noFaults(): Promise<unknown> {
    return this.#ask('DELETE', '/faults');
  }

  faults(...faults: readonly Json[]): Promise<unknown> {
    return this.#ask('POST', '/faults', faults);
  }

  async sends(): Promise<readonly Send[]> {
    return (await this.#ask<{ sends: readonly Send[] }>('GET', '/sends')).sends;
  }

  pause(): Promise<unknown> {
    return this.#ask('POST', '/webhooks/pause', {});
  }

  resume(): Promise<unknown> {
    return this.#ask('POST', '/webhooks/resume', {});
  }

  /** Everything that Meta has told the product, and what it still has to tell. */
  webhooks(after = 0): Promise<{ attempts: readonly Attempt[]; queue: Queue }> {
    return this.#ask('GET', `/webhooks?after=${after}`);
  }

  async flush(): Promise<void> {
    const { empty } = await this.#ask<{ empty: boolean }>('POST', '/webhooks/flush', { ms: 60_000 });
    if (!empty) throw new Error('The product did not take every webhook.');
  }
}

/** A person at the product, by hand: the screen is bypassed. */
export class Person {
  readonly #url: string;
  readonly cookie: string;

  constructor(url: string, cookie: string) {
    this.#url = url;
    this.cookie = cookie;
  }

  static async enter(url: string, path: string, body: Json): Promise<Person> {
    const headers = { 'content-type': 'application/json', origin: url };
    const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return new Person(
      url,
      answer.headers
        .getSetCookie()
        .map((line) => line.split(';')[0])
        .join('; '),
    );
  }

  /** Any request, whatever it answers. */
  send(method: string, path: string, body?: unknown): Promise<Response> {
    const headers = { 'content-type': 'application/json', origin: this.#url, cookie: this.cookie };
    return fetch(this.#url + path, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  async list(tab = 'active'): Promise<ListPage> {
    return answered<ListPage>(await this.send('GET', `/api/conversations?tab=${tab}`));
  }

  async view(id: string): Promise<ConversationView> {
    return answered<ConversationView>(await this.send('GET', `/api/conversations/${id}`));
  }

  /** Every row of the list, page after page. */
  async rows(): Promise<readonly Head[]> {
    const rows: Head[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: ListPage = await answered(await this.send('GET', `/api/conversations?tab=active${query}`));
      rows.push(...page.rows);
      cursor = page.next;
    } while (cursor !== null);
    return rows;
  }

  /** A conversation with all of its messages, oldest first, however many pages they fill. */
  async whole(id: string): Promise<Pick<ConversationView, 'head' | 'messages'>> {
    const { head, messages: newest, more } = await this.view(id);
    const messages: Message[] = [...newest];
    let older = more;
    for (let [first] = messages; older && first; [first] = messages) {
      const before = `beforeAt=${first.at}&beforeSeq=${first.seq}`;
      const page = await answered<HistoryPage>(
        await this.send('GET', `/api/conversations/${id}/messages?${before}`),
      );
      messages.unshift(...page.messages);
      older = page.more;
    }
    return { head, messages };
  }

  /** Asks something of a conversation; the same client id again is the same thing. */
  command(id: string, body: Json): Promise<Response> {
    return this.send('POST', `/api/conversations/${id}/commands`, { clientId: crypto.randomUUID(), ...body });
  }

  /** Uploads a file, and gives what a draft names it by. */
  async upload(type: string, mime: string, bytes: Uint8Array<ArrayBuffer>): Promise<Json> {
    const headers = { 'content-type': mime, origin: this.#url, cookie: this.cookie };
    const path = `/api/uploads?type=${type}&name=file`;
    return answered(await fetch(this.#url + path, { method: 'POST', headers, body: bytes }));
  }

  /** Writes a text to the customer, and gives the id of the message. */
  async write(id: string, text: string, clientId: string = crypto.randomUUID()): Promise<string> {
    await answered(await this.command(id, { type: 'send', clientId, draft: { kind: 'text', text } }));
    return clientId;
  }

  /** Id of the conversation with the customer of this name, once the list has it. */
  async findNamed(name: string): Promise<string> {
    return eventually(async () => {
      const row = (await this.rows()).find((head) => head.name === name);
      if (!row) throw new Error(`no conversation with ${name}`);
      return row.id;
    });
  }

  /** Connects an account of the business. */
  async connect(body: Json): Promise<void> {
    await answered(await this.send('POST', '/api/accounts', body));
  }

  /** Id of the conversation with the customer of this phone, once the list has it. */
  async find(phone: string): Promise<string> {
    return eventually(async () => {
      const row = (await this.list()).rows.find((head) => head.phone === `+${phone}`);
      if (!row) throw new Error(`no conversation with ${phone}`);
      return row.id;
    });
  }
}

export type World = {
  readonly simulator: Simulator;
  readonly admin: Person;
  /** The product's address; the same after a restart. */
  readonly url: string;
  signIn(email: string): Promise<Person>;
  /** As a power cut would. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  end(): Promise<void>;
};

export const people = {
  ana: { name: 'Ana Reis', email: 'ana@casement.example', role: 'agent' },
  rui: { name: 'Rui Costa', email: 'rui@casement.example', role: 'agent' },
  ada: { name: 'Ada Admin', email: 'ada@casement.example', role: 'admin' },
} as const;

/** Starts both on the data that lies in `dir`. `start` starts the product anew. */
async function begin(dir: string) {
  const meta = await spawnServed('simulator', { dir: join(dir, 'simulator') });
  const start = (port: number): Promise<Served> =>
    spawnServed('product', {
      dir: join(dir, 'product'),
      port,
      vars: { ...vars, GRAPH_URL: meta.url, INSTAGRAM_GRAPH_URL: meta.url },
    });
  const product = await start(0);
  const simulator = new Simulator(meta.url);
  await simulator.settings({ productUrl: product.url, appSecret, retryBaseMs: 200, statusGapMs: 300 });
  return { meta, product, simulator, start };
}

/** Fills `dir` with what every walk begins with: people, and an account on both sides. Answers the admin's cookie. */
export async function furnish(dir: string): Promise<string> {
  const { meta, product, simulator } = await begin(dir);
  await simulator.connect();
  const admin = await Person.enter(product.url, '/api/setup', {
    name: people.ada.name,
    email: people.ada.email,
    password,
  });
  for (const one of [people.ana, people.rui]) await admin.send('POST', '/api/team', { ...one, password });
  const { id, name: called, displayNumber, token } = account;
  await admin.connect({ channel: 'whatsapp', id, name: called, handle: displayNumber, token });
  await Promise.all([product.stop(), meta.stop()]);
  return admin.cookie;
}

/** Starts everything; agents see all conversations unless `visibility` says otherwise. */
export async function openWorld(visibility = 'all'): Promise<World> {
  const furnished: Furnished = inject('furnished');
  const dir = mkdtempSync(join(tmpdir(), 'casement-walk-'));
  cpSync(furnished.dir, dir, { recursive: true });
  const { meta, simulator, start, ...begun } = await begin(dir);
  let { product } = begun;
  let isOver = false;
  const { url, port } = product;
  const admin = new Person(url, furnished.cookie);
  await admin.send('PUT', '/api/settings', { visibility });
  return {
    simulator,
    admin,
    url,
    signIn: (who) => Person.enter(url, '/api/sign-in', { email: who, password }),
    kill: () => product.kill(),
    async restart() {
      if (isOver) return;
      product = await start(port);
      // A test that ran out of time is not waited for.
      if (isOver) await product.kill();
    },
    async end() {
      isOver = true;
      await Promise.all([product.kill(), meta.kill()]);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Connects the page and its Instagram account on both sides. */
export async function connectPages({ simulator, admin }: World): Promise<void> {
  await simulator.connectPage();
  const { id, name, token } = page;
  await admin.connect({ channel: 'messenger', id, name, handle: name, token });
  const { username } = instagram;
  const linked = { channel: 'instagram', id: instagram.id, name: instagram.name, parentId: id };
  await admin.connect({ ...linked, handle: `@${username}`, token: instagram.token });
}

/** Does `work` for every item, at most `width` of them at the same time; answers in the order of the items. */
export async function inParallel<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const waiting = items.entries();
  const workers = Array.from({ length: width }, async () => {
    for (const [index, item] of waiting) results[index] = await work(item, index);
  });
  await Promise.all(workers);
  return results;
}
