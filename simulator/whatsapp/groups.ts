/** WhatsApp groups: who of them wrote last. Their window is the chat of the group's id. */
import { keep, recall } from '../kept.ts';

const keyOf = (group: string): string => `group ${group}`;

/** The phone that wrote last in the group, or null if nobody did. */
export function lastSpeaker(sql: SqlStorage, group: string): string | null {
  const known = recall(sql, keyOf(group));
  return typeof known === 'string' ? known : null;
}

/** Somebody wrote in the group. */
export function noteSpeaker(sql: SqlStorage, group: string, phone: string): void {
  keep(sql, keyOf(group), phone);
}
