/** Head ↔ D1 row. A row is replaced only by a higher rev (R-35). */
import { eq, getTableColumns, type InferSelectModel } from 'drizzle-orm';
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

const columns = getTableColumns(conversation);
type Column = keyof typeof columns;
const keys = Object.keys(columns) as Column[];
const names = keys.map((key) => columns[key].name);

/** Built once: a statement a row, made by a builder, was the dearest part of taking a webhook in. */
const upsert = `INSERT INTO conversation (${names.join(', ')})
SELECT ${names.map((_name, index) => `value ->> ${index}`).join(', ')} FROM json_each(?) WHERE true
ON CONFLICT (id) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(', ')}
WHERE excluded.rev > conversation.rev`;

/** The one statement that brings the index up to all of `published`; rows that are newer already stay. */
export function upsertHeads(
  db: D1Database,
  published: readonly { readonly head: Head; readonly dueAt: number | null }[],
): D1PreparedStatement {
  const rows = published.map(({ head, dueAt }) => {
    const row = rowOf(head, dueAt);
    return keys.map((key) => row[key]);
  });
  return db.prepare(upsert).bind(JSON.stringify(rows));
}

/** Takes the row of a conversation out of the index. */
export async function deleteHead(db: D1Database, id: string): Promise<void> {
  await drizzle(db).delete(conversation).where(eq(conversation.id, id));
}
