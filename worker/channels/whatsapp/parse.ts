/** WhatsApp: wire → events. Every entry, change, message and status; an unknown kind is `unsupported`, never an exception. */
import type { DeliveryStep } from '#domain/delivery.ts';
import type { Content } from '#domain/message.ts';
import type {
  AccountEvent,
  Broken,
  ChannelEvent,
  CustomerName,
  MessageEvent,
  MetaError,
  Parsed,
  Profile,
  StatusEvent,
} from '../channel.ts';
import { keepRaw, metaTime } from '../tolerant.ts';
import * as wire from './wire.ts';

const channel = 'whatsapp';

/** Kinds that are not the customer writing: no window, no unread (reference, sections 2 and 8; R-12). */
const notSpeech: ReadonlySet<string> = new Set(['reaction', 'system', 'edit', 'revoke']);
/** Media kinds have a caption that is worth showing. */
const captioned: readonly string[] = ['image', 'video', 'document'];

const steps = new Map<string, DeliveryStep | 'failed'>(
  (['accepted', 'sent', 'delivered', 'read', 'played', 'failed'] as const).map((step) => [step, step]),
);

type Sorted = { readonly events: ChannelEvent[]; readonly broken: Broken[] };
type Place = Sorted & { readonly accountId: string; readonly contacts: readonly wire.WireContact[] };

function breakage(reason: string, raw: unknown): Broken {
  return { channel, reason, raw: keepRaw(raw) };
}

/** Strongest name first: BSUID, then phone. Absent and empty mean the same. */
function namesOf(bsuid: string | undefined, phone: string | undefined): CustomerName[] {
  const names: CustomerName[] = [];
  if (bsuid) names.push(`bsuid:${bsuid}`);
  if (phone) names.push(`phone:${phone.replace(/^\+/, '')}`);
  return names;
}

/** A name without its kind. */
function bare(name: CustomerName | undefined): string {
  return name?.slice(name.indexOf(':') + 1) ?? '';
}

function contactFor(place: Place, from: string | undefined, userId: string | undefined) {
  const fits = place.contacts.find(
    (contact) => (from && contact.wa_id === from) || (userId && contact.user_id === userId),
  );
  // A sender without any name of their own is the only contact of the body.
  return fits ?? (!from && !userId && place.contacts.length === 1 ? place.contacts[0] : undefined);
}

function profileOf(contact: wire.WireContact | undefined): Profile {
  const { name, username } = contact?.profile ?? {};
  return { ...(name && { name }), ...(username && { username: `@${username.replace(/^@/, '')}` }) };
}

function captionOf(message: wire.WireMessage, type: string): string {
  const media = captioned.includes(type) ? message[type] : undefined;
  const caption = typeof media === 'object' && media !== null && 'caption' in media ? media.caption : '';
  return typeof caption === 'string' ? caption : '';
}

function contentOf(message: wire.WireMessage): Content {
  const type = message.type ?? 'unknown';
  if (type === 'text' && message.text) return { kind: 'text', text: message.text.body };
  return { kind: 'unsupported', type, text: captionOf(message, type) };
}

function readMessage(place: Place, raw: unknown): MessageEvent | Broken {
  const parsed = wire.message.safeParse(raw);
  if (!parsed.success) return breakage('message without an id', raw);
  const message = parsed.data;
  const contact = contactFor(place, message.from, message.from_user_id);
  const names: CustomerName[] = message.group_id
    ? [`group:${message.group_id}`]
    : namesOf(message.from_user_id || contact?.user_id, message.from || contact?.wa_id);
  if (names.length === 0) return breakage('message without a sender', raw);
  const at = metaTime(message.timestamp);
  if (at === null) return breakage('message without a time', raw);
  const content = contentOf(message);
  const speaks = !notSpeech.has(message.type ?? '');
  const whole = content.kind === 'text' && !message.context && !message.referral && !message.errors;
  return {
    type: 'message',
    channel,
    accountId: place.accountId,
    names,
    peer: message.from || message.from_user_id || bare(names[0]),
    id: message.id,
    at,
    content,
    profile: profileOf(contact),
    opens: speaks,
    speaks,
    ...(message.context?.id && { quotes: message.context.id }),
    ...(!whole && { raw: keepRaw(raw) }),
  };
}

function errorOf(raw: unknown): MetaError | undefined {
  const parsed = wire.error.safeParse(raw);
  if (!parsed.success) return undefined;
  const { code, title, message, error_data } = parsed.data;
  return { code, title: title ?? message ?? '', details: error_data?.details ?? '' };
}

function statusNames(place: Place, status: wire.WireStatus): CustomerName[] {
  if (status.recipient_type === 'group' && status.recipient_id) return [`group:${status.recipient_id}`];
  const contact = contactFor(place, status.recipient_id, status.recipient_user_id);
  return namesOf(status.recipient_user_id || contact?.user_id, status.recipient_id || contact?.wa_id);
}

function readStatus(place: Place, raw: unknown): StatusEvent | AccountEvent | Broken {
  const parsed = wire.status.safeParse(raw);
  if (!parsed.success) return breakage('status that is not an object', raw);
  const status = parsed.data;
  const step = steps.get(status.status ?? '');
  if (step === undefined)
    return accountEvent({ accountId: place.accountId, kind: `status.${status.status ?? 'unknown'}` }, raw);
  const names = statusNames(place, status);
  const at = metaTime(status.timestamp);
  const missing = [!status.id && 'an id', names.length === 0 && 'a recipient', at === null && 'a time'];
  if (!status.id || names.length === 0 || at === null) {
    return { ...breakage(`status without ${missing.filter(Boolean).join(' and ')}`, raw), step };
  }
  const error = errorOf(status.errors[0]);
  return {
    type: 'status',
    channel,
    accountId: place.accountId,
    names,
    peer: status.recipient_id || status.recipient_user_id || bare(names[0]),
    id: status.id,
    at,
    step,
    ...(error && { error }),
    ...(status.biz_opaque_callback_data && { callbackId: status.biz_opaque_callback_data }),
  };
}

function accountEvent(
  of: Pick<AccountEvent, 'accountId' | 'kind'> & { at?: number },
  raw: unknown,
): AccountEvent {
  const { accountId, kind, at = 0 } = of;
  return { type: 'account', channel, accountId, kind, at, raw: keepRaw(raw) };
}

function sort(into: Sorted, item: ChannelEvent | Broken): void {
  if ('reason' in item) into.broken.push(item);
  else into.events.push(item);
}

function readContacts(raw: readonly unknown[]): wire.WireContact[] {
  return raw.flatMap((item) => {
    const parsed = wire.contact.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  });
}

/** What should be a list and is something else. */
function notLists(raw: unknown): [name: string, value: unknown][] {
  const { messages, statuses } = raw as { messages?: unknown; statuses?: unknown };
  return Object.entries({ messages, statuses }).filter(
    ([, value]) => value !== undefined && !Array.isArray(value),
  );
}

function readMessages(into: Sorted, raw: unknown): void {
  const parsed = wire.value.safeParse(raw);
  if (!parsed.success) return sort(into, breakage('messages without a value', raw));
  const { metadata, contacts, messages, statuses } = parsed.data;
  const place: Place = {
    ...into,
    accountId: metadata?.phone_number_id ?? '',
    contacts: readContacts(contacts),
  };
  const odd = notLists(raw);
  for (const [name, value] of odd) sort(into, breakage(`${name} that are no list`, value));
  for (const message of messages) sort(into, readMessage(place, message));
  for (const status of statuses) sort(into, readStatus(place, status));
  const isEmpty = messages.length + statuses.length + odd.length === 0;
  if (isEmpty) sort(into, accountEvent({ accountId: place.accountId, kind: 'messages' }, raw));
}

/** Some relays leave the field out; what is inside says it too. */
function speaksOfMessages(value: unknown): boolean {
  return typeof value === 'object' && value !== null && ('messages' in value || 'statuses' in value);
}

function readEntry(into: Sorted, raw: unknown): void {
  const parsed = wire.entry.safeParse(raw);
  if (!parsed.success) return sort(into, breakage('entry that is not an object', raw));
  const at = metaTime(parsed.data.time) ?? 0;
  for (const item of parsed.data.changes) {
    const change = wire.change.safeParse(item);
    const { field, value } = change.data ?? {};
    if (field === 'messages' || (!field && speaksOfMessages(value))) readMessages(into, value);
    else if (field) sort(into, accountEvent({ accountId: parsed.data.id ?? '', kind: field, at }, value));
    else sort(into, breakage('change without a field', item));
  }
  if (parsed.data.changes.length === 0) sort(into, breakage('entry without changes', raw));
}

/** Everything that the entries of one webhook body say. Never throws. */
export function parseWhatsApp(entries: readonly unknown[]): Parsed {
  const into: Sorted = { events: [], broken: [] };
  for (const item of entries) readEntry(into, item);
  return into;
}
