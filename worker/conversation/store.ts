/** All SQL of a conversation object. One commit is one transaction. */
import type { Message, Position } from '#domain/message.ts';
import { gapLimit, pageSize } from '#domain/frame.ts';
import type { Change, Look } from './change.ts';
import { migrate } from '../migrate.ts';
import { steps } from './migrations.ts';
import { publicMessage, type OutboxRow, type ParkedReport, type State, type StoredMessage } from './state.ts';

type Body = Omit<StoredMessage, 'id' | 'rev' | 'at' | 'seq' | 'direction' | 'metaId'>;
type MessageRow = {
  id: string;
  rev: number;
  at: number;
  seq: number;
  direction: Message['direction'];
  meta_id: string | null;
  body: string;
};
type OutboxRecord = {
  message_id: string;
  seq: number;
  attempt: number;
  due_at: number;
  left_at: number | null;
};

const newestFirst = { at: Number.MAX_SAFE_INTEGER, seq: Number.MAX_SAFE_INTEGER };

function fromRow(row: MessageRow): StoredMessage {
  const body = JSON.parse(row.body) as Body;
  const { id, rev, at, seq, direction, meta_id } = row;
  return { id, rev, at, seq, direction, ...(meta_id !== null && { metaId: meta_id }), ...body };
}

function toBody(message: StoredMessage): string {
  const { id: _id, rev: _rev, at: _at, seq: _seq, direction: _direction, metaId: _metaId, ...body } = message;
  return JSON.stringify(body satisfies Body);
}

export class Store implements Look {
  readonly #storage: DurableObjectStorage;
  readonly #sql: SqlStorage;
  /** Rows written by this instance so far: the bill, asserted by tests. */
  rowsWritten = 0;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#sql = storage.sql;
    migrate(storage, steps);
  }

  #write(statement: string, ...values: SqlStorageValue[]): void {
    this.rowsWritten += this.#sql.exec(statement, ...values).rowsWritten;
  }

  state(): State | null {
    const row = this.#sql.exec<{ state: string }>('SELECT state FROM head').toArray()[0];
    return row ? (JSON.parse(row.state) as State) : null;
  }

  signpost(): string | null {
    return this.#sql.exec<{ target: string }>('SELECT target FROM signpost').toArray()[0]?.target ?? null;
  }

  pointTo(target: string): void {
    this.#write('INSERT OR REPLACE INTO signpost VALUES (1, ?)', target);
  }

  message(id: string): StoredMessage | null {
    const row = this.#sql.exec<MessageRow>('SELECT * FROM message WHERE id = ?', id).toArray()[0];
    return row ? fromRow(row) : null;
  }

  byMetaId(metaId: string): StoredMessage | null {
    const row = this.#sql.exec<MessageRow>('SELECT * FROM message WHERE meta_id = ?', metaId).toArray()[0];
    return row ? fromRow(row) : null;
  }

  parked(metaId: string): readonly ParkedReport[] {
    return this.#parked('SELECT report FROM parked WHERE meta_id = ?', metaId);
  }

  /** Everything that is parked, for handing it over. */
  allParked(): readonly ParkedReport[] {
    return this.#parked('SELECT report FROM parked');
  }

  #parked(statement: string, ...values: SqlStorageValue[]): readonly ParkedReport[] {
    const rows = this.#sql.exec<{ report: string }>(statement, ...values).toArray();
    return rows.map(({ report }) => JSON.parse(report) as ParkedReport);
  }

  parkedSince(): number | null {
    return this.#sql.exec<{ at: number | null }>('SELECT min(arrived_at) AS at FROM parked').one().at;
  }

  commandRev(clientId: string): number | null {
    const row = this.#sql
      .exec<{ rev: number }>('SELECT rev FROM command WHERE client_id = ?', clientId)
      .toArray()[0];
    return row?.rev ?? null;
  }

  commandsSince(): number | null {
    return this.#sql.exec<{ at: number | null }>('SELECT min(at) AS at FROM command').one().at;
  }

  outbox(): OutboxRow[] {
    return this.#sql
      .exec<OutboxRecord>('SELECT * FROM outbox ORDER BY seq')
      .toArray()
      .map((row) => ({
        messageId: row.message_id,
        seq: row.seq,
        attempt: row.attempt,
        dueAt: row.due_at,
        leftAt: row.left_at,
      }));
  }

  /** Writes one change down, all or nothing. */
  commit(change: Change): void {
    this.#storage.transactionSync(() => {
      if (change.changed) {
        change.setHead({ rev: change.rev });
        this.#putHead(change.state);
      }
      for (const message of change.messages.values()) this.#putMessage(message);
      for (const row of change.queue) this.#putOutbox(row);
      for (const id of change.unqueue) this.#write('DELETE FROM outbox WHERE message_id = ?', id);
      this.#park(change.park);
      for (const metaId of change.unpark) this.#write('DELETE FROM parked WHERE meta_id = ?', metaId);
      for (const clientId of change.commands) {
        this.#write('INSERT OR IGNORE INTO command VALUES (?, ?, ?)', clientId, change.rev, change.now);
      }
    });
  }

  #putHead(state: State): void {
    const text = JSON.stringify(state);
    this.#write('INSERT INTO head VALUES (1, ?) ON CONFLICT DO UPDATE SET state = excluded.state', text);
  }

  #putMessage(message: StoredMessage): void {
    const { id, rev, at, seq, direction, metaId } = message;
    // Time and arrival never change, so the order index is not touched by an update.
    this.#write(
      `INSERT INTO message (id, rev, at, seq, direction, meta_id, body) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET rev = excluded.rev, meta_id = excluded.meta_id, body = excluded.body`,
      ...[id, rev, at, seq, direction, metaId ?? null, toBody(message)],
    );
  }

  #putOutbox(row: OutboxRow): void {
    this.#write(
      `INSERT INTO outbox (seq, message_id, attempt, due_at, left_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET attempt = excluded.attempt, due_at = excluded.due_at, left_at = excluded.left_at`,
      ...[row.seq, row.messageId, row.attempt, row.dueAt, row.leftAt],
    );
  }

  /** Forgets reports and client ids that are older than the given times. Returns how many reports. */
  forget(before: { readonly parked: number; readonly commands: number }): number {
    const { count } = this.#sql
      .exec<{ count: number }>('SELECT count(*) AS count FROM parked WHERE arrived_at <= ?', before.parked)
      .one();
    if (count > 0) this.#write('DELETE FROM parked WHERE arrived_at <= ?', before.parked);
    this.#write('DELETE FROM command WHERE at <= ?', before.commands);
    return count;
  }

  /** Keeps reports whose message is not here, the latest told of each step. */
  #park(reports: readonly ParkedReport[]): void {
    for (const parked of reports) {
      this.#write(
        `INSERT INTO parked VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET report = excluded.report`,
        ...[parked.metaId, parked.report.state, JSON.stringify(parked), parked.arrivedAt],
      );
    }
  }

  dropParked(): void {
    this.#write('DELETE FROM parked');
  }

  /** All messages changed after `rev`, oldest first; null when there are more than a gap may carry. */
  since(rev: number): Message[] | null {
    const rows = this.#sql
      .exec<MessageRow>('SELECT * FROM message WHERE rev > ? ORDER BY at, seq LIMIT ?', rev, gapLimit + 1)
      .toArray();
    return rows.length > gapLimit ? null : rows.map((row) => publicMessage(fromRow(row)));
  }

  /** One page that ends before `before`, oldest first, and whether older ones exist. */
  page(before: Position = newestFirst): { readonly messages: Message[]; readonly more: boolean } {
    const rows = this.#sql
      .exec<MessageRow>(
        'SELECT * FROM message WHERE (at, seq) < (?, ?) ORDER BY at DESC, seq DESC LIMIT ?',
        ...[before.at, before.seq, pageSize + 1],
      )
      .toArray();
    const messages = rows.slice(0, pageSize).map((row) => publicMessage(fromRow(row)));
    return { messages: messages.reverse(), more: rows.length > pageSize };
  }
}
