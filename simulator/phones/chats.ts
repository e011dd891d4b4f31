/** Chats: what stands between one account and one phone (or WhatsApp group) besides the messages. */
import type { Windows } from '../whatsapp/window.ts';

export type Chat = Windows & {
  readonly accountId: string;
  readonly phone: string;
  /** On the customer's screen now. */
  readonly open: boolean;
  /** The business is shown as typing until then; ms. */
  readonly typingUntil: number;
  /** When the customer last wrote, as the Human Agent rule counts: reactions and link entries do not. */
  readonly spokeAt: number | null;
  /** The customer has stopped marketing messages. */
  readonly stopped: boolean;
};

type Row = {
  account_id: string;
  phone: string;
  open: number;
  opener_at: number | null;
  ad_at: number | null;
  fep_id: string | null;
  fep_until: number | null;
  typing_until: number;
  spoke_at: number | null;
  stopped: number;
};

function toChat(row: Row): Chat {
  return {
    accountId: row.account_id,
    phone: row.phone,
    open: row.open === 1,
    openerAt: row.opener_at,
    adAt: row.ad_at,
    fepId: row.fep_id,
    fepUntil: row.fep_until,
    typingUntil: row.typing_until,
    spokeAt: row.spoke_at,
    stopped: row.stopped === 1,
  };
}

/** The chat of this account and phone; an empty one if they never met. */
export function findChat(sql: SqlStorage, accountId: string, phone: string): Chat {
  const [row] = sql
    .exec<Row>(`SELECT * FROM chats WHERE account_id = ? AND phone = ?`, accountId, phone)
    .toArray();
  if (row !== undefined) return toChat(row);
  const windows = { openerAt: null, adAt: null, fepId: null, fepUntil: null, spokeAt: null };
  return { accountId, phone, open: false, typingUntil: 0, stopped: false, ...windows };
}

/** All chats that ever began. */
export function allChats(sql: SqlStorage): Chat[] {
  return sql.exec<Row>(`SELECT * FROM chats`).toArray().map(toChat);
}

/** Keeps a chat as it is now. */
export function putChat(sql: SqlStorage, chat: Chat): void {
  sql.exec(
    `INSERT OR REPLACE INTO chats
     (account_id, phone, open, opener_at, ad_at, fep_id, fep_until, typing_until, spoke_at, stopped)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[chat.accountId, chat.phone, Number(chat.open), chat.openerAt, chat.adAt],
    ...[chat.fepId, chat.fepUntil, chat.typingUntil, chat.spokeAt, Number(chat.stopped)],
  );
}

/** Takes every chat of the phone off the screen. */
export function closeChats(sql: SqlStorage, phone: string): void {
  sql.exec(`UPDATE chats SET open = 0 WHERE phone = ?`, phone);
}
