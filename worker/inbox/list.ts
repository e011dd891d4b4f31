/** The list: one indexed, keyset-paged statement, and kept counts. */
import { and, desc, eq, inArray, isNull, lt, or, sql, type SQL } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { z } from 'zod';
import { pageSize } from '#domain/frame.ts';
import type { ListCounts, ListPage, Tab } from '#domain/http.ts';
import type { Actor } from '#domain/permission.ts';
import type { Env } from '../env.ts';
import { headOf } from './index-row.ts';
import { conversation } from './tables.ts';

const cursorParts = z.tuple([z.int(), z.string()]);
type Cursor = z.infer<typeof cursorParts>;

const seesAll = (actor: Actor): boolean => actor.role !== 'agent' || actor.visibility === 'all';

/** The rows that `actor` may see: the same answer as `can(actor, 'conversation.see', row)`, as SQL. */
function visibleTo(actor: Actor): SQL | undefined {
  if (seesAll(actor)) return undefined;
  const own = eq(conversation.assigneeId, actor.id);
  if (actor.visibility === 'own') return own;
  const groups = actor.groups.length > 0 ? inArray(conversation.groupId, [...actor.groups]) : undefined;
  return or(own, isNull(conversation.assigneeId), groups);
}

function readCursor(text: string | undefined): Cursor | null {
  if (text === undefined) return null;
  try {
    return cursorParts.parse(JSON.parse(atob(text)));
  } catch {
    // A cursor of another age: begin at the top rather than fail.
    return null;
  }
}

function after(cursor: Cursor | null): SQL | undefined {
  if (!cursor) return undefined;
  const [lastAt, id] = cursor;
  return or(lt(conversation.lastAt, lastAt), and(eq(conversation.lastAt, lastAt), lt(conversation.id, id)));
}

/** Kept counts: a handful of rows, whatever the size of the list. */
async function countsFor(env: Pick<Env, 'DB'>, actor: Actor): Promise<ListCounts> {
  const groups = JSON.stringify(actor.groups);
  const visible = seesAll(actor)
    ? sql`1`
    : actor.visibility === 'own'
      ? sql`assignee_id = ${actor.id}`
      : sql`(assignee_id IN ('', ${actor.id}) OR (group_id <> '' AND group_id IN (SELECT value FROM json_each(${groups}))))`;
  const [row] = await drizzle(env.DB).all<ListCounts>(sql`
    SELECT coalesce(sum(total) FILTER (WHERE archived = 0), 0) AS active,
           coalesce(sum(total) FILTER (WHERE archived = 1), 0) AS archived,
           coalesce(sum(unread) FILTER (WHERE archived = 0), 0) AS unread
    FROM tally WHERE ${visible}`);
  return row ?? { active: 0, archived: 0, unread: 0 };
}

export type ListRequest = { readonly tab: Tab; readonly cursor?: string | undefined };

/** One page, newest first, of what `actor` may see. */
export async function listPage(env: Pick<Env, 'DB'>, actor: Actor, request: ListRequest): Promise<ListPage> {
  const query = drizzle(env.DB)
    .select()
    .from(conversation)
    .where(
      and(
        eq(conversation.archived, request.tab === 'archived'),
        visibleTo(actor),
        after(readCursor(request.cursor)),
      ),
    )
    .orderBy(desc(conversation.lastAt), desc(conversation.id))
    .limit(pageSize + 1);
  const [found, counts] = await Promise.all([query, countsFor(env, actor)]);
  const rows = found.slice(0, pageSize).map(headOf);
  const last = rows.at(-1);
  const next = found.length > pageSize && last ? btoa(JSON.stringify([last.lastAt, last.id])) : null;
  return { rows, next, counts, now: Date.now() };
}

const lateness = 5 * 60 * 1000;
const sweepSize = 200;

/** Conversations whose alarm should have rung a while ago. */
export async function overdue(env: Pick<Env, 'DB'>, now: number): Promise<string[]> {
  const rows = await drizzle(env.DB)
    .select({ id: conversation.id })
    .from(conversation)
    .where(lt(conversation.dueAt, now - lateness))
    .orderBy(conversation.dueAt)
    .limit(sweepSize);
  return rows.map(({ id }) => id);
}
