/**
 * What Messenger and Instagram share: entries, items, changes. Every kind is understood on both, also where Meta documents it
 * for one. What is unknown is kept as an account event, what is broken as such; neither costs its neighbours anything.
 */
import type { AccountEvent, Broken, ChannelEvent, Parsed } from './channel.ts';
import { accountEvent, broken, timeUnknown, type Dialect, type Item, type Place } from './messaging-item.ts';
import * as messages from './messaging-messages.ts';
import * as reports from './messaging-reports.ts';
import * as wire from './messaging-wire.ts';
import { metaTime } from './tolerant.ts';

type Outcome = messages.Outcome;
type Reader = (item: Item, value: unknown) => Outcome;

/** What an item tells, by Meta's key, in the order in which several in one item are told. */
const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['pass_thread_control', reports.readPass],
  ['take_thread_control', reports.readTake],
  ['request_thread_control', reports.readRequest],
  ['app_roles', reports.readRoles],
  ['referral', reports.readReferral],
  ['lead', reports.readLead],
  ['message', messages.readMessage],
  ['postback', messages.readPostback],
  ['order', messages.readOrder],
  ['message_edit', messages.readEdit],
  ['reaction', reports.readReaction],
  ['delivery', reports.readDelivery],
  ['read', reports.readRead],
  ['optin', reports.readOptin],
  ['messaging_feedback', reports.readFeedback],
]);
const envelope: readonly string[] = ['sender', 'recipient', 'timestamp', 'field'];

type Fields = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isThere = (value: unknown): boolean => value !== undefined && value !== null;

/** The dashboard's “Test” button sends samples in the name of account 0: they are nobody's conversation. */
const sampleAccount = '0';
const samplePrefix = 'sample.';

/** Meta's own word for what an item tells. */
function wordOf(raw: Fields): string {
  const key = Object.keys(raw).find((one) => !envelope.includes(one) && isThere(raw[one]));
  return key?.replaceAll('-', '_') ?? 'unknown';
}

/** The account, also where the entry does not name it: whoever of the two is not the customer. */
function accountOf(place: Place, item: wire.WireItem): string {
  if (place.accountId !== '') return place.accountId;
  const { is_echo: isEcho } = wire.message.safeParse(item.message).data ?? {};
  return (isEcho ? item.sender?.id : item.recipient?.id) ?? '';
}

function itemOf(place: Place, raw: Fields): Item {
  const parsed = wire.item.parse(raw);
  const { sender, recipient, timestamp } = parsed;
  return {
    place: { ...place, accountId: accountOf(place, parsed) },
    raw,
    sender: sender?.id,
    recipient: recipient?.id,
    isVisitor: sender?.id === undefined && sender?.user_ref !== undefined,
    at: metaTime(timestamp) ?? place.at ?? timeUnknown,
  };
}

/** Everything that one item tells; several kinds in it are several events. */
function understandItem(place: Place, raw: Fields): Outcome[] {
  const item = itemOf(place, raw);
  const outcomes: Outcome[] = [];
  for (const [key, read] of readers) {
    const value = raw[key];
    // A lead belongs to the referral beside it.
    const isTold = key === 'lead' && isThere(raw.referral);
    if (isThere(value) && !isTold) outcomes.push(read(item, value));
  }
  return outcomes.length > 0 ? outcomes : [accountEvent(item.place, wordOf(raw), raw)];
}

function readItem(place: Place, raw: unknown): Outcome[] {
  if (!isObject(raw)) return [broken(place.dialect, 'event that is not an object', raw)];
  if (isThere(raw.field) && isThere(raw.value)) return readChange(place, raw);
  if (place.accountId === sampleAccount) return [accountEvent(place, `${samplePrefix}${wordOf(raw)}`, raw)];
  return understandItem(place, raw);
}

/** Whether the value of a change is an item like those of `messaging`. */
function isItem(value: unknown): value is Fields {
  if (!isObject(value)) return false;
  return (isObject(value.sender) || isObject(value.recipient)) && wordOf(value) !== 'unknown';
}

/** `{field, value}`: in `changes`, as an item, or on the entry itself. Comments and the like open no thread. */
function readChange(place: Place, raw: unknown): Outcome[] {
  const { field, value } = wire.change.safeParse(raw).data ?? {};
  if (isItem(value)) return readItem(place, value);
  if (!field) return [broken(place.dialect, 'change without a field', raw)];
  return [accountEvent(place, field, raw)];
}

function listOf(dialect: Dialect, name: string, value: unknown): { items: unknown[]; odd: Broken[] } {
  if (!isThere(value)) return { items: [], odd: [] };
  if (Array.isArray(value)) return { items: value, odd: [] };
  return { items: [], odd: [broken(dialect, `${name} that is no list`, value)] };
}

function readEntry(dialect: Dialect, raw: unknown): Outcome[] {
  const parsed = wire.entry.safeParse(raw);
  if (!parsed.success) return [broken(dialect, 'entry that is not an object', raw)];
  const { id = '', time, messaging, standby, changes, field } = parsed.data;
  const place: Place = { dialect, accountId: id, at: metaTime(time), elsewhere: false };
  const isEmpty = ![messaging, standby, changes, field].some(isThere);
  if (isEmpty) return [broken(dialect, 'entry without events', raw)];
  const own = listOf(dialect, 'messaging', messaging);
  const others = listOf(dialect, 'standby', standby);
  const changed = listOf(dialect, 'changes', changes);
  return [
    ...[own, others, changed].flatMap(({ odd }) => odd),
    ...own.items.flatMap((one) => readItem(place, one)),
    // Another app holds the thread; what is said in it is the same.
    ...others.items.flatMap((one) => readItem({ ...place, elsewhere: true }, one)),
    ...changed.items.flatMap((one) => readChange(place, one)),
    ...(field ? readChange(place, parsed.data) : []),
  ];
}

function sorted(outcomes: readonly Outcome[]): Parsed {
  return {
    events: outcomes.filter((one): one is ChannelEvent => !('reason' in one)),
    broken: outcomes.filter((one): one is Broken => 'reason' in one),
  };
}

/** Everything that the entries of one body say. Never throws. */
export function readEntries(dialect: Dialect, entries: readonly unknown[]): Parsed {
  return sorted(entries.flatMap((raw) => readEntry(dialect, raw)));
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Kept cut: it was too long for a sample of Meta's.
    return undefined;
  }
}

/** What a sample of the dashboard would be if it came from a real account; nothing for every other event. */
export function sampled(dialect: Dialect, event: AccountEvent): Parsed {
  const raw = event.kind.startsWith(samplePrefix) ? parsedJson(event.raw) : undefined;
  if (!isObject(raw)) return { events: [], broken: [] };
  const { accountId, at } = event;
  return sorted(understandItem({ dialect, accountId, at, elsewhere: false }, raw));
}
