/** Which session looks at which conversation, so that its sockets there can be closed at once. */
export class Viewers {
  readonly #sql: SqlStorage;

  /** `sql` has the tables of migrations.ts. */
  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  came(sessionId: string, conversationId: string): void {
    this.#sql.exec('INSERT OR IGNORE INTO viewer VALUES (?, ?)', sessionId, conversationId);
  }

  left(sessionId: string, conversationId: string): void {
    this.#sql.exec(
      'DELETE FROM viewer WHERE session_id = ? AND conversation_id = ?',
      sessionId,
      conversationId,
    );
  }

  /** Conversations that a session looks at, or anybody when none is named. */
  conversations(sessionId: string | null): string[] {
    return this.#sql
      .exec<{ id: string }>(
        'SELECT DISTINCT conversation_id AS id FROM viewer WHERE session_id = ? OR ? IS NULL',
        ...[sessionId, sessionId],
      )
      .toArray()
      .map(({ id }) => id);
  }
}
