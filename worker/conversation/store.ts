/** The SQL of a conversation object, but for reading its timeline (timeline.ts). One commit is one transaction. */
import { blankPanel, type Panel } from '#domain/panel.ts';
import type { EchoEvent } from '../channels/channel.ts';
import { migrate } from '../migrate.ts';
import type { Change, Look } from './change.ts';
import { commandsFor, parkedFor } from './deadlines.ts';
import { fromRow, toBody, type MessageRow } from './message-row.ts';
import { steps } from './migrations.ts';
import { parkedKey } from './settle.ts';
import { blankState } from './state.ts';
import type { FileJob, OutboxRow, Parked, State, StoredMessage } from './state.ts';
import { Timeline } from './timeline.ts';

type OutboxRecord = {
  message_id: string;
  seq: number;
  attempt: number;
  due_at: number;
  left_at: number | null;
};

/** What waits in this conversation: the outbox, and since when the rest does (ms). */
type Waiting = {
  readonly outbox: readonly OutboxRow[];
  readonly parkedSince: number | null;
  readonly commandsSince: number | null;
  readonly echoSince: number | null;
  readonly fileDueAt: number | null;
};

export class Store implements Look {
  /** Its messages in their order, page by page. */
  readonly timeline: Timeline;
  readonly #storage: DurableObjectStorage;
  readonly #sql: SqlStorage;
  /** Rows written by this instance so far: the bill, asserted by tests. */
  rowsWritten = 0;
  /** What was read or written last: this instance is the only writer. */
  #state: State | null | undefined;
  #signpost: string | null | undefined;
  #waiting: Waiting | undefined;
  #panel: Panel | undefined;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#sql = storage.sql;
    this.timeline = new Timeline(storage.sql);
    migrate(storage, steps);
  }

  #write(statement: string, ...values: SqlStorageValue[]): void {
    this.rowsWritten += this.#sql.exec(statement, ...values).rowsWritten;
  }

  state(): State | null {
    if (this.#state === undefined) this.#state = this.#readState();
    return this.#state;
  }

  #readState(): State | null {
    const row = this.#sql.exec<{ state: string }>('SELECT state FROM head').toArray()[0];
    return row ? { ...blankState, ...(JSON.parse(row.state) as State) } : null;
  }

  panel(): Panel {
    this.#panel ??= this.#readPanel();
    return this.#panel;
  }

  #readPanel(): Panel {
    const rows = this.#sql.exec<{ part: string; body: string }>('SELECT part, body FROM panel').toArray();
    const parts = Object.fromEntries(
      rows.map(({ part, body }): [string, unknown] => [part, JSON.parse(body)]),
    );
    return { ...blankPanel, ...parts };
  }

  signpost(): string | null {
    if (this.#signpost === undefined) {
      const [row] = this.#sql.exec<{ target: string }>('SELECT target FROM signpost').toArray();
      this.#signpost = row?.target ?? null;
    }
    return this.#signpost;
  }

  pointTo(target: string): void {
    this.#write('INSERT OR REPLACE INTO signpost VALUES (1, ?)', target);
    this.#signpost = target;
  }

  /** What waits here, for the deadlines; read again only after something was written. */
  waiting(patience: number): Waiting {
    this.#waiting ??= {
      outbox: this.outbox(),
      parkedSince: this.#oldest('SELECT min(arrived_at) AS at FROM parked'),
      commandsSince: this.#oldest('SELECT min(at) AS at FROM command'),
      echoSince: this.#oldest("SELECT min(arrived_at) AS at FROM parked WHERE state = 'echo'"),
      // A fresh file is fetched at once, and looked after `patience` ms later.
      fileDueAt: this.#oldest('SELECT min(due_at + iif(attempt = 0, ?, 0)) AS at FROM file', patience),
    };
    return this.#waiting;
  }

  #oldest(statement: string, ...values: SqlStorageValue[]): number | null {
    return this.#sql.exec<{ at: number | null }>(statement, ...values).one().at;
  }

  message(id: string): StoredMessage | null {
    const row = this.#sql.exec<MessageRow>('SELECT * FROM message WHERE id = ?', id).toArray()[0];
    return row ? fromRow(row) : null;
  }

  byMetaId(metaId: string): StoredMessage | null {
    const row = this.#sql.exec<MessageRow>('SELECT * FROM message WHERE meta_id = ?', metaId).toArray()[0];
    return row ? fromRow(row) : null;
  }

  parked(metaId: string): readonly Parked[] {
    return this.#parked('SELECT report FROM parked WHERE meta_id = ?', metaId);
  }

  /** Everything that is parked, for handing it over. */
  allParked(): readonly Parked[] {
    return this.#parked('SELECT report FROM parked');
  }

  #parked(statement: string, ...values: SqlStorageValue[]): readonly Parked[] {
    const rows = this.#sql.exec<{ report: string }>(statement, ...values).toArray();
    return rows.map(({ report }) => JSON.parse(report) as Parked);
  }

  /** Echoes that wait to be known as ours, oldest first. */
  echoes(): readonly { readonly event: EchoEvent; readonly arrivedAt: number }[] {
    return this.#parked("SELECT report FROM parked WHERE state = 'echo' ORDER BY arrived_at").flatMap(
      (parked) => ('echo' in parked ? [{ event: parked.echo, arrivedAt: parked.arrivedAt }] : []),
    );
  }

  /** Messages of ours that stand no later than `at`, newest first; read as far as the caller goes. */
  *outgoing(at: number): Iterable<StoredMessage> {
    const rows = this.#sql.exec<MessageRow>(
      "SELECT * FROM message WHERE at <= ? AND direction = 'out' ORDER BY at DESC, seq DESC",
      at,
    );
    for (const row of rows) yield fromRow(row);
  }

  newestIncoming(): StoredMessage | null {
    const row = this.#sql
      .exec<MessageRow>("SELECT * FROM message WHERE direction = 'in' ORDER BY at DESC, seq DESC LIMIT 1")
      .toArray()[0];
    return row ? fromRow(row) : null;
  }

  /** Everything that stands later than `at` (ms), oldest first; read as far as the caller goes. */
  *later(at: number): Iterable<StoredMessage> {
    const rows = this.#sql.exec<MessageRow>('SELECT * FROM message WHERE at > ? ORDER BY at, seq', at);
    for (const row of rows) yield fromRow(row);
  }

  /** Files that are to be fetched by `now`. */
  files(now: number): FileJob[] {
    type Row = { message_id: string; source: string; attempt: number; due_at: number };
    return this.#sql
      .exec<Row>(
        'SELECT message_id, source, attempt, due_at FROM file WHERE due_at <= ? ORDER BY due_at',
        now,
      )
      .toArray()
      .map((row) => ({
        messageId: row.message_id,
        source: JSON.parse(row.source) as FileJob['source'],
        attempt: row.attempt,
        dueAt: row.due_at,
      }));
  }

  commandRev(clientId: string): number | null {
    const row = this.#sql
      .exec<{ rev: number }>('SELECT rev FROM command WHERE client_id = ?', clientId)
      .toArray()[0];
    return row?.rev ?? null;
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
    if (change.waits) this.#waiting = undefined;
    this.#storage.transactionSync(() => {
      if (change.changed) {
        change.setHead({ rev: change.rev });
        this.#putHead(change.state);
      }
      for (const message of change.messages.values()) this.#putMessage(message);
      for (const [part, body] of Object.entries(change.parts)) {
        this.#write('INSERT OR REPLACE INTO panel VALUES (?, ?)', part, JSON.stringify(body));
      }
      for (const row of change.queue) this.#putOutbox(row);
      for (const id of change.unqueue) this.#write('DELETE FROM outbox WHERE message_id = ?', id);
      for (const metaId of change.unpark) this.#write('DELETE FROM parked WHERE meta_id = ?', metaId);
      this.#park(change.park.filter(({ metaId }) => !change.unpark.includes(metaId)));
      this.#putFiles(change);
      for (const clientId of change.commands) {
        this.#write('INSERT OR IGNORE INTO command VALUES (?, ?, ?)', clientId, change.rev, change.now);
      }
    });
    if (change.changed) this.#state = { ...change.state };
    this.#panel &&= { ...this.#panel, ...change.parts };
  }

  /** Writes down what nobody sees, without a commit. */
  keep(state: State): void {
    this.#putHead(state);
    this.#state = state;
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

  #putFiles({ fetch, unfetch }: Change): void {
    for (const { messageId, source, attempt, dueAt } of fetch) {
      this.#write(
        'INSERT OR REPLACE INTO file (message_id, slot, source, attempt, due_at) VALUES (?, ?, ?, ?, ?)',
        ...[messageId, source.slot, JSON.stringify(source), attempt, dueAt],
      );
    }
    for (const { messageId, source } of unfetch) {
      this.#write('DELETE FROM file WHERE message_id = ? AND slot = ?', messageId, source.slot);
    }
  }

  #putOutbox(row: OutboxRow): void {
    this.#write(
      `INSERT INTO outbox (seq, message_id, attempt, due_at, left_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET attempt = excluded.attempt, due_at = excluded.due_at, left_at = excluded.left_at`,
      ...[row.seq, row.messageId, row.attempt, row.dueAt, row.leftAt],
    );
  }

  /** Forgets reports and client ids that are too old at `now` (ms; ). Returns how many reports. */
  forget(now: number): number {
    const before = { parked: now - parkedFor, commands: now - commandsFor };
    this.#waiting = undefined;
    const { count } = this.#sql
      .exec<{ count: number }>('SELECT count(*) AS count FROM parked WHERE arrived_at <= ?', before.parked)
      .one();
    if (count > 0) this.#write('DELETE FROM parked WHERE arrived_at <= ?', before.parked);
    this.#write('DELETE FROM command WHERE at <= ?', before.commands);
    return count;
  }

  /** Keeps what was told of messages that are not here, one of each kind. */
  #park(reports: readonly Parked[]): void {
    for (const parked of reports) {
      this.#write(
        `INSERT INTO parked VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET report = excluded.report`,
        ...[parked.metaId, parkedKey(parked), JSON.stringify(parked), parked.arrivedAt],
      );
    }
  }

  commands(): string[] {
    const rows = this.#sql.exec<{ client_id: string }>('SELECT client_id FROM command').toArray();
    return rows.map((row) => row.client_id);
  }

  /** Everything that another conversation has taken over; the signpost stays. */
  dropAll(): void {
    this.#waiting = undefined;
    this.#state = null;
    this.#panel = undefined;
    this.#storage.transactionSync(() => {
      for (const table of ['head', 'message', 'outbox', 'parked', 'command', 'file', 'panel']) {
        this.#write(`DELETE FROM ${table}`);
      }
    });
  }

  dropParked(): void {
    this.#waiting = undefined;
    this.#write('DELETE FROM parked');
  }
}
