/** Head ↔ D1 row. A row is replaced only by a higher rev. */
import { eq, sql, type InferSelectModel } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type { Head } from '#domain/head.ts';
import { conversation } from './tables.ts';

type Row = InferSelectModel<typeof conversation>;

/** The head that a row is a copy of. */
export function headOf(row: Row): Head {
  const { phone, username, assigneeId, assigneeName, marks, dueAt: _dueAt, ...plain } = row;
  return {
    ...plain,
    ...(phone !== null && { phone }),
    ...(username !== null && { username }),
    ...marks,
    assignee: assigneeId === null ? null : { id: assigneeId, name: assigneeName ?? '' },
  };
}

function rowOf(head: Head, dueAt: number | null): Row {
  const { assignee, phone, username, group, optedOut, elsewhere, picture, ...plain } = head;
  const marks = { group, optedOut, elsewhere, picture };
  const marked = Object.values(marks).some((mark) => mark !== undefined);
  return {
    ...plain,
    phone: phone ?? null,
    username: username ?? null,
    marks: marked ? marks : null,
    assigneeId: assignee?.id ?? null,
    assigneeName: assignee?.name ?? null,
    dueAt,
  };
}

/** The statement that brings the index up to `head`, and does nothing when it is newer already. */
export function upsertHead(db: D1Database, head: Head, dueAt: number | null) {
  const row = rowOf(head, dueAt);
  const { id: _id, ...set } = row;
  return drizzle(db)
    .insert(conversation)
    .values(row)
    .onConflictDoUpdate({ target: conversation.id, set, setWhere: sql`excluded.rev > ${conversation.rev}` });
}

/** Takes the row of a conversation out of the index. */
export async function deleteHead(db: D1Database, id: string): Promise<void> {
  await drizzle(db).delete(conversation).where(eq(conversation.id, id));
}
