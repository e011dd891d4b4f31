/** Reading the messages of a conversation in their order, page by page. */
import { gapLimit, pageSize } from '#domain/frame.ts';
import type { AroundPage, HistoryPage } from '#domain/http.ts';
import type { Message, Position } from '#domain/message.ts';
import type { Said } from '../inbox/published.ts';
import type { HandCursor, HandedMessages } from './join.ts';
import { fromRow, type MessageRow } from './message-row.ts';
import { mayHaveSaid, saidOf } from './said.ts';
import { publicMessage, type StoredMessage } from './state.ts';

/** Messages of a page that is handed over to another conversation. */
const handedAtOnce = 100;
/** Messages before and after the one that a page is about. */
const aroundSize = 25;
/** Changes of leads that are told of one conversation. */
const mostLeadLines = 500;
const newestFirst: Position = { at: Number.MAX_SAFE_INTEGER, seq: Number.MAX_SAFE_INTEGER };
const oldestFirst: Position = { at: -1, seq: 0 };

/** Words of messages, oldest first, and messages that may have had some and have none any more. `next`: give it back as `after` for the next page; null at the end. */
export type SaidPage = {
  readonly said: readonly Said[];
  readonly unsaid: readonly Pick<Said, 'message' | 'at'>[];
  readonly next: Position | null;
};

function toPublic(rows: readonly MessageRow[]): Message[] {
  return rows.flatMap((row) => publicMessage(fromRow(row)) ?? []);
}

export class Timeline {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Up to `limit` that stand before `position`, newest first. */
  #before({ at, seq }: Position, limit: number): MessageRow[] {
    return this.#sql
      .exec<MessageRow>(
        "SELECT * FROM message WHERE (at, seq) < (?, ?) AND direction <> 'act' ORDER BY at DESC, seq DESC LIMIT ?",
        ...[at, seq, limit],
      )
      .toArray();
  }

  /** All that stand before `before`, newest first; rows are read as far as the caller goes. */
  backwards({ at, seq }: Position = newestFirst): Iterable<MessageRow> {
    return this.#sql.exec<MessageRow>(
      "SELECT * FROM message WHERE (at, seq) < (?, ?) AND direction <> 'act' ORDER BY at DESC, seq DESC",
      ...[at, seq],
    );
  }

  /** The lines that stand before `before`, newest first; rows are read as far as the caller goes. */
  lines({ at, seq }: Position = newestFirst): Iterable<MessageRow> {
    return this.#sql.exec<MessageRow>(
      "SELECT * FROM message WHERE direction = 'line' AND (at, seq) < (?, ?) ORDER BY at DESC, seq DESC",
      ...[at, seq],
    );
  }

  /** Up to `limit` that stand after `position`, oldest first. */
  #after({ at, seq }: Position, limit: number): MessageRow[] {
    return this.#sql
      .exec<MessageRow>(
        "SELECT * FROM message WHERE (at, seq) > (?, ?) AND direction <> 'act' ORDER BY at, seq LIMIT ?",
        ...[at, seq, limit],
      )
      .toArray();
  }

  /** One page that ends before `before`, oldest first, and whether older ones exist. */
  page(before: Position = newestFirst): HistoryPage {
    const rows = this.#before(before, pageSize + 1);
    const messages = toPublic(rows.slice(0, pageSize));
    return { messages: messages.reverse(), more: rows.length > pageSize };
  }

  /** One page that begins after `after`. */
  pageAfter(after: Position): AroundPage {
    const rows = this.#after(after, pageSize + 1);
    const [older] = this.#before({ at: after.at, seq: after.seq + 1 }, 1);
    const messages = toPublic(rows.slice(0, pageSize));
    return { messages, more: older !== undefined, moreAfter: rows.length > pageSize };
  }

  /** The lines that tell of leads, newest first. */
  ofLeads(): Message[] {
    const rows = this.#sql.exec<MessageRow>(
      `SELECT * FROM message WHERE direction = 'line' AND body ->> '$.content.what' LIKE 'lead%'
      ORDER BY at DESC, seq DESC LIMIT ${mostLeadLines}`,
    );
    return toPublic(rows.toArray());
  }

  /** A message of the timeline with what stands around it; null where there is none of this id. */
  around(id: string): AroundPage | null {
    const [row] = this.#sql
      .exec<MessageRow>("SELECT * FROM message WHERE id = ? AND direction <> 'act'", id)
      .toArray();
    return row ? this.#aroundRow(row) : null;
  }

  /** The first message at `at` (ms) or later with what stands around it; the newest one where none is as late. */
  from(at: number): AroundPage {
    const [row] = this.#after({ at, seq: -1 }, 1);
    const [found] = row ? [row] : this.#before(newestFirst, 1);
    return found ? this.#aroundRow(found) : { messages: [], more: false, moreAfter: false };
  }

  #aroundRow(row: MessageRow): AroundPage {
    const before = this.#before(row, aroundSize + 1);
    const after = this.#after(row, aroundSize + 1);
    const rows = [...before.slice(0, aroundSize).reverse(), row, ...after.slice(0, aroundSize)];
    return {
      messages: toPublic(rows),
      more: before.length > aroundSize,
      moreAfter: after.length > aroundSize,
    };
  }

  /** Up to `limit` messages that may say something, before `position`, newest first. */
  wordy({ at, seq }: Position, limit: number): MessageRow[] {
    return this.#sql
      .exec<MessageRow>(
        "SELECT * FROM message WHERE (at, seq) < (?, ?) AND direction IN ('in', 'out', 'note') ORDER BY at DESC, seq DESC LIMIT ?",
        ...[at, seq, limit],
      )
      .toArray();
  }

  /** All messages changed after `rev`, oldest first; null when there are more than a gap may carry. */
  since(rev: number): Message[] | null {
    const rows = this.#sql
      .exec<MessageRow>(
        "SELECT * FROM message WHERE rev > ? AND direction <> 'act' ORDER BY at, seq LIMIT ?",
        rev,
        gapLimit + 1,
      )
      .toArray();
    return rows.length > gapLimit ? null : toPublic(rows);
  }

  /** All messages changed after `rev`, in no order: the whole table is gone through. */
  *changedSince(rev: number): Iterable<StoredMessage> {
    const rows = this.#sql.exec<MessageRow>('SELECT * FROM message WHERE rev > ?', rev);
    for (const row of rows) yield fromRow(row);
  }

  /** The words of up to `limit` messages that stand after `after`, or from the first on. */
  said(after: Position | null, limit: number): SaidPage {
    const rows = this.#after(after ?? oldestFirst, limit);
    const messages = rows.map(fromRow);
    const said = messages.flatMap((one) => {
      const text = saidOf(one);
      return text === '' ? [] : [{ message: one.id, at: one.at, text }];
    });
    const silent = messages.filter((one) => mayHaveSaid(one) && saidOf(one) === '');
    const unsaid = silent.map(({ id, at }) => ({ message: id, at }));
    const last = rows.at(-1);
    return { said, unsaid, next: last && rows.length === limit ? { at: last.at, seq: last.seq } : null };
  }

  /** A page for another conversation. `rev`: where this one stands now. */
  handed(cursor: HandCursor, rev: number): Omit<HandedMessages, 'from'> {
    const { asOf } = cursor;
    const rows =
      asOf === null
        ? this.#sql.exec<MessageRow>(
            'SELECT * FROM message WHERE (rev, seq) > (?, ?) ORDER BY rev, seq LIMIT ?',
            ...[cursor.rev, cursor.seq, handedAtOnce],
          )
        : this.#sql.exec<MessageRow>(
            'SELECT * FROM message WHERE seq > ? ORDER BY seq LIMIT ?',
            ...[cursor.seq, handedAtOnce],
          );
    const messages = rows.toArray().map(fromRow);
    const last = messages.at(-1);
    if (last) return { messages, cursor: { asOf, rev: last.rev, seq: last.seq }, more: true };
    const next = { asOf: null, rev: asOf ?? rev, seq: Number.MAX_SAFE_INTEGER };
    return { messages, cursor: next, more: asOf !== null };
  }
}
