/** What a conversation learns of its customer: names and attributes. Pure. */
import type { CustomerName, Profile, Recipient } from '../channels/channel.ts';
import type { Change } from './change.ts';
import type { State } from './state.ts';

const day = 24 * 60 * 60 * 1000;
/** Profiles are looked at again when the customer writes after this time (Meta, "User Profile": pictures expire). */
const profileFreshFor = 3 * day;

/** The row's title: what the team calls them, else the profile name, else the username, else the phone. */
export function retitle(change: Change): void {
  const { head, panel, state } = change;
  const name = panel.details.name || state.profileName || head.username || head.phone || '';
  if (name !== head.name) change.setHead({ name });
}

/** Attributes of the customer as an event or a profile tells them. In a group they are of whoever wrote. */
export function learnProfile(change: Change, { name, username, phone }: Profile): void {
  if (change.head.group) return;
  if (name && name !== change.state.profileName) change.setState({ profileName: name });
  if (username && username !== change.head.username) change.setHead({ username });
  if (phone && `+${phone}` !== change.head.phone) change.setHead({ phone: `+${phone}` });
  retitle(change);
}

/** Names that an event shows become names of this conversation. */
export function learnNames(change: Change, names: readonly CustomerName[]): void {
  const fresh = names.filter((name) => !change.state.names.includes(name));
  if (fresh.length === 0) return;
  change.setState({ names: [...change.state.names, ...fresh] });
  const phone = fresh.findLast((name) => name.startsWith('phone:'));
  if (phone) change.setHead({ phone: `+${phone.slice('phone:'.length)}` });
  if (phone) change.setState({ contactWanted: true });
  if (fresh.some((name) => name.startsWith('group:'))) change.setMark('group', true);
  retitle(change);
}

/** Meta is asked for the profile when the customer writes and what is known is old (Meta, "User Profile"). */
export function wantProfile(change: Change): void {
  const { head, state } = change;
  if (head.channel === 'whatsapp' || head.group || state.profileDueAt !== null) return;
  if (state.profileAt !== null && state.profileAt + profileFreshFor > change.now) return;
  change.setState({ profileDueAt: change.now });
}

/** The newest of a kind of name, bare. */
function newest(state: State, kind: string): string | undefined {
  return state.names.findLast((name) => name.startsWith(`${kind}:`))?.slice(kind.length + 1);
}

/** An ordinary BSUID rather than one of a group of portfolios: every account may write to it (Meta, "Business-scoped user IDs"). */
function bsuidOf({ names }: State): string | undefined {
  const all = names.filter((name) => name.startsWith('bsuid:'));
  const chosen = all.findLast((name) => !name.includes('.ENT.')) ?? all.at(-1);
  return chosen?.slice('bsuid:'.length);
}

/** What Meta takes as the address. The phone as Meta last wrote it: names are canonical, addresses are not. */
export function recipientOf(state: State): Recipient {
  const phone = state.head.phone?.replace(/^\+/, '');
  const bsuid = bsuidOf(state);
  const [psid, igsid, group] = ['psid', 'igsid', 'group'].map((kind) => newest(state, kind));
  return {
    ...(phone && { phone }),
    ...(bsuid && { bsuid }),
    ...(psid && { psid }),
    ...(igsid && { igsid }),
    ...(group && { group }),
  };
}
