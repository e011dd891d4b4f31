/** An imported contact becomes a conversation, or part of one (product, section 5). What is known already stays. Pure. */
import type { CustomerName } from '../channels/channel.ts';
import { headOfContact, type Contact } from '../contacts/contact.ts';
import type { Change } from './change.ts';
import { retitle } from './customer.ts';
import { joinFacts } from './decide-facts.ts';
import { blankState } from './state.ts';

function takeName(change: Change, { facts }: Contact): void {
  const { details } = change.panel;
  if (facts.name !== '' && details.name === undefined) {
    change.setPanel({ details: { ...details, name: facts.name } });
  }
  retitle(change);
}

function takeLead(change: Change, { importId, facts }: Contact): void {
  if (change.panel.leads.length > 0 || change.head.lead !== facts.lead) return;
  const lead = {
    id: `import-${importId}`,
    status: facts.lead,
    openedAt: facts.at,
    ...(facts.final && { closedAt: facts.at }),
    owner: null,
    source: 'import' as const,
    sourceId: facts.from,
  };
  change.setPanel({ leads: [lead] });
}

/** What was imported is noted here, as far as nobody noted something else. */
export function takeContact(change: Change, contact: Contact): void {
  joinFacts(change, { ...blankState, head: headOfContact(contact), leadFinal: contact.facts.final });
  takeLead(change, contact);
  takeName(change, contact);
}

/** A conversation begins with what was imported, before its customer wrote. */
export function beginFromContact(change: Change, contact: Contact, name: CustomerName): void {
  change.setState({ names: [name] });
  change.setHead({ phone: contact.phone });
  takeContact(change, contact);
}
