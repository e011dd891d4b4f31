/** Requests and answers of importing contacts (product, section 5). */
import { z } from 'zod';
import type { Attribute } from './attribute.ts';
import { separators } from './csv.ts';
import { attributePrefix, type ImportColumn, fixedColumns } from './import-column.ts';
import type { Person } from './message.ts';

/** As much of a file as is taken, in bytes: some half a million contacts. */
export const mostImportBytes = 50 * 1024 * 1024;

const id = z.string().min(1).max(120);

/** What a column of the file is. Several columns of a name are one name, in their order. */
const column = z.union([
  z.enum(fixedColumns),
  z.templateLiteral([attributePrefix, z.string().min(1).max(120)]),
]);

const repeatable: readonly ImportColumn[] = ['name', 'tags', 'ignore'];
const isOnce = (columns: readonly ImportColumn[]): boolean => {
  const once = columns.filter((one) => !repeatable.includes(one));
  return new Set(once).size === once.length;
};

/** POST /api/imports/:id/check: what the file means. Nothing is written but the counts. */
export const importPlan = z.object({
  /** The WhatsApp number that the contacts are of. */
  accountId: id,
  /** ISO 3166, of numbers without a country code. */
  country: z.string().regex(/^[A-Z]{2}$/),
  separator: z.enum(separators),
  /** Whether the first row says what the columns are. */
  header: z.boolean(),
  /** One a column of the file. */
  columns: z
    .array(column)
    .min(1)
    .max(200)
    .refine((columns) => columns.includes('phone'), 'one column must be the phone')
    .refine(isOnce, 'two columns are the same'),
  /** Ids of tags that every contact gets. */
  tags: z.array(id).max(20),
  /** Id of the lead status of contacts whose row says none. */
  lead: id,
  /** How a date like 3/4/2026 is read. */
  dates: z.enum(['day-first', 'month-first']),
});
export type ImportPlan = z.infer<typeof importPlan>;

/** POST /api/imports?name=…, the bytes of the file as the body. */
export const importQuery = z.object({ name: z.string().trim().min(1).max(200) });

export const importStates = ['new', 'checking', 'checked', 'running', 'done', 'cancelled', 'failed'] as const;
export type ImportState = (typeof importStates)[number];

/** Why a row is no contact. */
export const importReasons = [
  'no-phone',
  'phone',
  'columns',
  'quote',
  'too-long',
  'name',
  'email',
  'detail',
  'tag',
  'lead',
  'value',
] as const;
export type ImportReason = (typeof importReasons)[number];

/** Blank rows and the header are not counted. `read` is the sum of the four others. */
export type ImportCounts = {
  readonly read: number;
  readonly new: number;
  /** There already: left as they are. */
  readonly known: number;
  /** The same phone stands further up in the file. */
  readonly duplicate: number;
  readonly invalid: number;
  readonly reasons: Readonly<Partial<Record<ImportReason, number>>>;
};

/** A row that is no contact, as it is told on the screen; the error file has all of them. */
export type ImportProblem = { readonly row: number; readonly sentence: string };

export type ImportRun = {
  readonly id: string;
  /** The name of the file. */
  readonly name: string;
  readonly by: Person;
  /** In ms. */
  readonly createdAt: number;
  readonly state: ImportState;
  /** Null until it was checked for the first time. */
  readonly plan: ImportPlan | null;
  readonly counts: ImportCounts;
  /** How far it is, from 0 to 1. */
  readonly progress: number;
  /** The first rows that are no contacts. */
  readonly problems: readonly ImportProblem[];
  /** Why it failed; absent when it did not. */
  readonly sentence?: string;
};

/** GET /api/imports: the newest, and what columns may be besides the fixed ones. */
export type ImportsAnswer = {
  readonly imports: readonly ImportRun[];
  readonly attributes: readonly Attribute[];
};
