/** Dead letters a second time: as if they had just come. */
import type { ReplayAnswer } from '#domain/http.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { Env } from '../env.ts';
import { log } from '../log.ts';
import { handOver } from '../webhooks/deliver.ts';
import { understand } from '../webhooks/understand.ts';
import { opened, type Enclosed } from './envelope.ts';
import { keepLetters } from './letters.ts';
import { dropLetter, giveReason, readLetter } from './read.ts';

/** Why it cannot be taken in today, either; nothing when it was. */
async function again(env: Env, enclosed: Enclosed, now: number): Promise<string[]> {
  const { events, broken } =
    enclosed.type === 'event' ? { events: [enclosed.event], broken: [] } : understand(enclosed.body);
  const poison = await handOver(env, events);
  const accountEvents = events.filter((event) => event.type === 'account');
  await keepLetters(env, { accountEvents, broken: [], now });
  return [...new Set([...broken, ...poison].map(({ reason }) => reason))];
}

/**
 * Tries a letter again. Its neighbours in the body are not touched, and what it says may have come in meanwhile: an id that
 * is here already changes nothing. A letter of which only a part was kept stays as it is.
 * @throws when a conversation or D1 did not take it: it is still here
 */
export async function replay(
  env: Env,
  letterId: string,
  now: number,
): Promise<ReplayAnswer | { readonly refusal: Refusal }> {
  const letter = await readLetter(env, letterId);
  if (!letter) return { refusal: { code: 'letter-not-found' } };
  const enclosed = opened(letter.raw);
  if (!enclosed) return { letter };
  const reasons = await again(env, enclosed, now);
  log('letter.replayed', { id: letterId, takenIn: reasons.length === 0 });
  if (reasons.length === 0) {
    await dropLetter(env, letterId);
    return { letter: null };
  }
  const reason = reasons.join('; ');
  await giveReason(env, letterId, reason);
  return { letter: { ...letter, reason } };
}
