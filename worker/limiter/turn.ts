/** Asking an account's limiter. A limiter that does not answer holds nothing back. */
import type { Channel } from '#domain/channel.ts';
import type { Env } from '../env.ts';
import { logFailure } from '../log.ts';
import type { TurnKind } from './bucket.ts';
import type { Limiter } from './object.ts';

type Place = Pick<Env, 'LIMITER' | 'LOCATION_HINT'>;
type Named = { readonly channel: Channel; readonly accountId: string };

function limiterOf(env: Place, { channel, accountId }: Named): DurableObjectStub<Limiter> {
  return env.LIMITER.getByName(`${channel}:${accountId}`, { locationHint: env.LOCATION_HINT });
}

/** How many ms a send of this account has to wait before it asks again; 0: it may leave now. */
export async function askTurn(env: Place, access: Named, kind: TurnKind): Promise<number> {
  try {
    return (await limiterOf(env, access).turn(kind)).waitMs;
  } catch (failure) {
    logFailure('limiter.unreachable', failure, { channel: access.channel });
    return 0;
  }
}

/** Meta said that the account has to pause for `ms`. */
export async function reportPause(env: Place, access: Named, ms: number): Promise<void> {
  try {
    await limiterOf(env, access).pause(ms);
  } catch (failure) {
    logFailure('limiter.unreachable', failure, { channel: access.channel });
  }
}
