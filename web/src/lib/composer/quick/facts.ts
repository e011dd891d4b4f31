/** What variables become in this conversation, now, for who writes (B-50). */
import { firstNameOf, type Facts } from '#domain/variables.ts';
import { clockTime, dayWords } from '../../words/dates.ts';
import type { Hand } from '../hand.ts';

/** A number or a username that stands in for a name is none. */
function isNamed({ name, phone, username }: Hand['head']): boolean {
  const standIns = [phone, username, username?.replace(/^@/, '')];
  return name !== '' && !standIns.includes(name);
}

export function factsOf({ desk, head }: Pick<Hand, 'desk' | 'head'>): Facts {
  const { clock, preferences, session } = desk;
  const { actor } = session;
  const now = clock.read();
  return {
    ...(isNamed(head) && { name: head.name, first_name: firstNameOf(head.name) }),
    phone: head.phone ?? '',
    username: head.username ?? '',
    agent: actor.name,
    agent_first_name: firstNameOf(actor.name),
    account: session.account(head)?.name ?? '',
    date: dayWords(now, preferences.zone),
    time: clockTime(now, preferences.zone),
  };
}
