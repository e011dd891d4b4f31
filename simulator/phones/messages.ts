/** Messages between accounts and phones, both ways. All the SQL about them is here. */

export type Sender = 'customer' | 'business';
/** Of the business: how far it got. Of the customer: whether the business has it and has read it. */
export type MessageStatus = 'accepted' | 'sent' | 'delivered' | 'read';

export type StoredMessage = {
  readonly wamid: string;
  readonly accountId: string;
  readonly phone: string;
  readonly sender: Sender;
  readonly at: number;
  /** Type and content in Meta's words. */
  readonly message: Readonly<Record<string, unknown>>;
  readonly status: MessageStatus;
  /** The customer has looked at it. */
  readonly seen: boolean;
  /** The business's `biz_opaque_callback_data`. */
  readonly opaque: string | null;
  /** The free entry point that it was sent in. */
  readonly freeEntry: { readonly id: string; readonly until: number } | null;
};

type Row = {
  wamid: string;
  account_id: string;
  phone: string;
  sender: Sender;
  at: number;
  message: string;
  status: MessageStatus;
  seen: number;
  opaque: string | null;
  fep_id: string | null;
  fep_until: number | null;
};

function toMessage(row: Row): StoredMessage {
  const { wamid, phone, sender, at, status, opaque, fep_id: id, fep_until: until } = row;
  return {
    ...{ wamid, accountId: row.account_id, phone, sender, at, status, opaque },
    message: JSON.parse(row.message) as Record<string, unknown>,
    seen: row.seen === 1,
    freeEntry: id === null || until === null ? null : { id, until },
  };
}

/** Adds a message. */
export function insertMessage(sql: SqlStorage, message: StoredMessage): void {
  const { wamid, accountId, phone, sender, at, status, opaque, freeEntry } = message;
  sql.exec(
    `INSERT INTO messages (wamid, account_id, phone, sender, at, message, status, seen, opaque, fep_id, fep_until)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[
      wamid,
      accountId,
      phone,
      sender,
      at,
      JSON.stringify(message.message),
      status,
      Number(message.seen),
      opaque,
    ],
    ...[freeEntry?.id ?? null, freeEntry?.until ?? null],
  );
}

/** The message with this id on this account, or null. */
export function findMessage(sql: SqlStorage, accountId: string, wamid: string): StoredMessage | null {
  const [row] = sql
    .exec<Row>(`SELECT * FROM messages WHERE wamid = ? AND account_id = ?`, wamid, accountId)
    .toArray();
  return row === undefined ? null : toMessage(row);
}

/** Messages of one chat as the phone orders them. */
export function messagesOf(sql: SqlStorage, accountId: string, phone: string): StoredMessage[] {
  return sql
    .exec<Row>(`SELECT * FROM messages WHERE account_id = ? AND phone = ? ORDER BY at, seq`, accountId, phone)
    .toArray()
    .map(toMessage);
}

/** Messages to this phone that may still get further, in the order of their sending. */
export function climbingTo(sql: SqlStorage, phone: string): StoredMessage[] {
  return sql
    .exec<Row>(
      `SELECT * FROM messages WHERE phone = ? AND sender = 'business' AND (status <> 'delivered' OR seen = 0)
       AND status <> 'read' ORDER BY seq`,
      phone,
    )
    .toArray()
    .map(toMessage);
}

/** Keeps how far a message of the business got. */
export function moveMessage(
  sql: SqlStorage,
  wamid: string,
  to: { status: MessageStatus; seen: boolean },
): void {
  sql.exec(`UPDATE messages SET status = ?, seen = ? WHERE wamid = ?`, to.status, Number(to.seen), wamid);
}

/** The second tick of customers' messages: the product has taken their webhooks. */
export function markTaken(sql: SqlStorage, wamids: readonly string[]): void {
  sql.exec(
    `UPDATE messages SET status = 'delivered'
     WHERE wamid IN (SELECT value FROM json_each(?)) AND sender = 'customer' AND status = 'sent'`,
    JSON.stringify(wamids),
  );
}

/** Blue ticks of a customer's messages up to and with this one. */
export function markRead(sql: SqlStorage, { accountId, phone, at }: StoredMessage): void {
  sql.exec(
    `UPDATE messages SET status = 'read' WHERE account_id = ? AND phone = ? AND sender = 'customer' AND at <= ?`,
    ...[accountId, phone, at],
  );
}

/** What the list of chats shows of each. */
export type Summary = {
  readonly accountId: string;
  readonly phone: string;
  readonly at: number;
  readonly sender: Sender;
  readonly message: Readonly<Record<string, unknown>>;
  readonly unread: number;
};

type SummaryRow = {
  account_id: string;
  phone: string;
  at: number;
  sender: Sender;
  message: string;
  unread: number;
};

/** Of every chat (of one phone): the newest message that has reached the phone, and how many there are unread. */
export function summaries(sql: SqlStorage, phone: string | null = null): Summary[] {
  return sql
    .exec<SummaryRow>(
      `SELECT account_id, phone, MAX(at) AS at, sender, message, SUM(sender = 'business' AND seen = 0) AS unread
       FROM messages
       WHERE (sender = 'customer' OR status IN ('delivered', 'read')) AND (?1 IS NULL OR phone = ?1)
       GROUP BY account_id, phone`,
      phone,
    )
    .toArray()
    .map(({ account_id: accountId, message, ...row }) => ({
      ...row,
      accountId,
      message: JSON.parse(message) as Record<string, unknown>,
    }));
}
