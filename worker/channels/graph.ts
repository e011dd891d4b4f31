/** The only file that calls Meta. One request in, one value out; nothing is decided here. */
import type { Channel } from '#domain/channel.ts';
import { addressOf, mayCarryToken, type GraphOrigins } from './addresses.ts';
import type { GraphAnswer } from './channel.ts';
import { multipart, type GraphForm } from './multipart.ts';
import { refusalPause, retryAfter, usagePause } from './usage.ts';

/** Meta answers within a second or two; after this the request counts as unanswered. */
const answerWithinMs = 15_000;
/** A file of 100 MB on its way. */
const uploadWithinMs = 120_000;
const mostHops = 5;

/** Where the Graph API lives, and its version, e.g. `v26.0`. */
export type GraphPlace = GraphOrigins & { readonly GRAPH_VERSION: string };
export type GraphAccess = {
  readonly channel: Channel;
  readonly token: string;
  readonly login: 'page' | 'instagram';
};
export type GraphRequest = {
  readonly method: 'GET' | 'POST';
  /** Path below the version, e.g. `123/messages`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** Sent as a form, in the place of `body`. */
  readonly form?: GraphForm;
  /** In ms; how long Meta has to answer. */
  readonly timeoutMs?: number;
};

/** Bytes of Meta, or why there are none. `bytes` is null when Meta does not say. */
export type Download =
  | {
      readonly type: 'ok';
      readonly body: ReadableStream<Uint8Array>;
      readonly mime: string;
      readonly bytes: number | null;
    }
  | { readonly type: 'refused'; readonly status: number; readonly retryAfterMs: number | null }
  /** The address is none that we fetch. */
  | { readonly type: 'forbidden'; readonly why: string }
  | { readonly type: 'no-answer'; readonly why: string };

/** Failures in which no byte of the request left: only these may be tried again blindly. */
const neverLeft = /refused|could not be resolved|dns|getaddrinfo|unreachable|failed to connect/i;

/** Meta's own errors quote a token that it does not like. */
const withoutToken = (text: string, token: string): string =>
  token === '' ? text : text.replaceAll(token, '(token)');

const wordsOf = (failure: unknown): string => (failure instanceof Error ? failure.message : String(failure));

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function urlOf(place: GraphPlace, access: GraphAccess, request: GraphRequest): string {
  const ownInstagram = access.channel === 'instagram' && access.login === 'instagram';
  const base = ownInstagram ? place.INSTAGRAM_GRAPH_URL : place.GRAPH_URL;
  const query = request.query ? `?${new URLSearchParams(request.query).toString()}` : '';
  return `${base}/${place.GRAPH_VERSION}/${request.path}${query}`;
}

function answerOf(response: Response, text: string): GraphAnswer {
  const body = parseJson(text);
  const usageMs = usagePause(response.headers);
  if (response.ok) return { type: 'ok', body, ...(usageMs !== null && { pauseMs: usageMs }) };
  const told = Math.max(usageMs ?? 0, retryAfter(response.headers, Date.now()) ?? 0);
  const retryAfterMs = told > 0 ? told : null;
  const pauseMs = usageMs ?? refusalPause(body, retryAfterMs);
  const { status } = response;
  return { type: 'refused', status, body, retryAfterMs, ...(pauseMs !== null && { pauseMs }) };
}

type Sending = { readonly init: RequestInit; readonly write: (signal: AbortSignal) => Promise<void> };

function sendingOf({ method, body, form }: GraphRequest, token: string): Sending {
  const authorization = `Bearer ${token}`;
  const write = () => Promise.resolve();
  if (form) {
    const streamed = multipart(form);
    const headers = { authorization, 'content-type': streamed.contentType };
    return { init: { method, headers, body: streamed.body }, write: streamed.write };
  }
  if (!body) return { init: { method, headers: { authorization } }, write };
  const headers = { authorization, 'content-type': 'application/json' };
  return { init: { method, headers, body: JSON.stringify(body) }, write };
}

/**
 * Calls the Graph API as an account. Never throws; the token is in nothing that it returns. Follows no redirect: the Graph
 * API has none, and the token would go along.
 */
export async function callGraph(
  place: GraphPlace,
  access: GraphAccess,
  request: GraphRequest,
): Promise<GraphAnswer> {
  const abort = new AbortController();
  const { timeoutMs = request.form ? uploadWithinMs : answerWithinMs } = request;
  // Cleared after the answer: a timer left running would keep the object awake, and billed.
  const timer = setTimeout(() => abort.abort(new Error('no answer in time')), timeoutMs);
  try {
    const { init, write } = sendingOf(request, access.token);
    const { signal } = abort;
    // A file that breaks off ends the request too, which is where it is told.
    write(signal).catch((failure: unknown) => abort.abort(failure));
    const response = await fetch(urlOf(place, access, request), { ...init, redirect: 'manual', signal });
    return answerOf(response, withoutToken(await response.text(), access.token));
  } catch (failure) {
    const why = withoutToken(wordsOf(failure), access.token);
    return { type: neverLeft.test(why) ? 'not-sent' : 'no-answer', why };
  } finally {
    clearTimeout(timer);
    abort.abort();
  }
}

function bytesOf(headers: Headers): number | null {
  // An encoded body is longer when it is read than its header says.
  if (headers.has('content-encoding')) return null;
  const said = headers.get('content-length') ?? '';
  return /^\d+$/.test(said) ? Number(said) : null;
}

type Hop = { readonly url: URL; readonly signal: AbortSignal; readonly token: string | null };

async function follow(place: GraphOrigins, hop: Hop): Promise<Response | null> {
  let { url } = hop;
  for (let hops = 0; hops <= mostHops; hops += 1) {
    const headers = new Headers({ 'accept-encoding': 'identity' });
    if (hop.token !== null && mayCarryToken(url, place)) headers.set('authorization', `Bearer ${hop.token}`);
    const response = await fetch(url, { headers, redirect: 'manual', signal: hop.signal });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || location === null) return response;
    await response.body?.cancel();
    const next = addressOf(location, place, url);
    if (!next) return null;
    url = next;
  }
  return null;
}

/**
 * Begins to download a file whose address Meta gave. Only public https addresses are fetched (or the configured Graph API's
 * own), redirects included; the token of `access` goes to Meta's hosts only. Never throws; whoever reads the body cancels it
 * when it stops early.
 */
export async function downloadFromMeta(
  place: GraphOrigins,
  address: string,
  access: Pick<GraphAccess, 'token'> | null,
): Promise<Download> {
  const url = addressOf(address, place);
  if (!url) return { type: 'forbidden', why: 'not a public https address' };
  const token = access?.token ?? null;
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(new Error('no answer in time')), answerWithinMs);
  try {
    const response = await follow(place, { url, signal: abort.signal, token });
    if (!response) return { type: 'forbidden', why: 'redirected to where we do not go' };
    if (response.ok && response.body) {
      const mime = response.headers.get('content-type') ?? '';
      const body = response.body as ReadableStream<Uint8Array>;
      return { type: 'ok', body, mime, bytes: bytesOf(response.headers) };
    }
    await response.body?.cancel();
    return {
      type: 'refused',
      status: response.status,
      retryAfterMs: retryAfter(response.headers, Date.now()),
    };
  } catch (failure) {
    return { type: 'no-answer', why: withoutToken(wordsOf(failure), token ?? '') };
  } finally {
    clearTimeout(timer);
  }
}
