/** WhatsApp: wire → events. Every entry, change, message and status; whatever is unknown is kept, never an exception. */
import type { ChannelEvent, Parsed } from '../channel.ts';
import { metaTime } from '../tolerant.ts';
import { readCall, readCallStatus } from './parse-call.ts';
import { readHistory, readOldMessage } from './parse-history.ts';
import { readLetter } from './parse-message.ts';
import {
  accountEvent,
  breakage,
  isBroken,
  readContacts,
  readList,
  type Item,
  type Place,
} from './parse-place.ts';
import { readStatus } from './parse-status.ts';
import { readHandover, readPreference } from './parse-thread.ts';
import * as wire from './wire.ts';

type Value = Readonly<Record<string, unknown>>;

/** Fields whose values hold lists about customers; any other field is about the account. */
const ofCustomers: ReadonlySet<string> = new Set([
  ...['messages', 'smb_message_echoes', 'history', 'calls', 'user_preferences', 'standby'],
  'messaging_handovers',
]);
/** Some relays leave the field out; what is inside says it too. */
const lists = ['messages', 'statuses', 'message_echoes', 'history', 'calls', 'user_preferences', 'standby'];

function isObject(value: unknown): value is Value {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An echo of another app has what it sent one level deeper, as it sent it. */
function readEcho(place: Place, raw: unknown): Item {
  const sent = isObject(raw) && isObject(raw.message) ? { ...raw.message, ...raw } : raw;
  return readLetter(place, sent, { author: 'business' });
}

function isOfCall(field: string, status: unknown): boolean {
  return field === 'calls' || (isObject(status) && status.type === 'call');
}

function readErrors(place: Place, value: Value): Item[] {
  const { errors } = value;
  const isNothing = errors === undefined || errors === null || (Array.isArray(errors) && errors.length === 0);
  const at = place.at ?? 0;
  return isNothing ? [] : [accountEvent({ accountId: place.accountId, kind: 'errors', at }, errors)];
}

function readLists(place: Place, field: string, value: Value): Item[] {
  return [
    ...readList(value, 'messages', (raw) =>
      place.history ? readOldMessage(place, raw) : readLetter(place, raw, { author: 'customer' }),
    ),
    ...readList(value, 'message_echoes', (raw) => readEcho(place, raw)),
    ...readList(value, 'statuses', (raw) =>
      isOfCall(field, raw) ? readCallStatus(place, raw) : readStatus(place, raw),
    ),
    ...readList(value, 'history', (raw) => readHistory(place, raw)),
    ...readList(value, 'calls', (raw) => readCall(place, raw)),
    ...readList(value, 'user_preferences', (raw) => readPreference(place, raw)),
    ...readErrors(place, value),
  ];
}

type Change = { readonly field: string; readonly entryId: string; readonly at: number | null };

function placeOf({ field, entryId, at }: Change, value: Value): Place {
  const { metadata, contacts } = wire.value.parse(value);
  const ofHistory = field === 'history';
  const ofOthers = field === 'standby';
  // Without a number it is nobody's message, but something of the whole business account.
  const accountId = metadata?.phone_number_id ?? (isAboutCustomers(field, value) ? '' : entryId);
  return {
    accountId,
    display: metadata?.display_phone_number ?? '',
    contacts: readContacts(contacts),
    at,
    origin: ofHistory ? 'history' : ofOthers ? 'other-app' : 'phone-app',
    ...(ofOthers && { elsewhere: true }),
    ...(ofHistory && { history: true }),
  };
}

function isAboutCustomers(field: string, value: Value): boolean {
  return ofCustomers.has(field) && lists.some((name) => name in value);
}

/** `field` or `field.EVENT`, as admins know it. */
function accountKind(field: string, value: unknown): string {
  const { event, decision, new_quality_score } = wire.accountValue.safeParse(value).data ?? {};
  // Meta's own sample of a quality update bears the name of the status update.
  if (field === 'message_template_status_update' && !event && new_quality_score) {
    return 'message_template_quality_update';
  }
  const word = event ?? decision;
  return word ? `${field}.${word}` : field;
}

function readCustomers(change: Change, value: Value): Item[] {
  if (change.field === 'messaging_handovers') return [readHandover(placeOf(change, value), value)];
  // What another app sees comes one level deeper.
  const standby = isObject(value.standby) ? value.standby : {};
  const whole = { ...value, ...standby };
  const items = readLists(placeOf(change, whole), change.field, whole);
  return items.length > 0 ? items : [readAccount(change, value)];
}

function readAccount(change: Change, value: unknown): Item {
  const { field, at, entryId } = change;
  const { metadata } = wire.value.safeParse(value).data ?? {};
  const accountId = metadata?.phone_number_id ?? entryId;
  return accountEvent({ accountId, kind: accountKind(field, value), ...(at !== null && { at }) }, value);
}

/** Meta's samples put `rejection_info` beside the value. */
function withNeighbours(change: Value, value: unknown): unknown {
  const { field: _field, value: _value, ...beside } = change;
  return isObject(value) ? { ...beside, ...value } : value;
}

function fieldOf(field: string | undefined, value: unknown): string | undefined {
  if (field) return field;
  const name = isObject(value) ? lists.find((one) => one in value) : undefined;
  return name && (ofCustomers.has(name) ? name : 'messages');
}

function readChange(entryId: string, at: number | null, raw: unknown): Item[] {
  const parsed = wire.change.safeParse(raw);
  const { value } = parsed.data ?? {};
  const field = fieldOf(parsed.data?.field, value);
  if (!parsed.success || !field) return [breakage('change without a field', raw)];
  const change = { field, entryId, at };
  if (!ofCustomers.has(field)) return [readAccount(change, withNeighbours(parsed.data, value))];
  return isObject(value) ? readCustomers(change, value) : [breakage(`${field} without a value`, raw)];
}

function readEntry(raw: unknown): Item[] {
  const parsed = wire.entry.safeParse(raw);
  if (!parsed.success) return [breakage('entry that is not an object', raw)];
  const { id = '', time, changes } = parsed.data;
  if (changes.length === 0) return [breakage('entry without changes', raw)];
  return changes.flatMap((change) => readChange(id, metaTime(time), change));
}

/** Everything that the entries of one webhook body say. Never throws. */
export function parseWhatsApp(entries: readonly unknown[]): Parsed {
  const items = entries.flatMap(readEntry);
  return {
    events: items.filter((item): item is ChannelEvent => !isBroken(item)),
    broken: items.filter(isBroken),
  };
}
