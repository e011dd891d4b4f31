/** Meta's errors: titles as its error page has them, and the bodies and answers that carry them. */
import type { Channel } from '../control.ts';
import { newTraceId } from '../ids.ts';

/** An error before it becomes the body of an answer or part of a failed status. */
export type GraphError = {
  readonly code: number;
  readonly details: string;
  /** Overrides of what the table says. */
  readonly title?: string;
  readonly status?: number;
  readonly subcode?: number;
  readonly retryAfterSeconds?: number;
  /** Meta says itself that the same may work later. */
  readonly transient?: boolean;
  /** Minutes until Meta lets requests through again, told in the usage header. */
  readonly regainMinutes?: number;
};

/** What a request is answered with. */
export type GraphAnswer = {
  readonly status: number;
  readonly json: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

type Known = { readonly title: string; readonly status?: number };

const known: Readonly<Record<number, Known>> = {
  0: { title: 'AuthException', status: 401 },
  1: { title: 'API Unknown', status: 500 },
  2: { title: 'API Service', status: 503 },
  3: { title: 'API Method', status: 500 },
  4: { title: 'API Too Many Calls', status: 429 },
  10: { title: 'Permission Denied', status: 403 },
  33: { title: 'Parameter value is not valid' },
  100: { title: 'Invalid parameter' },
  190: { title: 'Access token has expired', status: 401 },
  200: { title: 'API Permission', status: 403 },
  368: { title: 'Temporarily blocked for policies violations', status: 403 },
  80007: { title: 'Rate limit issues', status: 429 },
  130403: { title: 'User is blocked by the business' },
  130429: { title: 'Rate limit hit', status: 429 },
  130472: { title: "User's number is part of an experiment" },
  130497: { title: 'Business account is restricted from messaging users in this country', status: 403 },
  131000: { title: 'Something went wrong', status: 500 },
  131005: { title: 'Access denied', status: 403 },
  131008: { title: 'Required parameter is missing' },
  131009: { title: 'Parameter value is not valid' },
  131016: { title: 'Service unavailable', status: 503 },
  131021: { title: 'Recipient cannot be sender' },
  131026: { title: 'Message undeliverable' },
  131030: { title: 'Recipient phone number not in allowed list' },
  131031: { title: 'Account has been locked', status: 403 },
  131037: { title: 'WhatsApp provided number needs display name approval before message can be sent' },
  131042: { title: 'Business eligibility payment issue' },
  131045: { title: 'Incorrect certificate', status: 500 },
  131047: { title: 'Re-engagement message' },
  131048: { title: 'Spam rate limit hit' },
  131049: { title: 'This message was not delivered to maintain healthy ecosystem engagement' },
  131050: {
    title: 'Unable to deliver the message. This recipient has chosen to stop receiving marketing messages',
  },
  131051: { title: 'Unsupported message type' },
  131052: { title: 'Media download error' },
  131053: { title: 'Media upload error' },
  131056: { title: '(Business Account, Consumer Account) pair rate limit hit' },
  131057: { title: 'Account in maintenance mode', status: 500 },
  132000: { title: 'Template Param Count Mismatch' },
  131059: { title: 'Invalid cursor' },
  131060: { title: 'This message is unavailable' },
  131062: { title: 'Business-scoped user id is not supported for this message' },
  132001: { title: 'Template does not exist', status: 404 },
  132005: { title: 'Template hydrated text too long' },
  132007: { title: 'Template format character policy violated' },
  132012: { title: 'Template parameter format mismatch' },
  132015: { title: 'Template is paused' },
  132016: { title: 'Template is disabled' },
  133004: { title: 'Server Temporarily Unavailable', status: 503 },
  133010: { title: 'Phone number not registered' },
  135000: { title: 'Generic user error' },
};

/** The title of an error. */
export function titleOf({ code, title }: GraphError): string {
  return title ?? known[code]?.title ?? 'Something went wrong';
}

/** Whose request an error answers. */
export type Asker = { readonly channel: Channel; readonly accountId: string };

const usageTypes = { whatsapp: 'whatsapp', messenger: 'messenger', instagram: 'instagram' } as const;

function headersOf(error: GraphError, { channel, accountId }: Asker): Record<string, string> {
  const { retryAfterSeconds: after, regainMinutes: regain } = error;
  const counts = { call_count: 100, total_cputime: 25, total_time: 25 };
  const usage = { type: usageTypes[channel], ...counts, estimated_time_to_regain_access: regain };
  return {
    ...(after === undefined ? {} : { 'Retry-After': String(after) }),
    ...(regain === undefined
      ? {}
      : { 'X-Business-Use-Case-Usage': JSON.stringify({ [accountId]: [usage] }) }),
  };
}

/** On Messenger and Instagram the details are the message, and nothing else explains them. */
function messagingError(error: GraphError): Record<string, unknown> {
  const hash = error.code === 190 ? '' : `(#${error.code}) `;
  return {
    message: `${hash}${error.details}`,
    type: 'OAuthException',
    code: error.code,
    ...(error.subcode === undefined ? {} : { error_subcode: error.subcode }),
    ...(error.transient === undefined ? {} : { is_transient: error.transient }),
    fbtrace_id: newTraceId(),
  };
}

function whatsappError(error: GraphError): Record<string, unknown> {
  return {
    message: `(#${error.code}) ${titleOf(error)}`,
    type: 'OAuthException',
    code: error.code,
    error_data: { messaging_product: 'whatsapp', details: error.details },
    ...(error.subcode === undefined ? {} : { error_subcode: error.subcode }),
    ...(error.transient === undefined ? {} : { is_transient: error.transient }),
    fbtrace_id: newTraceId(),
  };
}

const noAsker: Asker = { channel: 'whatsapp', accountId: '' };

/** The answer that tells an error. */
export function errorAnswer(error: GraphError, asker: Asker = noAsker): GraphAnswer {
  const isWhatsapp = asker.channel === 'whatsapp';
  const usual = isWhatsapp ? known[error.code]?.status : [1, 2].includes(error.code) ? 500 : undefined;
  return {
    status: error.status ?? usual ?? 400,
    json: { error: isWhatsapp ? whatsappError(error) : messagingError(error) },
    headers: headersOf(error, asker),
  };
}

/** The answer to a token that Meta does not know: no `(#190)`, no `error_data`. */
export function badTokenAnswer(): GraphAnswer {
  const message = 'Invalid OAuth access token - Cannot parse access token';
  return {
    status: 401,
    json: { error: { message, type: 'OAuthException', code: 190, fbtrace_id: newTraceId() } },
  };
}

/** The answer about an object that does not exist or that the token may not touch. */
export function unknownObjectAnswer(verb: 'get' | 'post' | 'delete', id: string): GraphAnswer {
  const message =
    `Unsupported ${verb} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, ` +
    'or does not support this operation. Please read the Graph API documentation at ' +
    'https://developers.facebook.com/docs/graph-api';
  const error = {
    message,
    type: 'GraphMethodException',
    code: 100,
    error_subcode: 33,
    fbtrace_id: newTraceId(),
  };
  return { status: 400, json: { error } };
}

/** The answer about a path that the Graph API does not have. */
export function unknownPathAnswer(path: string): GraphAnswer {
  const message = `Unknown path components: ${path}`;
  return {
    status: 400,
    json: { error: { message, type: 'OAuthException', code: 2500, fbtrace_id: newTraceId() } },
  };
}
