/** The statuses of leads: making, changing, ordering them, and dropping one for another. */
import { eq, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type { z } from 'zod';
import type { LeadStatus } from '#domain/http.ts';
import type { LeadDropAnswer, leadStatusBody } from '#domain/http-leads.ts';
import { firstStatus } from '#domain/lead.ts';
import type { Actor } from '#domain/permission.ts';
import { sentenceOf, type Refusal } from '#domain/refusal.ts';
import { conversationStub } from '../conversation/id.ts';
import { isTaken, newId } from '../directory/change.ts';
import { directoryOf, findLeadStatus } from '../directory/directory.ts';
import { leadStatus } from '../directory/tables.ts';
import type { Env } from '../env.ts';
import { leadCountsFor, readTally } from '../inbox/counts.ts';
import { idsOf } from '../inbox/list.ts';

type Place = Pick<Env, 'DB'>;
type Body = z.infer<typeof leadStatusBody>;
type Refused = { readonly refusal: Refusal };

/** A filter names so many at most, and a board shows them side by side. */
const most = 50;
/** Conversations that one request gives another status. */
const atOnce = 50;

const refused = (refusal: Refusal): Refused => ({ refusal });
const nameTaken = refused({ code: 'name-taken' });
const notFound = refused({ code: 'lead-status-not-found' });

async function statusesOf(env: Place): Promise<readonly LeadStatus[]> {
  return (await directoryOf(env)).leads;
}

const everybody: Actor = { id: '', name: '', role: 'admin', groups: [], visibility: 'all' };

/** How many leads have a status, by the kept counts. */
async function inUse({ DB: db }: Place, id: string): Promise<number> {
  return leadCountsFor(await readTally(db), everybody)[id]?.n ?? 0;
}

/** A new status, the last in their order. Refused: `name-taken`, `too-many-kept`. */
export async function addStatus(env: Place, body: Body): Promise<LeadStatus | Refused> {
  const known = await statusesOf(env);
  if (isTaken(known, body.name)) return nameTaken;
  if (known.length >= most) return refused({ code: 'too-many-kept', what: 'lead statuses', limit: most });
  const made = { id: newId(), ...body };
  const position = sql`(SELECT coalesce(max(position), 0) + 1 FROM lead_status)`;
  await drizzle(env.DB)
    .insert(leadStatus)
    .values({ ...made, position });
  return made;
}

/**
 * Another name, colour or kind. Leads that have it were opened or closed by what it was, so its kind stays while any has it.
 * Refused: `lead-status-not-found`, `name-taken`, `lead-status-first`, `lead-status-in-use`.
 */
export async function changeStatus(env: Place, id: string, body: Body): Promise<LeadStatus | Refused> {
  const known = await statusesOf(env);
  const before = known.find((one) => one.id === id);
  if (!before) return notFound;
  if (isTaken(known, body.name, id)) return nameTaken;
  if (before.final !== body.final) {
    if (id === firstStatus.id) return refused({ code: 'lead-status-first' });
    const n = await inUse(env, id);
    if (n > 0) return refused({ code: 'lead-status-in-use', n });
  }
  await drizzle(env.DB).update(leadStatus).set(body).where(eq(leadStatus.id, id));
  return { id, ...body };
}

/** Their order; what is not named comes after what is. */
export async function orderStatuses(env: Place, ids: readonly string[]): Promise<readonly LeadStatus[]> {
  const known = (await statusesOf(env)).map(({ id }) => id);
  const named = ids.filter((id) => known.includes(id));
  const order = [...new Set([...named, ...known])];
  await env.DB.prepare(
    'UPDATE lead_status SET position = (SELECT key + 1 FROM json_each(?1) WHERE value = lead_status.id)',
  )
    .bind(JSON.stringify(order))
    .run();
  return statusesOf(env);
}

type Replacing = { readonly actor: Actor; readonly from: string; readonly to: LeadStatus };

/** Gives some of the leads that have `from` the other status. Answers why the first that was refused was. */
async function replaceSome(env: Env, { actor, from, to }: Replacing): Promise<string | null> {
  const ids = await idsOf(env, everybody, { tab: null, filter: { leads: [from] }, limit: atOnce });
  const answers = await Promise.all(
    ids.map(async (id) => {
      const command = { type: 'lead-replace', clientId: crypto.randomUUID(), from, to } as const;
      return conversationStub(env, id).command(actor, command);
    }),
  );
  const no = answers.find((answer) => 'refusal' in answer);
  return no && 'refusal' in no ? sentenceOf(no.refusal) : null;
}

/**
 * Drops a status once no lead has it. With `to`, what has it gets that one first, some at each call: ask again while any are
 * `left`. Refused: `lead-status-not-found`, `lead-status-first`, `lead-status-in-use`, `lead-status-of-other-kind`.
 */
export async function dropStatus(
  env: Env,
  actor: Actor,
  { id, to }: { readonly id: string; readonly to: string | undefined },
): Promise<LeadDropAnswer | Refused> {
  const [status, other] = [
    await findLeadStatus(env, id),
    to === undefined ? null : await findLeadStatus(env, to),
  ];
  if (!status || (to !== undefined && (!other || other.id === id))) return notFound;
  if (id === firstStatus.id) return refused({ code: 'lead-status-first' });
  if (other && other.final !== status.final) return refused({ code: 'lead-status-of-other-kind' });
  const before = await inUse(env, id);
  if (before > 0 && !other) return refused({ code: 'lead-status-in-use', n: before });
  const no = before > 0 && other ? await replaceSome(env, { actor, from: id, to: other }) : null;
  const left = before > 0 ? await inUse(env, id) : 0;
  if (left === 0) await drizzle(env.DB).delete(leadStatus).where(eq(leadStatus.id, id));
  return { left, refused: no };
}
