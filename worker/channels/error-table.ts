/** What every channel's table of errors holds, and how an error is looked up in it. */
import type { Channel } from '#domain/channel.ts';
import type { FailureKind } from '#domain/delivery.ts';
import { sentenceOf } from '#domain/refusal.ts';
import type { Judged, MetaError } from './channel.ts';

/** Keyed by `code/subcode`, or by one of the two. */
export type ErrorTable = {
  readonly judged: ReadonlyMap<string, Judged>;
  /** A limit, or temporary by Meta's word: it certainly did not take the message (R-20). */
  readonly retried: ReadonlySet<string>;
  /** It may have taken the message all the same (R-8). */
  readonly ambiguous: ReadonlySet<string>;
  /** The window is closed (R-14). */
  readonly closing: ReadonlySet<string>;
};

export type Row = readonly [kind: FailureKind, sentence: string, ...keys: readonly string[]];

export function tableOf(rows: readonly Row[]): ReadonlyMap<string, Judged> {
  return new Map(rows.flatMap(([kind, sentence, ...keys]) => keys.map((key) => [key, { kind, sentence }])));
}

/** Short ones are no numbers of their own: they mean something only together with their code. */
const subcodeThatStandsAlone = /^\d{6,}$/;

/** From the exact to the general. */
function keysOf({ code, subcode }: MetaError): readonly string[] {
  if (subcode === undefined || subcode === '') return [code];
  const alone = subcodeThatStandsAlone.test(subcode) ? [subcode] : [];
  return [`${code}/${subcode}`, ...alone, code];
}

/** Whether one of the keys of the error is in the set; a more exact row of the table overrules a general key. */
export function isIn(keys: ReadonlySet<string>, error: MetaError, table: ErrorTable): boolean {
  const key = keysOf(error).find((one) => table.judged.has(one));
  return key !== undefined && keys.has(key);
}

/** 200 to 299 are permissions (Meta, "Error codes"). */
const permission = /^2\d\d$/;

function knownOf(table: ErrorTable, error: MetaError): Judged | undefined {
  const key = keysOf(error).find((one) => table.judged.has(one));
  return table.judged.get(key ?? (permission.test(error.code) ? '200' : ''));
}

const again = 'Send it again in a while.';

/** What we say ourselves, in the place of Meta's code; 429 where only the status says it. */
function ownOf(channel: Channel, { code, details }: MetaError): Judged | undefined {
  switch (code) {
    case 'unreachable':
      return { kind: 'later', sentence: `Meta could not be reached. ${again}` };
    case '429':
      return { kind: 'later', sentence: `Meta takes no more messages for now. ${again}` };
    case 'account-unreadable':
      return { kind: 'later', sentence: `The account could not be read here. ${again}` };
    case 'not-connected':
      return { kind: 'account', sentence: 'This account is not connected. Ask an admin to connect it.' };
    case 'window-closed':
      return { kind: 'window', sentence: sentenceOf({ code, channel, closedAt: 0 }) };
    case 'window-never-opened':
      return { kind: 'window', sentence: sentenceOf({ code, channel }) };
    case 'human-agent-unconfirmed':
      return { kind: 'window', sentence: sentenceOf({ code, until: 0 }) };
    case 'blocked':
      return { kind: 'never', sentence: sentenceOf({ code }) };
    case 'template-not-allowed':
      return { kind: 'never', sentence: sentenceOf({ code, channel }) };
    case 'upload-not-found':
      return { kind: 'fix', sentence: sentenceOf({ code }) };
    case 'draft-not-allowed':
      return details ? { kind: 'fix', sentence: details } : undefined;
    case 'account-in-trouble':
      return details ? { kind: 'account', sentence: details } : undefined;
    default:
      return undefined;
  }
}

/** Kind and sentence of an error; one that nobody knows keeps Meta's own words (R-7). */
export function judgeBy(table: ErrorTable, channel: Channel, error: MetaError): Judged {
  const known = ownOf(channel, error) ?? knownOf(table, error);
  if (known) return known;
  const number = error.subcode ? `${error.code}/${error.subcode}` : error.code;
  const code = number ? ` (${number})` : '';
  const said = (error.details || error.title).replace(/[.\s]+$/, '');
  const sentence = `Meta refused the message${code}${said && `: ${said}`}. Send it again, or ask an admin.`;
  return { kind: 'fix', sentence };
}
