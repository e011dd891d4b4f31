/** WhatsApp: Meta's error codes → what to do and what to tell the agent. Source: Meta, "Error codes"; docs/channels/whatsapp.md. */
import type { GraphAnswer, MetaError, SendResult } from '../channel.ts';
import { errorAnswer, sendAnswer, type WireError } from './wire.ts';

const reconnect = 'Ask an admin to connect the channel again.';
const askAdmin = 'Tell an admin the code and details.';
const again = 'Send it again in a while.';

/** What a failure means and what the agent can do. Two sentences each. */
const sentences: ReadonlyMap<string, string> = new Map([
  ['131047', 'The 24-hour window is closed. Wait until the customer writes, or use an approved template.'],
  [
    '131026',
    'WhatsApp cannot deliver to this person: not on WhatsApp, an old app, or they take no messages. Try another channel.',
  ],
  ['131049', 'Meta held this marketing message back. Wait a day, or until the customer writes.'],
  ['131050', 'The customer opted out of marketing messages. Do not send it again.'],
  [
    '130472',
    'Meta keeps marketing messages from this customer for an experiment. Wait until the customer writes.',
  ],
  ['131051', 'WhatsApp does not take this kind of message. Send it as text.'],
  ['131053', 'WhatsApp did not take the file. Convert it and send it again.'],
  ['131056', `Meta limits messages to this person. ${again}`],
  ['130429', `This number sends too fast for Meta. ${again}`],
  ['80007', `Meta limits this account. ${again}`],
  ['4', `Meta limits this app. ${again}`],
  ['131057', `Meta does maintenance on this number. ${again}`],
  ['1', `Meta had a problem of its own. ${again}`],
  ['2', `Meta was not available. ${again}`],
  ['131000', `Meta had a problem of its own. ${again}`],
  ['131016', `Meta was not available. ${again}`],
  ['133004', `Meta was not available. ${again}`],
  ['131048', 'Meta limits this number after spam reports. Ask an admin to look at its quality.'],
  ['131064', 'Meta limits this account over its template categories. Ask an admin to correct them.'],
  ['368', 'Meta restricted this account. Ask an admin to contact Meta Business Support.'],
  ['131031', 'Meta locked this account. Ask an admin to contact Meta Business Support.'],
  ['131042', 'There is a payment problem with this account. Ask an admin to check billing at Meta.'],
  ['131037', 'The name of this number is not approved at Meta. Ask an admin to set it right.'],
  ['131045', 'This number is not registered at Meta. Ask an admin to register it.'],
  ['133010', 'This number is not registered at Meta. Ask an admin to register it.'],
  ['190', `The access token expired or was withdrawn. ${reconnect}`],
  ['0', `Meta did not accept the access token. ${reconnect}`],
  ['3', `The access token lacks a permission. ${reconnect}`],
  ['10', `The access token lacks a permission. ${reconnect}`],
  ['200', `The access token lacks a permission. ${reconnect}`],
  ['131005', `The access token lacks a permission. ${reconnect}`],
  ['33', 'This number does not exist at Meta any more. Ask an admin to check the channel.'],
  ['131021', 'This is the number of the business itself. Write to somebody else.'],
  ['131030', 'This is a test number and the customer is not on its list. Ask an admin to add them at Meta.'],
  ['130403', 'This customer is blocked. Unblock them first.'],
  ['130497', 'Meta does not allow messages to this country from this account. Try another channel.'],
  ['100', `Meta did not understand the message. ${askAdmin}`],
  ['131008', `Meta did not understand the message. ${askAdmin}`],
  ['131009', `Meta did not understand the message. ${askAdmin}`],
  ['135000', `Meta did not understand the message. ${askAdmin}`],
  ['unreachable', `Meta could not be reached. ${again}`],
  ['not-connected', 'This account is not connected. Ask an admin to connect it.'],
  ['account-unreadable', `The account could not be read here. ${again}`],
]);

/** Codes that Meta calls temporary or a limit: it certainly did not accept the message (R-20). */
const temporary: ReadonlySet<string> = new Set([
  ...['1', '2', '4', '80007', '130429', '131000', '131016', '131056', '131057', '133004'],
]);

/** What to tell the agent about a failure: what is wrong, and what to do. */
export function sentenceFor(error: MetaError): string {
  const known = sentences.get(error.code);
  if (known) return known;
  const code = error.code ? ` (${error.code})` : '';
  const said = (error.details || error.title).replace(/[.\s]+$/, '');
  return `Meta refused the message${code}${said && `: ${said}`}. Send it again, or ask an admin.`;
}

/** What to tell while a message waits for its next try. */
export function waitingSentenceFor(error: MetaError): string {
  const [what = 'Meta did not take it yet'] = sentenceFor(error).split('. ');
  return `${what}. It goes out by itself in a moment.`;
}

function toMetaError({ code, title, message, error_data }: WireError): MetaError {
  return { code, title: title ?? message ?? '', details: error_data?.details ?? '' };
}

function judgeRefusal(answer: Extract<GraphAnswer, { type: 'refused' }>): SendResult {
  const graph = errorAnswer.safeParse(answer.body).data?.error;
  const error: MetaError = graph
    ? toMetaError(graph)
    : { code: String(answer.status), title: `HTTP ${answer.status}`, details: '' };
  const saysTemporary = graph !== undefined && (temporary.has(error.code) || graph.is_transient === true);
  if (answer.status === 429 || saysTemporary) return { type: 'later', afterMs: answer.retryAfterMs, error };
  // A 5xx that does not say it is temporary may have been accepted before it broke (R-20).
  if (answer.status >= 500) return { type: 'unknown', why: error.title };
  return { type: 'failed', error };
}

/** What Meta's answer to a send means (R-8, R-20). */
export function judge(answer: GraphAnswer): SendResult {
  switch (answer.type) {
    case 'ok': {
      const parsed = sendAnswer.safeParse(answer.body);
      const metaId = parsed.success ? parsed.data.messages[0]?.id : undefined;
      return metaId ? { type: 'accepted', metaId } : { type: 'unknown', why: 'answer without a message id' };
    }
    case 'refused':
      return judgeRefusal(answer);
    case 'not-sent': {
      const error = { code: 'unreachable', title: 'Meta could not be reached', details: answer.why };
      return { type: 'later', afterMs: null, error };
    }
    case 'no-answer':
      return { type: 'unknown', why: answer.why };
  }
}
