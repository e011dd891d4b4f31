/** What a change makes of a head, before the edge has answered. Pure. */
import type { Head } from '#domain/head.ts';
import type { Change } from '#domain/command.ts';
import type { Person } from '#domain/message.ts';

function without(head: Head, name: 'lead' | 'followUpAt' | 'reopened' | 'optedOut'): Head {
  const { [name]: _gone, ...rest } = head;
  return rest;
}

function withAttribute(head: Head, name: string, value: string): Head {
  const attributes = new Map(Object.entries(head.attributes ?? {}));
  if (value === '') attributes.delete(name);
  else attributes.set(name, value);
  return { ...head, attributes: Object.fromEntries(attributes) };
}

type Facts = Extract<Change, { type: 'lead-facts' }>;

/** Owner and value as they will be; only of a lead that there is. */
function described(head: Head, change: Facts, person: (id: string) => Person | null): Head {
  if (!head.leadFacts) return head;
  const { owner: before, value: worth, currency: known, ...rest } = head.leadFacts;
  const { ownerId, source = rest.source } = change;
  const owner = ownerId === undefined ? before : ownerId === null ? null : person(ownerId);
  const value = change.value === undefined ? worth : change.value;
  const currency = change.currency ?? known;
  const priced = value !== undefined && value !== null && currency !== undefined && { value, currency };
  return { ...head, leadFacts: { ...rest, source, ...(owner && { owner }), ...priced } };
}

/** The head as it will be; `person` finds people of the team by id. */
export function changed(head: Head, change: Change, person: (id: string) => Person | null): Head {
  switch (change.type) {
    case 'assign':
      return {
        ...head,
        assignee: change.personId === null ? null : (person(change.personId) ?? head.assignee),
      };
    case 'group':
      return { ...head, groupId: change.groupId };
    case 'tag': {
      const kept = (head.tags ?? []).filter((tag) => !change.remove.includes(tag));
      return { ...head, tags: [...new Set([...kept, ...change.add])] };
    }
    case 'lead':
      return change.status === null ? without(head, 'lead') : { ...head, lead: change.status };
    case 'lead-facts':
      return described(head, change, person);
    case 'follow-up':
      return change.at === null ? without(head, 'followUpAt') : { ...head, followUpAt: change.at };
    case 'attribute':
      return withAttribute(head, change.name, change.value);
    case 'consent':
      return change.optedOut ? { ...head, optedOut: true } : without(head, 'optedOut');
    case 'details':
      return change.patch.name ? { ...head, name: change.patch.name } : head;
    case 'follow-up-add':
      return { ...head, followUpAt: Math.min(head.followUpAt ?? change.dueAt, change.dueAt) };
    case 'note':
    case 'note-back':
    // Which of several is first then only the conversation knows.
    case 'follow-up-change':
    case 'follow-up-end':
    case 'follow-up-back':
      return head;
    case 'archive':
      return { ...without(head, 'reopened'), archived: true };
    case 'reopen':
      return { ...head, archived: false };
    case 'read':
      return { ...head, unread: 0 };
    case 'unread':
      return { ...head, unread: Math.max(1, head.unread) };
  }
}
