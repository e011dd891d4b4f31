/** WhatsApp: old messages of a phone that was connected (`history`): they open nothing, count nothing, reopen nothing. */
import { whatsAppName, type WhatsAppUser } from '../names.ts';
import { readLetter, type Writer } from './parse-message.ts';
import { accountEvent, breakage, metaError, type Item, type Place } from './parse-place.ts';
import * as wire from './wire.ts';

/** The customer of a thread: its id is a phone or a BSUID, its context says more. */
function userOf(thread: ReturnType<typeof wire.thread.parse>): WhatsAppUser {
  const { wa_id, user_id, parent_user_id } = thread.context ?? {};
  return { bsuid: user_id, parent: parent_user_id, phone: wa_id ?? thread.id };
}

/** Old messages do not say who wrote them: ours have a recipient or come from our number, or from nobody of the thread. */
function writerOf(place: Place, raw: unknown, also?: WhatsAppUser): Writer {
  const { from, to, to_user_id, from_user_id } = wire.message.safeParse(raw).data ?? {};
  const sender = whatsAppName(from);
  const isCustomer = sender !== null && sender === whatsAppName(also?.phone);
  const isOurs =
    Boolean(to ?? to_user_id) ||
    (sender !== null && sender === whatsAppName(place.display)) ||
    (also !== undefined && sender !== null && !from_user_id);
  return { author: isOurs && !isCustomer ? 'business' : 'customer', ...(also && { also }) };
}

/** A message with a media id, which comes after the history that held its place under the same id. */
export function readOldMessage(place: Place, raw: unknown): Item {
  return readLetter(place, raw, writerOf(place, raw));
}

function readThread(place: Place, raw: unknown): Item[] {
  const parsed = wire.thread.safeParse(raw);
  if (!parsed.success) return [breakage('thread that is not an object', raw)];
  const user = userOf(parsed.data);
  return parsed.data.messages.map((message) => readLetter(place, message, writerOf(place, message, user)));
}

/** One chunk: its threads, and for admins how far it is or why it was refused. */
export function readHistory(place: Place, raw: unknown): Item[] {
  const parsed = wire.historyChunk.safeParse(raw);
  if (!parsed.success) return [breakage('history that is not an object', raw)];
  const { threads, errors, ...progress } = parsed.data;
  const { accountId } = place;
  const at = place.at ?? 0;
  const refused = metaError(errors);
  const kind = refused ? `history.${refused.code}` : 'history';
  return [
    ...threads.flatMap((thread) => readThread(place, thread)),
    accountEvent({ accountId, kind, at }, refused ? raw : progress),
  ];
}
