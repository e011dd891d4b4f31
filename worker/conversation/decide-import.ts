/** An imported contact becomes a conversation, or part of one (product, section 5). What is known already stays. Pure. */
import { blankPanel } from '#domain/panel.ts';
import type { CustomerName } from '../channels/channel.ts';
import { headOfContact, leadOfContact, type Contact } from '../contacts/contact.ts';
import type { Change } from './change.ts';
import { showDetails } from './decide-contact.ts';
import { joinFacts } from './decide-facts.ts';
import { joinLeads } from './decide-lead.ts';
import { blankState } from './state.ts';

function takeDetails(change: Change, { facts }: Contact): void {
  const { details } = change.panel;
  const brought = { ...(facts.name !== '' && { name: facts.name }), ...facts.details };
  if (Object.keys(brought).some((key) => !Object.hasOwn(details, key)))
    change.setPanel({ details: { ...brought, ...details } });
  showDetails(change);
}

/** What was imported is noted here, as far as nobody noted something else. */
export function takeContact(change: Change, contact: Contact): void {
  const state = { ...blankState, head: headOfContact(contact), leadFinal: contact.facts.final };
  joinFacts(change, state);
  joinLeads(change, 'import', { state, panel: { ...blankPanel, leads: [leadOfContact(contact)] } });
  takeDetails(change, contact);
}

/** A conversation begins with what was imported, before its customer wrote. */
export function beginFromContact(change: Change, contact: Contact, name: CustomerName): void {
  change.setState({ names: [name] });
  change.setHead({ phone: contact.phone });
  takeContact(change, contact);
}
