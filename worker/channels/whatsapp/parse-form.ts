/** WhatsApp: the fields of a filled-in form (`nfm_reply`), whatever Meta or a flow puts into them. */
import { keepLongNumbers, keepRaw } from '../tolerant.ts';

type Field = { readonly name: string; readonly value: string };

/** Deeper than an address form goes; what lies below stays JSON. */
const deepest = 3;

function valueOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join(', ');
  return keepRaw(value);
}

function fieldsOf(value: object, depth: number): Field[] {
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner) && depth < deepest
      ? fieldsOf(inner, depth + 1)
      : [{ name, value: valueOf(inner) }],
  );
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json, keepLongNumbers);
  } catch (failure) {
    // A flow may answer with anything: its text is one field then.
    if (failure instanceof SyntaxError) return undefined;
    throw failure;
  }
}

/** Names and values of an answer that is JSON text or an object; anything else is one field with all of it. */
export function formFields(response: unknown): Field[] {
  const value = typeof response === 'string' ? parsed(response) : response;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return fieldsOf(value, 1);
  return response === undefined || response === null || response === ''
    ? []
    : [{ name: 'response_json', value: valueOf(response) }];
}
