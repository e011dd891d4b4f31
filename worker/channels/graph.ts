/** The only file that calls Meta. One request in, one value out; nothing is decided here. */
import type { GraphAnswer } from './channel.ts';

/** Meta answers within a second or two; after this the request counts as unanswered. */
const timeoutMs = 15_000;

export type GraphRequest = {
  /** Base address and version, e.g. https://graph.facebook.com and v26.0. */
  readonly baseUrl: string;
  readonly version: string;
  readonly token: string;
  /** Path below the version, e.g. `123/messages`. */
  readonly path: string;
  readonly body: Record<string, unknown>;
};

function retryAfter(headers: Headers): number | null {
  const said = headers.get('retry-after') ?? '';
  const ms = /^\d+$/.test(said) ? Number(said) * 1000 : Date.parse(said) - Date.now();
  return Number.isFinite(ms) && ms > 0 ? ms : null;
}

/** Failures in which no byte of the request left: only these may be tried again blindly. */
const neverLeft = /refused|could not be resolved|dns|getaddrinfo|unreachable|failed to connect/i;

function fromFailure(failure: unknown): GraphAnswer {
  const why = failure instanceof Error ? failure.message : String(failure);
  return neverLeft.test(why) ? { type: 'not-sent', why } : { type: 'no-answer', why };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** POSTs to the Graph API. Never throws; the token is never part of what it returns. */
export async function postToGraph(request: GraphRequest): Promise<GraphAnswer> {
  const abort = new AbortController();
  // Cleared after the answer: a timer left running would keep the object awake, and billed.
  const timer = setTimeout(() => abort.abort(new Error('no answer in time')), timeoutMs);
  try {
    const response = await fetch(`${request.baseUrl}/${request.version}/${request.path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${request.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(request.body),
      signal: abort.signal,
    });
    const body = parseJson(await response.text());
    if (response.ok) return { type: 'ok', body };
    return { type: 'refused', status: response.status, body, retryAfterMs: retryAfter(response.headers) };
  } catch (failure) {
    return fromFailure(failure);
  } finally {
    clearTimeout(timer);
  }
}
