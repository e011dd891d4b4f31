/** WhatsApp: where in a body something stands, whose it is, and what is made of what cannot be understood. */
import type { Origin } from '#domain/message.ts';
import type {
  AccountEvent,
  Broken,
  ChannelEvent,
  ConversationEvent,
  CustomerName,
  MetaError,
  Profile,
} from '../channel.ts';
import { bareName, whatsAppName, whatsAppNames, type WhatsAppUser } from '../names.ts';
import { keepRaw, metaTime, those } from '../tolerant.ts';
import * as wire from './wire.ts';

const channel = 'whatsapp';

/** The `contacts` of a value, to be found under any of their names. */
type Contacts = {
  readonly byName: ReadonlyMap<CustomerName, wire.WireContact>;
  /** The contact of a value that has only this one. */
  readonly only?: wire.WireContact;
};

/** What one `value` says for everything in it. */
export type Place = {
  readonly accountId: string;
  /** Our own number as Meta shows it, or ''. */
  readonly display: string;
  readonly contacts: Contacts;
  /** Time of the entry in ms, for what has none of its own. */
  readonly at: number | null;
  /** Where echoes of this field come from. */
  readonly origin: Origin;
  /** It came through `standby`. */
  readonly elsewhere?: true;
  /** It came through `history`. */
  readonly history?: true;
};

/** What one thing in a body became. */
export type Item = ChannelEvent | Broken;

export const isBroken = (item: Item): item is Broken => 'reason' in item;

/** The customer of an event: names, what the event calls them, and what it says of them. */
export type Customer = {
  readonly names: readonly CustomerName[];
  readonly peer: string;
  readonly profile: Profile;
};

/** Kept with its reason. */
export function breakage(reason: string, raw: unknown): Broken {
  return { channel, reason, raw: keepRaw(raw) };
}

/** Something that cannot be attributed, together with the event that it would be: of nobody, or without an id or a time. */
type Unattributed = Broken & { readonly event: ConversationEvent };

/** Kept with its reason, and with what it says all the same. */
export function unattributed(reason: string, raw: unknown, event: ConversationEvent): Unattributed {
  return { ...breakage(reason, raw), event, ...(event.type === 'status' && { step: event.step }) };
}

/** Whether it is known what a broken part would have been. */
export function isUnattributed(broken: Broken): broken is Unattributed {
  return 'event' in broken;
}

/** Something for admins, with all that Meta said. */
export function accountEvent(
  of: { accountId: string; kind: string; at?: number },
  raw: unknown,
): AccountEvent {
  const { accountId, kind, at = 0 } = of;
  return { type: 'account', channel, accountId, kind, at, raw: keepRaw(raw) };
}

/** Every item of the list that `value` has under `key`; what stands there and is no list is broken. */
export function readList(
  value: Readonly<Record<string, unknown>>,
  key: string,
  read: (item: unknown) => Item | readonly Item[],
): Item[] {
  const found = value[key];
  if (found === undefined || found === null) return [];
  return Array.isArray(found) ? found.flatMap(read) : [breakage(`${key} that are no list`, found)];
}

/** The first of Meta's errors in a list, if there is one. */
export function metaError(errors: readonly unknown[]): MetaError | undefined {
  const [first] = those(wire.error, errors);
  if (!first) return undefined;
  const { code, title, message, details, error_data } = first;
  return { code, title: title ?? message ?? '', details: error_data?.details ?? details ?? '' };
}

function userOf(contact: wire.WireContact): WhatsAppUser {
  return { bsuid: contact.user_id, parent: contact.parent_user_id, phone: contact.wa_id };
}

/** Reads `contacts`; the first one of a name is the one that counts. */
export function readContacts(raw: readonly unknown[]): Contacts {
  const contacts = those(wire.contact, raw);
  const byName = new Map<CustomerName, wire.WireContact>();
  for (const contact of contacts) {
    for (const name of whatsAppNames(userOf(contact))) if (!byName.has(name)) byName.set(name, contact);
  }
  return { byName, ...(contacts.length === 1 && contacts[0] && { only: contacts[0] }) };
}

function contactOf({ contacts }: Place, names: readonly CustomerName[]): wire.WireContact | undefined {
  // Who has no name of their own is the only contact of the body.
  if (names.length === 0) return contacts.only;
  const known = names.find((name) => contacts.byName.has(name));
  return known && contacts.byName.get(known);
}

function profileOf(contact: wire.WireContact | undefined, phone: string | undefined): Profile {
  const { name, username } = contact?.profile ?? {};
  return {
    ...(name && { name }),
    ...(username && { username: `@${username.replace(/^@/, '')}` }),
    ...(phone && { phone: phone.replace(/^\+/, '') }),
  };
}

const isPhone = (written: string | undefined): boolean =>
  whatsAppName(written)?.startsWith('phone:') ?? false;

/**
 * The customer whom `users` call, all of them the same person; the contacts of the body add the names that are missing.
 * Null where nobody is named.
 */
export function customerOf(place: Place, ...users: readonly WhatsAppUser[]): Customer | null {
  const own = whatsAppNames(...users);
  const contact = contactOf(place, own);
  const names = contact ? whatsAppNames(...users, userOf(contact)) : own;
  if (names.length === 0) return null;
  const said = users.map(({ phone, bsuid, parent }) => phone ?? bsuid ?? parent).find(Boolean);
  const phone = [...users.map((user) => user.phone), contact?.wa_id].find(isPhone);
  return { names, peer: said ?? contact?.wa_id ?? bareName(names[0]), profile: profileOf(contact, phone) };
}

/** In place of a customer whom nobody names. */
export const nobody: Customer = { names: [], peer: '', profile: {} };

/** A group in place of a customer; peer and profile are those of the participant who wrote, if one did. */
export function groupOf(id: string, participant: Customer | null): Customer {
  const { peer = id, profile = {} } = participant ?? {};
  return { names: [`group:${id}`], peer, profile };
}

/** When it happened, in ms: its own time, else that of its entry. */
export function timeOf(place: Place, timestamp: unknown): number | null {
  return metaTime(timestamp) ?? place.at;
}

/** What every event of a customer begins with. */
export function addressed(place: Place, { names, peer }: Customer, at: number) {
  const { accountId, elsewhere } = place;
  return { channel, accountId, names, peer, at, ...(elsewhere && { elsewhere }) } as const;
}
