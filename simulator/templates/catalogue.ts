/** Message templates as Meta keeps them: of a WhatsApp business account, or utility ones of a page. */
import { z } from 'zod';
import { newDigits } from '../ids.ts';
import { keep, recall } from '../kept.ts';
import { stockOfPage, stockOfWhatsapp } from './stock.ts';

const button = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  url: z.string().optional(),
  payload: z.string().optional(),
});
const part = z.looseObject({
  type: z.string(),
  format: z.string().optional(),
  text: z.string().optional(),
  buttons: z.array(button).optional(),
});
const component = part.extend({
  cards: z.array(z.looseObject({ components: z.array(part) })).optional(),
});
export const templateBody = z.strictObject({
  name: z.string().regex(/^[a-z0-9_]{1,512}$/, 'use small letters, digits and underscores'),
  language: z.string().min(2).default('en'),
  status: z.string().default('APPROVED'),
  category: z.string().default('UTILITY'),
  parameter_format: z.enum(['POSITIONAL', 'NAMED']).default('POSITIONAL'),
  components: z.array(component).min(1),
  rejected_reason: z.string().optional(),
});
const template = templateBody.extend({
  id: z.string(),
  quality_score: z.looseObject({}).optional(),
});
export type Template = z.infer<typeof template>;
export type Component = z.infer<typeof component>;
export type Part = z.infer<typeof part>;

const keyOf = (owner: string): string => `templates ${owner}`;

/** A template of the catalogue, with its id. */
export function newTemplate(body: z.input<typeof templateBody>): Template {
  const quality = { score: 'UNKNOWN', date: Math.floor(Date.now() / 1000) };
  return { ...templateBody.parse(body), id: newDigits(15), quality_score: quality };
}

/** The templates of a WhatsApp business account or page; a few of every kind if nobody has set them. */
export function templatesOf(
  sql: SqlStorage,
  owner: string,
  of: 'whatsapp' | 'messenger',
): readonly Template[] {
  const kept = recall(sql, keyOf(owner));
  if (kept !== undefined) return z.array(template).parse(kept);
  const stock = (of === 'whatsapp' ? stockOfWhatsapp : stockOfPage).map(newTemplate);
  putTemplates(sql, owner, stock);
  return stock;
}

/** Replaces the templates. */
export function putTemplates(sql: SqlStorage, owner: string, templates: readonly Template[]): void {
  keep(sql, keyOf(owner), templates);
}

/** Variables of a text: `1`, `2`, … or names, each once. */
export function variablesOf(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name]) => name ?? ''))];
}

/** The text with its variables filled in. */
export function filled(text: string, values: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => values.get(name) ?? whole);
}

/** The component of a type. */
export function partOf(components: readonly Component[], type: string): Component | undefined {
  return components.find((one) => one.type.toUpperCase() === type);
}
