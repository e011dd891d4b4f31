/** WhatsApp: Meta's error codes → what to do and what to tell the agent. Source: Meta, "Error codes"; docs/channels/whatsapp.md. */
import type { GraphAnswer, MetaError, SendResult } from '../channel.ts';
import { errorAnswer, sendAnswer, type WireError } from './wire.ts';

const sentences: Readonly<Record<string, string>> = {
  '131047': 'The 24-hour window is closed. Wait until the customer writes, or use an approved template.',
  '131026':
    'WhatsApp cannot deliver to this person: not on WhatsApp, an old app, or they do not take messages. Try another channel.',
  '131049': 'Meta held this marketing message back. Wait a day, or until the customer writes.',
  '131050': 'The customer opted out of marketing messages. Do not send it again.',
  '131051': 'WhatsApp does not take this kind of message. Send it as text.',
  '131056': 'Meta is limiting messages to this person. It goes out by itself in a moment.',
  '130429': 'This number sends too fast for Meta. It goes out by itself in a moment.',
  '80007': 'Meta is limiting this account. It goes out by itself in a moment.',
  '4': 'Meta is limiting this app. It goes out by itself in a moment.',
  '131057': 'Meta is doing maintenance on this number. It goes out by itself in a moment.',
  '131048': 'Meta limits this number after spam reports. An admin should look at its quality.',
  '368': 'Meta restricted this account. An admin must contact Meta Business Support.',
  '131031': 'Meta locked this account. An admin must contact Meta Business Support.',
  '131042': 'There is a payment problem with this account. An admin must check billing at Meta.',
  '131045': 'This number is not registered at Meta. An admin must register it.',
  '133010': 'This number is not registered at Meta. An admin must register it.',
  '190': 'The access token expired or was withdrawn. An admin must connect the channel again.',
  '0': 'Meta did not accept the access token. An admin must connect the channel again.',
  '10': 'The access token lacks a permission. An admin must connect the channel again.',
  '33': 'This number does not exist at Meta any more. An admin must check the channel.',
  '131005': 'The access token lacks a permission. An admin must connect the channel again.',
  '131021': 'This is the number of the business itself. Write to somebody else.',
  '131030': 'This is a test number and the customer is not on its list. An admin must add them at Meta.',
  '130403': 'This customer is blocked. Unblock them first.',
  '130497': 'Meta does not allow messages to this country from this account.',
  '100': 'Meta did not understand the message. Tell an admin the code and details.',
  '131008': 'Meta did not understand the message. Tell an admin the code and details.',
  '131009': 'Meta did not understand the message. Tell an admin the code and details.',
};

/** Codes that Meta calls temporary or a limit: it certainly did not accept the message. */
const temporary: ReadonlySet<string> = new Set([
  '1',
  '2',
  '4',
  '80007',
  '130429',
  '131000',
  '131016',
  '131056',
  '131057',
  '133004',
]);

/** What to tell the agent about a failure, and what to do. */
export function sentenceFor(error: MetaError): string {
  const known = sentences[error.code];
  if (known) return known;
  const said = error.details || error.title;
  return said
    ? `Meta refused the message (${error.code}): ${said}`
    : `Meta refused the message with code ${error.code}. Send it again, or ask an admin.`;
}

function toMetaError({ code, title, message, error_data }: WireError): MetaError {
  return { code, title: title ?? message ?? '', details: error_data?.details ?? '' };
}

function judgeRefusal(answer: Extract<GraphAnswer, { type: 'refused' }>): SendResult {
  const parsed = errorAnswer.safeParse(answer.body);
  const error: MetaError = parsed.success
    ? toMetaError(parsed.data.error)
    : { code: String(answer.status), title: `HTTP ${answer.status}`, details: '' };
  if (answer.status === 429 || (parsed.success && temporary.has(error.code))) {
    return { type: 'later', afterMs: answer.retryAfterMs, error };
  }
  // A 5xx that does not say it is temporary may have been accepted before it broke.
  if (answer.status >= 500) return { type: 'unknown', why: error.title };
  return { type: 'failed', error };
}

/** What Meta's answer to a send means. */
export function judge(answer: GraphAnswer): SendResult {
  switch (answer.type) {
    case 'ok': {
      const parsed = sendAnswer.safeParse(answer.body);
      const metaId = parsed.success ? parsed.data.messages[0]?.id : undefined;
      return metaId ? { type: 'accepted', metaId } : { type: 'unknown', why: 'answer without a message id' };
    }
    case 'refused':
      return judgeRefusal(answer);
    case 'not-sent':
      return {
        type: 'later',
        afterMs: null,
        error: { code: 'unreachable', title: 'Meta could not be reached', details: answer.why },
      };
    case 'no-answer':
      return { type: 'unknown', why: answer.why };
  }
}
