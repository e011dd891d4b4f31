/** The notices of a person: a page of them, what is unread, what they want to be told of; and forgetting. */
import { z } from 'zod';
import { firstNoticeSettings } from '#domain/notice.ts';
import {
  keptNotices,
  mostUnread,
  noticeSettingsBody,
  type ListedNotice,
  type NoticeSettings,
  type NoticesPage,
  type ReadNotices,
} from '#domain/http-notices.ts';
import type { Notice } from '#domain/notice.ts';
import type { Actor, Ownership } from '#domain/permission.ts';
import type { Env } from '../env.ts';
import { noticeFor } from './visible.ts';

type Place = Pick<Env, 'DB'>;
type Row = {
  readonly at: number;
  readonly id: string;
  readonly readAt: number | null;
  readonly body: string;
  /** JSON of whose the conversation is; null where the index has no such conversation. */
  readonly owner: string | null;
};

const pageSize = 30;
const shown = `SELECT n.at, n.id, n.read_at AS readAt, n.body, iif(c.id IS NULL, NULL, json_object(
  'assignee', c.head -> 'assignee', 'groupId', c.head ->> 'groupId')) AS owner
FROM notice AS n LEFT JOIN conversation AS c ON c.id = n.body ->> 'conversationId'
WHERE n.person_id = ?1`;

/** What `actor` may see of them. */
function visible(actor: Actor, rows: readonly Row[]): ListedNotice[] {
  return rows.flatMap(({ body, owner, readAt }) => {
    const whose = owner === null ? null : (JSON.parse(owner) as Ownership);
    const notice = noticeFor(actor, JSON.parse(body) as Notice, whose);
    return notice ? [{ ...notice, readAt }] : [];
  });
}

const cursorShape = z.stringFormat('cursor', /^\d{1,15}\..+$/);

/** A cursor of another age begins at the top rather than fail. */
function readCursor(text: string | undefined): { at: number; id: string } {
  const read = cursorShape.safeParse(text);
  if (!read.success) return { at: Number.MAX_SAFE_INTEGER, id: '' };
  const dot = read.data.indexOf('.');
  return { at: Number(read.data.slice(0, dot)), id: read.data.slice(dot + 1) };
}

const unreadRows = ({ DB }: Place, personId: string): D1PreparedStatement =>
  DB.prepare(`${shown} AND n.read_at IS NULL ORDER BY n.at DESC LIMIT ?2`).bind(personId, mostUnread);

const settingRow = ({ DB }: Place, personId: string): D1PreparedStatement =>
  DB.prepare('SELECT body FROM notice_setting WHERE person_id = ?').bind(personId);

function settingsIn(rows: readonly unknown[]): NoticeSettings {
  const [row] = rows as readonly { readonly body: string }[];
  const read = noticeSettingsBody.safeParse(row ? JSON.parse(row.body) : null);
  return read.success ? read.data : firstNoticeSettings;
}

/** How many `actor` has not read, counted to `mostUnread`. */
export async function unreadNoticesOf(env: Place, actor: Actor): Promise<number> {
  const { results } = await unreadRows(env, actor.id).all<Row>();
  return visible(actor, results).length;
}

/** A page, newest first. It may be short, or empty before the end: what may not be seen any more is left out. */
export async function noticesPage(
  env: Place,
  actor: Actor,
  cursor: string | undefined,
): Promise<NoticesPage> {
  const { at, id } = readCursor(cursor);
  const page = `${shown} AND (n.at, n.id) < (?2, ?3) ORDER BY n.at DESC, n.id DESC LIMIT ?4`;
  const [listed, unread, settings] = await env.DB.batch<Row>([
    env.DB.prepare(page).bind(actor.id, at, id, pageSize + 1),
    unreadRows(env, actor.id),
    settingRow(env, actor.id),
  ]);
  const rows = (listed?.results ?? []).slice(0, pageSize);
  const last = (listed?.results.length ?? 0) > pageSize ? rows.at(-1) : undefined;
  return {
    notices: visible(actor, rows),
    next: last ? `${last.at}.${last.id}` : null,
    unread: visible(actor, unread?.results ?? []).length,
    settings: settingsIn(settings?.results ?? []),
  };
}

/** Some of a person's are read since `now` (ms). Answers which of them were not before. */
export async function readNotices(
  { DB }: Place,
  { personId, now }: { readonly personId: string; readonly now: number },
  which: ReadNotices,
): Promise<readonly string[]> {
  const those = 'ids' in which ? 'id IN (SELECT value FROM json_each(?3))' : 'at <= ?3';
  const { results } = await DB.prepare(
    `UPDATE notice SET read_at = ?2 WHERE person_id = ?1 AND read_at IS NULL AND ${those} RETURNING id`,
  )
    .bind(personId, now, 'ids' in which ? JSON.stringify(which.ids) : which.upTo)
    .all<{ id: string }>();
  return results.map(({ id }) => id);
}

export async function noticeSettingsOf(env: Place, personId: string): Promise<NoticeSettings> {
  const { results } = await settingRow(env, personId).all();
  return settingsIn(results);
}

export async function setNoticeSettings(
  { DB }: Place,
  personId: string,
  settings: NoticeSettings,
): Promise<void> {
  await DB.prepare('INSERT OR REPLACE INTO notice_setting (person_id, body) VALUES (?, ?)')
    .bind(personId, JSON.stringify(settings))
    .run();
}

/** People who are looked after in one sweep, and how many of each one's notices go at most. */
const sweptPeople = 10;
const sweptNotices = 500;
/** People take their turn by the clock; the sweep rings this often (ms, wrangler.toml). */
const sweepEvery = 5 * 60_000;

const old = `DELETE FROM notice WHERE rowid IN (
  SELECT rowid FROM notice WHERE person_id = ?1 AND at < max(?2, coalesce((
    SELECT at FROM notice WHERE person_id = ?1 ORDER BY at DESC LIMIT 1 OFFSET ?3
  ), 0)) ORDER BY at LIMIT ?4
)`;

/** Forgets what is too old or too much (`keptNotices`), of a few people a sweep, everybody in turn. @throws when D1 fails */
export async function forgetNotices({ DB }: Place, now: number): Promise<void> {
  const { results } = await DB.prepare('SELECT id FROM user ORDER BY id').all<{ id: string }>();
  const turns = Math.ceil(results.length / sweptPeople);
  if (turns === 0) return;
  const from = (Math.floor(now / sweepEvery) % turns) * sweptPeople;
  const limits = [now - keptNotices.for, keptNotices.most - 1, sweptNotices];
  await DB.batch(
    results.slice(from, from + sweptPeople).map(({ id }) => DB.prepare(old).bind(id, ...limits)),
  );
}
