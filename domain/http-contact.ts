/** Requests and answers of the contact panel: attributes, other conversations of the person, files, audit. */
import { z } from 'zod';
import { fileKinds } from './file-kinds.ts';
import { attributeOwners, attributeTypes } from './attribute.ts';
import type { File } from './content.ts';
import type { Head } from './head.ts';
import type { BoundedCount } from './http.ts';
import type { Happening, Person, Position } from './message.ts';

const id = z.string().min(1).max(120);
const number = z.coerce.number().int();

/** POST /api/attributes, PUT /api/attributes/:id. A list has options, and only a list. */
export const attributeBody = z
  .object({
    name: z.string().trim().min(1).max(60),
    type: z.enum(attributeTypes),
    of: z.enum(attributeOwners).default('contact'),
    options: z.array(z.string().trim().min(1).max(80)).max(100).default([]),
    required: z.boolean().default(false),
    filterable: z.boolean().default(true),
  })
  .refine(({ type, options }) => (type === 'list') === options.length > 0, {
    path: ['options'],
    message: 'a list needs something to choose from, and nothing else has options',
  })
  .refine(({ options }) => new Set(options.map((option) => option.toLowerCase())).size === options.length, {
    path: ['options'],
    message: 'every option stands there once',
  });
/** PUT /api/attributes/order: all ids, in the order in which the panel shows them. */
export const attributeOrderBody = z.object({ ids: z.array(id).min(1).max(200) });

/** POST /api/conversations/:id/others: that one is of the same person. DELETE …/others/:other: it is not. */
export const linkBody = z.object({ other: id });

/** Why two conversations may be of one person. */
export const likenesses = ['phone', 'email', 'username'] as const;
export type Likeness = (typeof likenesses)[number];

/** What the panel shows of another conversation. */
export type OtherConversation = Pick<
  Head,
  'id' | 'name' | 'channel' | 'accountId' | 'phone' | 'username' | 'lastAt' | 'archived' | 'picture'
>;
/** GET /api/conversations/:id/others: as far as the caller may see them, the newest first. */
export type OthersAnswer = {
  readonly linked: readonly OtherConversation[];
  /** Others that have something in common with it; none is linked by itself. */
  readonly suggested: readonly { readonly conversation: OtherConversation; readonly by: Likeness }[];
};

const before = { beforeAt: number.optional(), beforeSeq: number.optional() };
/** GET /api/conversations/:id/files */
export const filesQuery = z.object({ kind: z.enum(fileKinds), ...before });
/** GET /api/conversations/:id/audit */
export const auditQuery = z.object(before);

/** A file or a link of a message. */
export type Kept = Position & {
  readonly messageId: string;
  readonly from: 'customer' | 'business';
} & (
    | {
        readonly file: File;
        /** As in the file's address. */
        readonly slot: string;
      }
    | { readonly url: string }
  );
/** A page that reads a bounded part of the timeline: it may hold nothing and still have a next one. */
export type Gathered<T> = {
  /** Newest first. */
  readonly found: readonly T[];
  /** Where the next page begins; null at the end. */
  readonly next: Position | null;
};
export type FilesPage = Gathered<Kept>;

/** What was done to this contact: a line of the timeline. */
export type AuditRow = Position & {
  readonly id: string;
  /** Absent: a rule, Meta or the customer. */
  readonly by?: Person;
  readonly happening: Happening | Linking;
};
/** Two conversations were said to be of one person, or not any more. Not a line: it is of neither alone. */
export type Linking = { readonly what: 'linked' | 'unlinked'; readonly name: string };
export type AuditPage = Gathered<AuditRow>;

/** GET /api/tags/counts, GET /api/attributes/counts: how many conversations that the caller may see have each, by its id. */
export type UseCounts = Readonly<Record<string, BoundedCount>>;
