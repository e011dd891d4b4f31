/** The Worker's door, for tests in workerd. */
import { env as bare, exports } from 'cloudflare:workers';
import { applyD1Migrations, type D1Migration } from 'cloudflare:test';
import type { z } from 'zod';
import type { Channel } from '#domain/channel.ts';
import type { CommandBody } from '#domain/command.ts';
import type { accountBody, ConversationView } from '#domain/http.ts';
import type { Role } from '#domain/permission.ts';
import type { CustomerName } from '../channels/channel.ts';
import { conversationId, conversationStub } from '../conversation/id.ts';
import type { Env } from '../env.ts';
import { account, bodyOf, signatureOf } from './meta.ts';
import { eventually } from './eventually.ts';

export const env = bare as unknown as Env & { TEST_MIGRATIONS: D1Migration[] };
export const origin = 'https://casement.test';

type Entry = { default: { fetch(request: Request): Promise<Response>; scheduled?: unknown } };
const door = (exports as unknown as Entry).default;

/** Empty tables. */
export async function migrateD1(): Promise<void> {
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
}

/** A request as a browser on our own page would make it. */
export async function ask(path: string, init: RequestInit & { cookie?: string } = {}): Promise<Response> {
  const { cookie, ...rest } = init;
  const headers = new Headers({ origin, 'sec-fetch-site': 'same-origin' });
  if (rest.body) headers.set('content-type', 'application/json');
  if (cookie) headers.set('cookie', cookie);
  for (const [name, value] of new Headers(rest.headers)) headers.set(name, value);
  return door.fetch(new Request(`${origin}${path}`, { ...rest, headers }));
}

/** POSTs JSON. */
export async function post(path: string, body: unknown, cookie?: string): Promise<Response> {
  return ask(path, { method: 'POST', body: JSON.stringify(body), ...(cookie && { cookie }) });
}

/** A webhook as Meta sends it; `signature` overrides the right one. */
export async function webhook(body: unknown, signature?: string | null): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const right = signature === undefined ? await signatureOf(text) : signature;
  const headers: Record<string, string> = right === null ? {} : { 'x-hub-signature-256': right };
  return door.fetch(new Request(`${origin}/webhooks/meta`, { method: 'POST', body: text, headers }));
}

/** A webhook of `changes`, expected to be taken. */
export async function meta(...changes: readonly unknown[]): Promise<void> {
  const answer = await webhook(bodyOf(...changes));
  if (answer.status !== 200) throw new Error(`webhook answered ${answer.status}: ${await answer.text()}`);
}

const password = 'long enough 1';

function cookieOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

/** The first admin, signed in. Returns the cookie. */
export async function setUp(): Promise<string> {
  const answer = await post('/api/setup', { name: 'Ada Admin', email: 'ada@casement.example', password });
  if (!answer.ok) throw new Error(`setup answered ${answer.status}: ${await answer.text()}`);
  return cookieOf(answer);
}

/** Somebody new, signed in. */
export async function join(admin: string, name: string, role: Role): Promise<{ id: string; cookie: string }> {
  const email = `${name.toLowerCase().replace(' ', '.')}@casement.example`;
  const made = await post('/api/team', { name, email, password, role }, admin);
  const { id } = await made.json<{ id: string }>();
  const signedIn = await post('/api/sign-in', { email, password });
  if (!signedIn.ok) throw new Error(`sign-in answered ${signedIn.status}: ${await signedIn.text()}`);
  return { id, cookie: cookieOf(signedIn) };
}

function channelOf(name: CustomerName): Channel {
  if (name.startsWith('psid:')) return 'messenger';
  return name.startsWith('igsid:') ? 'instagram' : 'whatsapp';
}

/** Id of the conversation that begins under `name`, on the tests' account of its channel. */
export async function idOf(name: CustomerName, channel: Channel = channelOf(name)): Promise<string> {
  return conversationId({ channel, accountId: account }, name);
}

/** The object of the conversation that begins under `name`. */
export async function objectOf(name: CustomerName) {
  return conversationStub(env, await idOf(name));
}

/** What a signed-in person sees of a conversation. */
export async function view(name: CustomerName, cookie: string): Promise<ConversationView> {
  const answer = await ask(`/api/conversations/${await idOf(name)}`, { cookie });
  if (!answer.ok) throw new Error(`view answered ${answer.status}: ${await answer.text()}`);
  return answer.json<ConversationView>();
}

type WithoutId<T> = T extends CommandBody ? Omit<T, 'clientId'> & { clientId?: string } : never;

/** A command of a signed-in person. */
export async function command(
  name: CustomerName,
  cookie: string,
  body: WithoutId<CommandBody>,
): Promise<Response> {
  const path = `/api/conversations/${await idOf(name)}/commands`;
  return post(path, { clientId: crypto.randomUUID(), ...body }, cookie);
}

/** Connects the tests' account of a channel; `part` says what it may do. */
export async function connect(
  admin: string,
  channel: Channel = 'whatsapp',
  part: Partial<z.input<typeof accountBody>> = {},
): Promise<void> {
  const body = { channel, id: account, name: 'Sales', handle: '+1 555 000 1111', token: 'EAAtoken', ...part };
  const answer = await post('/api/accounts', body, admin);
  if (!answer.ok) throw new Error(`connecting answered ${answer.status}: ${await answer.text()}`);
}

/** Waits until `test` holds for what `cookie` sees of `name`; tells what it saw when it never does. */
export async function until(
  name: CustomerName,
  cookie: string,
  test: (seen: ConversationView) => boolean,
): Promise<ConversationView> {
  return eventually(async () => {
    const seen = await view(name, cookie);
    if (!test(seen)) throw new Error(`not yet: ${JSON.stringify(seen)}`);
    return seen;
  });
}
