/** Reading the templates of an owner from Meta, page after page (Meta, "Message templates"; "Utility messages"). */
import type { Access } from '../accounts/accounts.ts';
import type { GraphAnswer } from '../channels/channel.ts';
import { callGraph, type GraphRequest } from '../channels/graph.ts';
import { errorAnswer, readPage } from '../channels/graph-wire.ts';
import type { Env } from '../env.ts';
import { keepTemplates } from './store.ts';
import { readTemplates } from './wire.ts';

/** Where the reading is. `startedAt` in ms: when its first page was asked for. */
export type Place = { readonly startedAt: number; readonly after: string | null; readonly limit: number };
export type Reading =
  | { readonly type: 'done' }
  /** There is more: to be read on from there. */
  | { readonly type: 'more'; readonly place: Place }
  | { readonly type: 'failed'; readonly sentence: string };
type Step =
  { readonly items: readonly unknown[]; readonly place: Place | null } | { readonly sentence: string };

/** Pages of one go; a business has some two hundred templates. */
const pagesAtOnce = 20;
const usualLimit = 100;
const smallestLimit = 5;

const fields = 'id,name,language,status,category,components';
/** A page's templates have no more; asking for what is not there is an error. */
const fieldsOf = { whatsapp: `${fields},parameter_format,quality_score,rejected_reason`, messenger: fields };

/** The beginning of the list. */
export function beginning(now: number): Place {
  return { startedAt: now, after: null, limit: usualLimit };
}

function requestOf(
  channel: 'whatsapp' | 'messenger',
  ownerId: string,
  { after, limit }: Place,
): GraphRequest {
  const query = { fields: fieldsOf[channel], limit: String(limit), ...(after !== null && { after }) };
  return { method: 'GET', path: `${ownerId}/message_templates`, query };
}

/** Meta's words for too many calls: of the app, of a user, of a page, of a business (Meta, "Rate limits"). */
const tooMany = new Set(['4', '17', '32', '613', '80007', '80008', '130429']);
const noToken = new Set(['190', '0', '102']);
const noPermission = /^(3|10|33|100\/33|2\d\d)$/;

function sentenceOf(answer: Exclude<GraphAnswer, { type: 'ok' }>): string {
  if (answer.type !== 'refused') return 'Meta could not be reached. Read the templates again in a moment.';
  const { error } = errorAnswer.safeParse(answer.body).data ?? {};
  const {
    code = '',
    error_subcode: subcode,
    error_data: data,
    error_user_msg: user,
    message = '',
  } = error ?? {};
  if (noToken.has(code)) {
    return 'Meta does not accept the access token of this account any more. An admin connects the account again in the settings.';
  }
  if (tooMany.has(code) || answer.status === 429) {
    return 'Meta was asked too often and answers nothing for now. Read the templates again in a few minutes.';
  }
  if (noPermission.test(subcode === '33' ? `${code}/33` : code)) {
    return 'Meta does not let this account read its templates. An admin checks its id and the permissions of its token at Meta.';
  }
  const said = (data?.details ?? user ?? message).replace(/[.\s]+$/, '');
  const number = code === '' ? ` (${answer.status})` : ` (${code})`;
  return `Meta did not give the templates${number}${said && `: ${said}`}. Read them again later, or tell an admin.`;
}

const codeOf = (answer: GraphAnswer): string =>
  answer.type === 'refused' ? (errorAnswer.safeParse(answer.body).data?.error.code ?? '') : '';

/** What can be tried in another way: a cursor that is not valid any more, a page that is too much at once. */
function otherWay(answer: GraphAnswer, place: Place): Place | null {
  const code = codeOf(answer);
  if (code === '131059' && place.after !== null) return { ...place, after: null };
  const tooMuch = (code === '1' || code === '-3') && place.limit > smallestLimit;
  return tooMuch ? { ...place, limit: Math.max(smallestLimit, Math.floor(place.limit / 4)) } : null;
}

function stepOf(answer: GraphAnswer, place: Place): Step {
  if (answer.type === 'ok') {
    const { items, after } = readPage(answer.body);
    // A cursor that leads to itself would never end.
    const ends = after === null || after === place.after;
    return { items, place: ends ? null : { ...place, after } };
  }
  const other = otherWay(answer, place);
  return other ? { items: [], place: other } : { sentence: sentenceOf(answer) };
}

/**
 * Reads on from `from`, and keeps every page as it comes, at most `pagesAtOnce` of them. Meta's refusals are a sentence.
 * @throws when D1 does not take a page
 */
export async function readOn(
  env: Env,
  { access, ownerId }: { readonly access: Access; readonly ownerId: string },
  from: Place,
): Promise<Reading> {
  const channel = access.channel === 'whatsapp' ? 'whatsapp' : 'messenger';
  let place = from;
  for (let page = 0; page < pagesAtOnce; page += 1) {
    const readAt = Date.now();
    const step = stepOf(await callGraph(env, access, requestOf(channel, ownerId, place)), place);
    if ('sentence' in step) return { type: 'failed', sentence: step.sentence };
    await keepTemplates(env.DB, { ownerId, readAt }, readTemplates(step.items));
    if (step.place === null) return { type: 'done' };
    place = step.place;
  }
  return { type: 'more', place };
}
