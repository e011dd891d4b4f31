/** How the API is asked: one request, and what came of it as a value. */
import type { Problem } from '#domain/http.ts';
import { t } from './words/t.ts';

export type Fetch = typeof globalThis.fetch;

export type Failure =
  /** The server said no, with its sentence. */
  | { readonly kind: 'refused'; readonly status: number; readonly problem: Problem }
  /** Nothing came back, or the server itself failed: the same request may be tried again. */
  | { readonly kind: 'unreachable'; readonly sentence: string };

export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value; readonly cookies: readonly string[] }
  | { readonly ok: false; readonly failure: Failure };

/** A request without an answer by then is given up: a line may be dead and not say so. In ms. */
const patience = 30_000;

/** What to tell a person about a failure. */
export function sentenceFor(failure: Failure): string {
  return failure.kind === 'refused' ? failure.problem.sentence : failure.sentence;
}

/** Whether the session is over. */
export function isSignedOut(failure: Failure): boolean {
  return failure.kind === 'refused' && failure.status === 401;
}

function isProblem(value: unknown): value is Problem {
  if (typeof value !== 'object' || value === null) return false;
  const { code, sentence, requestId } = value as Record<string, unknown>;
  return typeof code === 'string' && typeof sentence === 'string' && typeof requestId === 'string';
}

async function json(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

/** What an answer of the API means. */
export async function outcomeOf<Value>(response: Response): Promise<Outcome<Value>> {
  const body = await json(response);
  if (response.ok) {
    if (body === undefined) {
      return { ok: false, failure: { kind: 'unreachable', sentence: t('error.no-answer') } };
    }
    return { ok: true, value: body as Value, cookies: response.headers.getSetCookie() };
  }
  if (response.status >= 500 || !isProblem(body)) {
    const sentence = isProblem(body) ? body.sentence : t('error.unexpected');
    return { ok: false, failure: { kind: 'unreachable', sentence } };
  }
  return { ok: false, failure: { kind: 'refused', status: response.status, problem: body } };
}

/** Over one `fetch`: the browser's, or the one that SvelteKit gives to a load on the server. */
export class Calling {
  readonly #fetch: Fetch;

  constructor(fetch: Fetch) {
    this.#fetch = fetch;
  }

  /** Anything of the API: for parts of the page that come later and bring their own addresses along. */
  ask<Value>(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<Outcome<Value>> {
    if (method === 'POST') return this.post(path, body);
    if (method === 'PUT') return this.send(method, path, body);
    return method === 'GET' ? this.get(path) : this.drop(path);
  }

  protected get<Value>(path: string, signal?: AbortSignal): Promise<Outcome<Value>> {
    return this.#call(path, { headers: { accept: 'application/json' }, ...(signal && { signal }) });
  }

  protected post<Value>(path: string, body: unknown): Promise<Outcome<Value>> {
    return this.send('POST', path, body);
  }

  protected send<Value>(
    method: 'POST' | 'PUT' | 'PATCH',
    path: string,
    body: unknown,
  ): Promise<Outcome<Value>> {
    const headers = { accept: 'application/json', 'content-type': 'application/json' };
    return this.#call(path, { method, headers, body: JSON.stringify(body) });
  }

  protected drop<Value>(path: string): Promise<Outcome<Value>> {
    return this.#call(path, { method: 'DELETE', headers: { accept: 'application/json' } });
  }

  async #call<Value>(path: string, init: RequestInit): Promise<Outcome<Value>> {
    const fetch = this.#fetch;
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), patience);
    const given = init.signal;
    try {
      const signal = given ? AbortSignal.any([given, stop.signal]) : stop.signal;
      return await outcomeOf(await fetch(path, { ...init, signal }));
    } catch {
      return { ok: false, failure: { kind: 'unreachable', sentence: t('error.unreachable') } };
    } finally {
      clearTimeout(timer);
    }
  }
}
