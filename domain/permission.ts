/** Who may do what: one table, asked by screen and edge alike. The edge's answer counts. */
import type { Person } from './message.ts';
import type { Refusal } from './refusal.ts';

export const roles = ['agent', 'manager', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Which conversations an agent sees besides their own; a setting of the business. */
export const visibilities = ['own', 'groups', 'all'] as const;
export type Visibility = (typeof visibilities)[number];

/** Who is calling. */
export type Actor = Person & {
  readonly role: Role;
  readonly groups: readonly string[];
  readonly visibility: Visibility;
  /** Gets nothing new by itself; takes no right away. */
  readonly away?: true;
};

/** What a conversation shows of itself to the table. */
export type Ownership = { readonly assignee: Person | null; readonly groupId: string | null };

type Relation = 'assignee' | 'unassigned' | 'group' | 'other';
const all: readonly Relation[] = ['assignee', 'unassigned', 'group', 'other'];
const none: readonly Relation[] = [];

/** Capabilities over one conversation: in which relation to it each role has them. */
const overConversation = {
  'conversation.see': { agent: ['assignee', 'unassigned', 'group'], manager: all, admin: all },
  'conversation.comment': { agent: ['assignee', 'unassigned', 'group'], manager: all, admin: all },
  'conversation.reply': { agent: ['assignee', 'unassigned'], manager: ['assignee'], admin: all },
  'conversation.read': { agent: ['assignee', 'unassigned'], manager: ['assignee'], admin: all },
  'conversation.take': { agent: ['assignee', 'unassigned'], manager: all, admin: all },
  'conversation.assign': { agent: ['assignee'], manager: all, admin: all },
  'conversation.group': { agent: ['assignee', 'unassigned'], manager: all, admin: all },
  /** Details, notes, consent, tags, lead, follow-up, attributes, links to other conversations. */
  'conversation.edit': { agent: ['assignee', 'unassigned', 'group'], manager: all, admin: all },
  /** Blocking a customer, and lifting it (C11). */
  'conversation.block': { agent: ['assignee'], manager: all, admin: all },
  'conversation.archive': { agent: ['assignee', 'unassigned'], manager: all, admin: all },
  'conversation.raw': { agent: none, manager: none, admin: all },
} as const satisfies Record<string, Record<Role, readonly Relation[]>>;

/** Capabilities over the place as a whole. */
const overPlace = {
  'team.manage': ['admin'],
  'accounts.manage': ['admin'],
  'settings.manage': ['admin'],
  /** Account events and dead letters: looking, and replaying. */
  'letters.manage': ['admin'],
  'tags.manage': ['admin'],
  'groups.manage': ['admin'],
  /** What the team notes of customers besides details and tags: which attributes there are. */
  'attributes.manage': ['admin'],
  /** Notes of others: changing them, taking them away. One's own are everybody's who may edit there. */
  'notes.manage': ['admin'],
  /** The statuses of leads. */
  'leads.manage': ['admin'],
  /** Taking leads away as a file; of what one may see. */
  'leads.export': ['manager', 'admin'],
  /** Views that everybody sees. */
  'views.share': ['manager', 'admin'],
  /** Quick replies and interactive messages of everybody or a group; one's own are everybody's to keep. */
  'replies.share': ['manager', 'admin'],
  /** Bringing contacts in as a file, and taking them away as one: those whom one may see. */
  'contacts.import': ['manager', 'admin'],
  'contacts.export': ['manager', 'admin'],
  /** Looking the index over against the objects, and mending it. */
  'index.mend': ['admin'],
} as const satisfies Record<string, readonly Role[]>;

export type ConversationCapability = keyof typeof overConversation;
export type PlaceCapability = keyof typeof overPlace;

function relation(actor: Actor, conversation: Ownership): Relation {
  if (conversation.assignee?.id === actor.id) return 'assignee';
  if (actor.role === 'agent' && actor.visibility === 'own') return 'other';
  if (conversation.assignee === null) return 'unassigned';
  return conversation.groupId !== null && actor.groups.includes(conversation.groupId) ? 'group' : 'other';
}

/** What the visibility setting widens: looking, and what everybody may do who may look (product, section 1). */
const ofLooking: readonly ConversationCapability[] = [
  'conversation.see',
  'conversation.comment',
  'conversation.edit',
];

function widened(actor: Actor, capability: ConversationCapability): boolean {
  return ofLooking.includes(capability) && actor.visibility === 'all';
}

/** Whether `actor` may do `capability` to `conversation`. */
export function can(actor: Actor, capability: ConversationCapability, conversation: Ownership): boolean {
  const relations: readonly Relation[] = overConversation[capability][actor.role];
  return widened(actor, capability) || relations.includes(relation(actor, conversation));
}

/** Whether `actor` may do `capability` to the place as a whole. */
export function canManage(actor: Actor, capability: PlaceCapability): boolean {
  const allowed: readonly Role[] = overPlace[capability];
  return allowed.includes(actor.role);
}

/** Why `actor` may not do `capability`, or null when they may. */
export function refuse(
  actor: Actor,
  capability: ConversationCapability,
  conversation: Ownership,
): Refusal | null {
  if (can(actor, capability, conversation)) return null;
  if (!can(actor, 'conversation.see', conversation)) return { code: 'conversation-not-found' };
  const { assignee } = conversation;
  const couldIfTheirs = can(actor, capability, { ...conversation, assignee: actor });
  if (assignee !== null && assignee.id !== actor.id && couldIfTheirs) {
    return { code: 'assigned-to-other', name: assignee.name };
  }
  return { code: 'role-may-not', role: actor.role };
}
