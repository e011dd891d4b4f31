/** Which branches the menu of conversations has for this person. Pure; what is in them comes later (entries). */
import type { Head } from '#domain/head.ts';
import type { Directory } from '#domain/http.ts';
import { can, type Actor } from '#domain/permission.ts';

export type Names = Pick<Directory, 'team' | 'tags' | 'leads' | 'groups'>;

export const parts = ['assign', 'group', 'lead', 'tag', 'follow-up'] as const;
/** A branch of the menu that a key opens by itself. */
export type Part = (typeof parts)[number];

type Offered = {
  readonly names: Names;
  readonly me: Actor;
  /** The one that it is about; null: many, which may be unlike one another. */
  readonly head: Head | null;
};

const needs = {
  group: 'conversation.group',
  lead: 'conversation.edit',
  tag: 'conversation.edit',
  'follow-up': 'conversation.edit',
} as const;

/** Whether a branch has anything to offer this person. */
export function offers(part: Part, { names, me, head }: Offered): boolean {
  if (head !== null && part === 'assign')
    return can(me, 'conversation.take', head) || can(me, 'conversation.assign', head);
  if (head !== null && part !== 'assign' && !can(me, needs[part], head)) return false;
  if (part === 'group') return names.groups.length > 0;
  if (part === 'lead') return names.leads.length > 0;
  return part !== 'tag' || names.tags.length > 0;
}
