/** The simulator's door and a product behind it that does as it is told, for tests in workerd. */
import { exports } from 'cloudflare:workers';
import { vi } from 'vitest';

const door = (exports as unknown as { default: { fetch(request: Request): Promise<Response> } }).default;
const origin = 'http://simulator.test';

const salesId = '101';
export const token = 'sales-token';
export const maria = '5511987654321';

/** A request of any kind. */
export async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  return door.fetch(new Request(`${origin}${path}`, init));
}

/** A control request; the answer's JSON must fit `Answer`. */
export async function control<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const json =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
  const response = await ask(`/control${path}`, { method, ...json });
  const answer: Answer & { error?: string } = await response.json();
  if (!response.ok) throw new Error(`${response.status} ${answer.error ?? ''}`);
  return answer;
}

/** A POST to /messages of the sales account. */
export async function graph(body: unknown, { bearer = token, id = salesId } = {}): Promise<Response> {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${bearer}` };
  return ask(`/v26.0/${id}/messages`, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** A text to Maria. */
export async function sendText(text: string, more: Record<string, unknown> = {}): Promise<Response> {
  return graph({
    messaging_product: 'whatsapp',
    to: `+${maria}`,
    type: 'text',
    text: { body: text },
    ...more,
  });
}

/** Maria writes to the sales account. */
export async function say(text: string, more: Record<string, unknown> = {}): Promise<string> {
  const said = { accountId: salesId, text, ...more };
  return (await control<{ wamid: string }>('POST', `/customers/${maria}/say`, said)).wamid;
}

export const anna = '7001000000000001';
export const igor = '8001000000000001';
const pageToken = 'page-token';

/** Accounts and people of the other two channels: a page (301) with its Instagram account (401). */
export async function beginMessaging(settings: Record<string, unknown> = {}): Promise<void> {
  await begin(settings);
  await control('PUT', '/accounts/301', { channel: 'messenger', name: 'Page', token: pageToken });
  await control('PUT', '/accounts/401', {
    ...{ channel: 'instagram', name: 'Insta', username: '@shop', pageId: '301', token: pageToken },
  });
  await control('PUT', `/customers/${anna}`, { channel: 'messenger', name: 'Anna Berg' });
  await control('PUT', `/customers/${igor}`, { channel: 'instagram', name: 'Igor', username: 'igor.k' });
}

/** A request to the Graph API with the page's token. */
export async function pageGraph(path: string, body: unknown, method = 'POST'): Promise<Response> {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${pageToken}` };
  return ask(`/v26.0/${path}`, {
    method,
    headers,
    ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
  });
}

/** Anna or Igor does something. */
export async function does<Answer = { wamid: string }>(
  who: typeof anna | typeof igor,
  act: string,
  body: Record<string, unknown>,
): Promise<Answer> {
  const accountId = who === anna ? '301' : '401';
  return control('POST', `/customers/${who}/${act}`, { accountId, ...body });
}

/** A webhook as the product got it. */
export type Received = { readonly url: string; readonly body: string; readonly headers: Headers };

/** What the product answers next; 200 when it is used up. */
export const product: { received: Received[]; answers: (number | (() => Promise<Response>))[] } = {
  received: [],
  answers: [],
};

/** Files that the product serves, by path. */
export const files = new Map<string, { bytes: Uint8Array; mime: string }>();

async function answerAsProduct(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  const path = new URL(request.url).pathname;
  if (path.startsWith('/files/')) {
    const file = files.get(path);
    return file === undefined
      ? new Response('nothing here', { status: 404 })
      : new Response(file.bytes, { headers: { 'Content-Type': file.mime } });
  }
  product.received.push({ url: request.url, body: await request.text(), headers: request.headers });
  const answer = product.answers.shift() ?? 200;
  return typeof answer === 'number' ? new Response('answer of the product', { status: answer }) : answer();
}

/** An empty world with one account, Maria, and a product that answers 200. */
export async function begin(settings: Record<string, unknown> = {}): Promise<void> {
  vi.spyOn(globalThis, 'fetch').mockImplementation(answerAsProduct);
  product.answers = [];
  await control('POST', '/reset');
  const fast = { productUrl: 'http://product.test/', appSecret: 'shh', statusGapMs: 0, retryBaseMs: 20 };
  await control('PUT', '/settings', { ...fast, ...settings });
  await control('PUT', `/accounts/${salesId}`, {
    ...{ wabaId: '201', name: 'Sales BR', displayNumber: '+55 11 4004-7700', token },
  });
  await control('PUT', `/customers/${maria}`, { name: 'Maria Silva', bsuid: 'BR.77', username: 'maria' });
  product.received = [];
}

/** Waits until everything was told. */
export async function flush(ms = 30_000): Promise<boolean> {
  return (await control<{ empty: boolean }>('POST', '/webhooks/flush', { ms })).empty;
}

export type Value = {
  metadata: { display_phone_number: string; phone_number_id: string };
  contacts?: Record<string, unknown>[];
  messages?: Record<string, unknown>[];
  statuses?: { id: string; status: string; [field: string]: unknown }[];
};
type Body = { object: string; entry: { id: string; changes: { field: string; value: Value }[] }[] };

/** The values of every change that the product was told, in order. */
export function values(): Value[] {
  return product.received.flatMap(({ body }) =>
    (JSON.parse(body) as Body).entry.flatMap(({ changes }) => changes.map(({ value }) => value)),
  );
}

/** The statuses that the product was told, in order. */
export function statuses() {
  return values().flatMap((value) => value.statuses ?? []);
}

export type Item = { [field: string]: unknown; message?: Record<string, unknown> };

/** Every item of `messaging` and `standby` that the product was told, in order. */
export function items(): Item[] {
  type Entries = { entry: { messaging?: Item[]; standby?: Item[] }[] };
  return product.received.flatMap(({ body }) =>
    (JSON.parse(body) as Entries).entry.flatMap(({ messaging = [], standby = [] }) => [
      ...messaging,
      ...standby,
    ]),
  );
}
