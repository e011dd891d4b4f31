/** Who did what that leaves no line in a timeline. */
import { drizzle } from 'drizzle-orm/d1';
import type { Person } from '#domain/message.ts';
import type { Env } from '../env.ts';
import { audit } from './tables.ts';

export type Deed = {
  readonly actor: Person;
  /** In a word or two, as "contacts.export". */
  readonly what: string;
  /** The id of a conversation, a person, an import; '' where it is about no one thing. */
  readonly about: string;
  /** The particulars: what JSON can say. */
  readonly body: unknown;
};

/** Writes it down. @throws when D1 does not answer: then it must not be done, either */
export async function note(env: Pick<Env, 'DB'>, { actor, what, about, body }: Deed): Promise<void> {
  const row = { personId: actor.id, personName: actor.name, what, about, body: JSON.stringify(body) };
  await drizzle(env.DB)
    .insert(audit)
    .values({ id: crypto.randomUUID(), at: Date.now(), ...row });
}
