/** The people of the place. */
import { and, asc, count, eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type { z } from 'zod';
import type { Colleague, setupBody, teamMemberBody } from '#domain/http.ts';
import type { Person } from '#domain/message.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { Env } from '../env.ts';
import { reserve } from '../settings/settings.ts';
import { authFor, type AuthEnv } from './auth.ts';
import { session, user } from './tables.ts';

/** Whether nobody is here yet: the first visitor becomes the admin. */
export async function isEmpty(env: Pick<Env, 'DB'>): Promise<boolean> {
  const [row] = await drizzle(env.DB).select({ people: count() }).from(user);
  return row?.people === 0;
}

/** Active people, by name. */
export async function listTeam(env: Pick<Env, 'DB'>): Promise<Colleague[]> {
  const { id, name, role, away } = user;
  const rows = await drizzle(env.DB)
    .select({ id, name, role, away })
    .from(user)
    .where(eq(user.active, true))
    .orderBy(asc(name));
  return rows.map(({ away: isAway, ...person }) => ({ ...person, ...(isAway && { away: true }) }));
}

/** An active person, or null. */
export async function findPerson(env: Pick<Env, 'DB'>, personId: string): Promise<Person | null> {
  const { id, name } = user;
  const rows = drizzle(env.DB).select({ id, name }).from(user);
  const [row] = await rows.where(and(eq(id, personId), eq(user.active, true)));
  return row ?? null;
}

type Door = { readonly env: AuthEnv; readonly origin: string };
type NewMember = z.infer<typeof teamMemberBody>;

/** Adds a person. Refused when the e-mail is taken. */
export async function addPerson(door: Door, member: NewMember): Promise<Person | { refusal: Refusal }> {
  const context = await authFor(door.env, door.origin).$context;
  const email = member.email.toLowerCase();
  const isTaken = async () => (await context.internalAdapter.findUserByEmail(email)) !== null;
  if (await isTaken()) return { refusal: { code: 'email-taken' } };
  const password = await context.password.hash(member.password);
  const { name, role } = member;
  const person = { email, name, role, active: true, emailVerified: true };
  const made = await context.internalAdapter
    .createUser(person, { method: 'email-password' })
    .catch(async (problem: unknown) => {
      // Somebody else added the same one a moment ago.
      if (await isTaken()) return null;
      throw problem;
    });
  if (made === null) return { refusal: { code: 'email-taken' } };
  await context.internalAdapter.linkAccount({
    userId: made.id,
    providerId: 'credential',
    accountId: made.id,
    password,
  });
  return { id: made.id, name };
}

/** The very first person, as admin. Refused when somebody is here already. */
export async function setUp(
  door: Door,
  body: z.infer<typeof setupBody>,
): Promise<Person | { refusal: Refusal }> {
  if (!(await isEmpty(door.env)) || !(await reserve(door.env, 'set-up', Date.now()))) {
    return { refusal: { code: 'already-set-up' } };
  }
  return addPerson(door, { ...body, role: 'admin' });
}

/** Ends one session at once. */
export async function endSession(env: Pick<Env, 'DB'>, sessionId: string): Promise<void> {
  await drizzle(env.DB).delete(session).where(eq(session.id, sessionId));
}
