/** The one place where Inbox objects are addressed. */
import { shardOf } from '#domain/shard.ts';
import type { Env } from '../env.ts';
import type { Inbox } from './object.ts';

type Place = Pick<Env, 'INBOX' | 'LOCATION_HINT' | 'INBOX_SHARDS'>;

/** The most objects that a list was ever spread over. */
export const mostShards = 64;

/** Over how many objects the list is spread. */
export function shardsOf(env: Pick<Env, 'INBOX_SHARDS'>): number {
  const shards = Math.trunc(Number(env.INBOX_SHARDS));
  return shards >= 1 && shards <= mostShards ? shards : 1;
}

/** One of them, from 0. */
export function inboxShard(env: Place, shard: number): DurableObjectStub<Inbox> {
  return env.INBOX.getByName(`inbox:${shard}`, { locationHint: env.LOCATION_HINT });
}

/** The one that conversation `id` is of. */
export function inboxStub(env: Place, id: string): DurableObjectStub<Inbox> {
  return inboxShard(env, shardOf(id, shardsOf(env)));
}

/** The one that chooses whom conversations go to by themselves, for all shards. */
export function chooserStub(env: Place): DurableObjectStub<Inbox> {
  return inboxShard(env, 0);
}

/** All of them. */
export function allInboxes(env: Place): DurableObjectStub<Inbox>[] {
  return Array.from({ length: shardsOf(env) }, (_none, shard) => inboxShard(env, shard));
}
