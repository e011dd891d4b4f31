/** Reading what Meta sends: tolerant of types, never of silence. */
import { z } from 'zod';

/** Half a character, as a broken escape leaves it, has no UTF-8: it becomes U+FFFD here, before anything is compared or kept. */
const whole = z.string().transform((value) => (value.isWellFormed() ? value : value.toWellFormed()));

/** An id or word that may arrive as a number. Compared as an opaque string. */
export const word = z.union([whole, z.number().transform(String), z.bigint().transform(String)]);

/** A list that may be missing; its items are looked at one by one. */
export const list = z.array(z.unknown()).catch([]).default([]);

const firstMilliseconds = 100_000_000_000;
const isoText = /^\d{4}-\d{2}-\d{2}T/;
const digits = /^\d+(\.\d+)?$/;

/** Meta's time in ms: seconds, milliseconds or ISO text; null when it is none of them. */
export function metaTime(value: unknown): number | null {
  if (typeof value === 'string' && isoText.test(value)) {
    const parsed = Date.parse(value);
    return Number.isNaN(parsed) ? null : parsed;
  }
  const isNumber = typeof value === 'number' || (typeof value === 'string' && digits.test(value));
  const number = isNumber ? Number(value) : 0;
  if (!Number.isFinite(number) || number <= 0) return null;
  return Math.round(number < firstMilliseconds ? number * 1000 : number);
}

type Source = { readonly source?: string };

/** A reviver that keeps integers beyond 2^53 as text, so that two ids never become one. */
export function keepLongNumbers(_key: string, value: unknown, context?: Source): unknown {
  const isLong = typeof value === 'number' && !Number.isSafeInteger(value);
  return isLong && /^-?\d+$/.test(context?.source ?? '') ? context?.source : value;
}

const rawLimit = 400_000;

function stringify(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch (failure) {
    // Nested deeper than anybody can write it down again.
    if (failure instanceof RangeError) return '"…(too deep)"';
    throw failure;
  }
}

/** Meta's JSON as it is kept: whole, or cut with a mark where it would not fit a row. */
export function keepRaw(value: unknown): string {
  const text = stringify(value);
  return text.length <= rawLimit ? text : `${text.slice(0, rawLimit)}…(cut)`;
}

/** An id or word; empty, missing and of a wrong type are all the same: absent. */
export const text = word
  .transform((value) => (value === '' ? undefined : value))
  .optional()
  .catch(undefined);

/** A number that may come as text; anything else is absent. */
export const number = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\s*[-+]?\d+(\.\d+)?\s*$/)
      .transform(Number),
  ])
  .optional()
  .catch(undefined);

/** Whether something is so; text says it too. */
export const flag = z
  .unknown()
  .optional()
  .transform((value) => value === true || value === 'true');

/** An object of which unknown fields pass; anything else is absent. */
export function part<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.looseObject(shape).optional().catch(undefined);
}

/** The items of a list that fit `schema`; what does not fit is left out, for lists that `raw` tells whole. */
export function those<Item>(schema: z.ZodType<Item>, items: readonly unknown[]): Item[] {
  return items.flatMap((item) => {
    const parsed = schema.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  });
}

const madePrefix = 'made.';

/** 32 bits of a text (FNV-1a over its UTF-16 units, with a prime of the caller's). */
function digest(said: string, prime: number): string {
  let state = 0x811c9dc5;
  for (let index = 0; index < said.length; index += 1) {
    state = Math.imul(state ^ said.charCodeAt(index), prime);
  }
  return (state >>> 0).toString(16).padStart(8, '0');
}

/** An id for what came without one: the same words give the same id, so that it is there once. */
export function madeId(said: unknown): string {
  const whole = keepRaw(said);
  return `${madePrefix}${digest(whole, 0x01000193)}${digest(whole, 0x5bd1e995)}`;
}

/** Whether an id is ours, not Meta's. */
export function isMadeId(id: string): boolean {
  return id.startsWith(madePrefix);
}
