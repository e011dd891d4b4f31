/** The door of the bench: publishes heads as conversations do, lets sockets in for whomever they say they are, reads lists. */
import type { ListQuery } from '#domain/http.ts';
import type { Actor } from '#domain/permission.ts';
import type { Env } from '../../worker/env.ts';
import { listPage } from '../../worker/inbox/list.ts';
import type { Published } from '../../worker/inbox/published.ts';
import { inboxShard, inboxStub } from '../../worker/inbox/stub.ts';
import { seatHeader } from '../../worker/live/sockets.ts';

export { Conversation } from '../../worker/conversation/object.ts';
export { Inbox } from '../../worker/inbox/object.ts';
export { Limiter } from '../../worker/limiter/object.ts';

async function publish(request: Request, env: Env): Promise<Response> {
  const all = await request.json<readonly Published[]>();
  const taken = await Promise.all(all.map(async (one) => inboxStub(env, one.head.id).publish(one)));
  return Response.json({ taken: taken.filter(Boolean).length });
}

async function list(request: Request, env: Env): Promise<Response> {
  const { actor, query } = await request.json<{ actor: Actor; query: ListQuery }>();
  return Response.json(await listPage(env, actor, query));
}

async function watch(request: Request, env: Env): Promise<Response> {
  const url = new URL(request.url);
  const headers = { upgrade: 'websocket', [seatHeader]: url.searchParams.get('seat') ?? '' };
  const shard = Number(url.searchParams.get('shard'));
  return inboxShard(env, shard).fetch(new Request('https://object/live', { headers }));
}

export default {
  async fetch(request, env): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === '/publish') return publish(request, env);
    if (pathname === '/list') return list(request, env);
    return watch(request, env);
  },
} satisfies ExportedHandler<Env>;
