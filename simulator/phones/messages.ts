/** Messages between accounts and phones, both ways. All the SQL about them is here. */
import type { Origin } from '../control.ts';

export type Sender = 'customer' | 'business';
/** Of the business: how far it got. Of the customer: whether the business has it and has read it. */
export type MessageStatus = 'accepted' | 'sent' | 'delivered' | 'read' | 'played';

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
  /** Where the business wrote it if not through the API. */
  readonly origin: Origin | null;
  /** '' where there is none. */
  readonly customerEmoji: string;
  readonly businessEmoji: string;
  /** How often it was edited. */
  readonly edits: number;
  readonly unsent: boolean;
};

/** A message before anything happened to it. */
export type NewMessage = Omit<
  StoredMessage,
  'customerEmoji' | 'businessEmoji' | 'edits' | 'unsent' | 'origin'
> & { readonly origin?: Origin | null };

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
  origin: Origin | null;
  customer_emoji: string;
  business_emoji: string;
  edits: number;
  unsent: number;
};

function toMessage(row: Row): StoredMessage {
  const { wamid, phone, sender, at, status, opaque, fep_id: id, fep_until: until } = row;
  return {
    ...{ wamid, accountId: row.account_id, phone, sender, at, status, opaque },
    message: JSON.parse(row.message) as Record<string, unknown>,
    seen: row.seen === 1,
    freeEntry: id === null || until === null ? null : { id, until },
    ...{ origin: row.origin, customerEmoji: row.customer_emoji, businessEmoji: row.business_emoji },
    ...{ edits: row.edits, unsent: row.unsent === 1 },
  };
}

/** Adds a message. */
export function insertMessage(sql: SqlStorage, message: NewMessage): void {
  const { wamid, accountId, phone, sender, at, status, opaque, freeEntry, origin = null } = message;
  sql.exec(
    `INSERT INTO messages
     (wamid, account_id, phone, sender, at, message, status, seen, opaque, fep_id, fep_until, origin)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[wamid, accountId, phone, sender, at, JSON.stringify(message.message), status],
    ...[Number(message.seen), opaque, freeEntry?.id ?? null, freeEntry?.until ?? null, origin],
  );
}

/** Puts a reaction on a message, or takes it off with ''. */
export function putEmoji(
  sql: SqlStorage,
  { wamid }: StoredMessage,
  { by, emoji }: { by: Sender; emoji: string },
): void {
  sql.exec(`UPDATE messages SET ${by}_emoji = ? WHERE wamid = ?`, emoji, wamid);
}

/** The message says something else now. */
export function rewrite(sql: SqlStorage, wamid: string, message: StoredMessage['message']): void {
  const json = JSON.stringify(message);
  sql.exec(`UPDATE messages SET message = ?, edits = edits + 1 WHERE wamid = ?`, json, wamid);
}

/** The message was taken back. */
export function markUnsent(sql: SqlStorage, wamid: string): void {
  sql.exec(`UPDATE messages SET unsent = 1 WHERE wamid = ?`, wamid);
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
       AND status NOT IN ('read', 'played') ORDER BY seq`,
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
  readonly unsent: boolean;
  readonly unread: number;
};

type SummaryRow = {
  account_id: string;
  phone: string;
  at: number;
  sender: Sender;
  message: string;
  unsent: number;
  unread: number;
};

/** Of every chat (of one phone): the newest message that has reached the phone, and how many there are unread. */
export function summaries(sql: SqlStorage, phone: string | null = null): Summary[] {
  return sql
    .exec<SummaryRow>(
      `SELECT account_id, phone, MAX(at) AS at, sender, message, unsent, SUM(sender = 'business' AND seen = 0) AS unread
       FROM messages
       WHERE (sender = 'customer' OR status IN ('delivered', 'read', 'played')) AND (?1 IS NULL OR phone = ?1)
       GROUP BY account_id, phone`,
      phone,
    )
    .toArray()
    .map(({ account_id: accountId, message, unsent, ...row }) => ({
      ...row,
      accountId,
      unsent: unsent === 1,
      message: JSON.parse(message) as Record<string, unknown>,
    }));
}
