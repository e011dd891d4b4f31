/** Reading what Meta sends: tolerant of types, never of silence. */
import { z } from 'zod';

/** An id or word that may arrive as a number. Compared as an opaque string. */
export const word = z.union([z.string(), z.number().transform(String), z.bigint().transform(String)]);

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
