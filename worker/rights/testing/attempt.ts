/** Asking one route as one person, and what became of it. */
import type { RefusalCode } from '#domain/refusal.ts';
import { ask, env, post } from '../../testing/door.ts';
import { connectSocket } from '../../testing/socket.ts';
import type { Place } from './place.ts';
import type { Verdict } from './rights.ts';
import type { Route } from './routes.ts';

/** Codes that say no to a role, and codes that say nothing at all. */
const refusals: Readonly<Partial<Record<RefusalCode, Verdict>>> = {
  'signed-out': 'out',
  'role-may-not': 'role',
  'assigned-to-other': 'role',
  'conversation-not-found': 'hidden',
  'view-not-found': 'hidden',
  'kept-not-found': 'hidden',
};

export type Attempt = {
  readonly name: string;
  readonly route: Route;
  readonly cookie: string;
  /** The conversation that it is about, if it is about one. */
  readonly id: string | null;
  /** What stands for the other parts of its path. */
  readonly parts: Readonly<Record<string, string>>;
};

/** Everything of `route.at`, made now. */
export async function partsOf(route: Route, place: Place): Promise<Record<string, string>> {
  const parts: Record<string, string> = {};
  for (const [name, part] of Object.entries(route.at ?? {})) {
    parts[name] = typeof part === 'string' ? part : await part(place);
  }
  return parts;
}

function pathOf({ name, route, id, parts }: Attempt): string {
  const [, pattern = '/'] = name.split(' ');
  const known: Readonly<Record<string, string>> = { ...(id !== null && { id }), ...parts };
  const path = pattern.replace(/:(\w+)/g, (_all, part: string) => known[part] ?? 'nothing');
  const about = path.replace('*', 'nothing');
  return route.query === undefined ? about : `${about}?${route.query}`;
}

function bodyOf({ name, route: { body }, id }: Attempt, place: Place): object | undefined {
  const example: unknown = typeof body === 'function' ? body(place) : body;
  if (typeof example !== 'object' || example === null) return undefined;
  return name.endsWith('/bulk') ? { items: [{ id, command: example }] } : example;
}

async function upgraded(attempt: Attempt): Promise<Verdict> {
  const line = await connectSocket(pathOf(attempt), attempt.cookie);
  if (typeof line === 'number') return line === 401 ? 'out' : 'hidden';
  line.close();
  return 'may';
}

function codeIn(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'code' in value ? String(value.code) : '';
  } catch {
    return '';
  }
}

/** A session that nothing else uses. */
async function anotherSession(cookie: string): Promise<string> {
  const { actor } = await (await ask('/api/me', { cookie })).json<{ actor?: { id: string } }>();
  if (!actor) return cookie;
  const email = await env.DB.prepare('SELECT email FROM user WHERE id = ?')
    .bind(actor.id)
    .first<string>('email');
  const answer = await post('/api/sign-in', { email, password: 'long enough 1' });
  return answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
}

/** @throws when the answer is neither a yes nor a no */
export async function attempt(asked: Attempt, place: Place): Promise<Verdict> {
  const { name, route, id } = asked;
  if (route.upgrade) return upgraded(asked);
  const [word = 'GET'] = name.split(' ');
  const body = bodyOf(asked, place);
  const cookie = route.ends && asked.cookie !== '' ? await anotherSession(asked.cookie) : asked.cookie;
  const answer = await ask(pathOf(asked), {
    method: word === 'ALL' ? 'GET' : word,
    ...(cookie !== '' && { cookie }),
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const code = codeIn(text);
  if (code !== '' && code === route.then) return 'may';
  const refused = Object.entries(refusals).find(([known]) => known === code)?.[1];
  if (refused) return refused;
  if (!answer.ok)
    throw new Error(`${name} answered ${answer.status}, which says neither yes nor no: ${text}`);
  return route.shows && id !== null && !route.shows(text, id) ? 'hidden' : 'may';
}
