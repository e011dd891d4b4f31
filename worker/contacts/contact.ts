/** A customer who was imported and has not written yet: what is kept of them, and their row of the list. Pure. */
import type { Channel } from '#domain/channel.ts';
import { newHead, type Head } from '#domain/head.ts';
import { leadFactsOf } from '#domain/lead.ts';
import type { importDetails } from '#domain/import-column.ts';
import type { Details, Lead } from '#domain/panel.ts';
import type { Published } from '../inbox/published.ts';

/** What the conversation begins with. */
export type ContactFacts = {
  /** '' where the file says none: they are called by their phone. */
  readonly name: string;
  /** Ids of tags. */
  readonly tags: readonly string[];
  /** Id of the lead's status, and whether nothing follows it. */
  readonly lead: string;
  readonly final: boolean;
  /** By the ids of attributes. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Absent where the file says none. */
  readonly details?: Pick<Details, (typeof importDetails)[number]>;
  /** When they were imported, in ms. */
  readonly at: number;
  /** What the import was called. */
  readonly from: string;
};

export type Contact = {
  /** The id that their conversation has. */
  readonly id: string;
  readonly channel: Channel;
  readonly accountId: string;
  /** `+` and digits. */
  readonly phone: string;
  readonly facts: ContactFacts;
  readonly importId: string;
};

/** The lead that the import opened. */
export function leadOfContact({ importId, facts }: Contact): Lead {
  const { lead: status, at, final, from: sourceId } = facts;
  const ended = final && { closedAt: at };
  return { id: importId, status, openedAt: at, ...ended, owner: null, source: 'import', sourceId };
}

/**
 * Their row of the list. It has rev 0, so that the conversation's own takes its place; and no newest message, so that it
 * stands behind every conversation in which something was said.
 */
export function headOfContact(contact: Contact): Head {
  const { id, channel, accountId, phone, facts } = contact;
  const { name, tags, lead, attributes, details, at } = facts;
  return {
    ...newHead({ id, channel, accountId, createdAt: at }),
    name: name || phone,
    phone,
    ...(details?.email && { email: details.email.toLowerCase() }),
    lead,
    leadFacts: leadFactsOf(leadOfContact(contact)),
    ...(tags.length > 0 && { tags }),
    ...(Object.keys(attributes).length > 0 && { attributes }),
  };
}

/** What the index should hold of a contact whom no conversation has taken over. */
export function publishedContact(contact: Contact): Published {
  return { head: headOfContact(contact), was: null, dueAt: null, said: [], unsaid: [] };
}
