/** Meta's Graph API, for tests in workerd: answers what it is told to and remembers what it was asked. */
import { vi } from 'vitest';

export type Asked = {
  readonly method: string;
  readonly url: string;
  /** What was sent as JSON; empty for anything else. */
  readonly body: Record<string, unknown>;
  readonly token: string | null;
};
type Answerer = (asked: Asked) => Response | Promise<Response>;

/** An answer of Meta that accepts a message. */
export function acceptedAs(id: string): Response {
  return Response.json({ messaging_product: 'whatsapp', contacts: [{ input: '1' }], messages: [{ id }] });
}

/** An answer of Meta that does not. */
export function refusedWith(code: number, status = 400, headers: Record<string, string> = {}): Response {
  const error = { message: `(#${code}) title`, type: 'OAuthException', code, error_data: { details: 'why' } };
  return Response.json({ error }, { status, headers });
}

/** The same, with Meta's more exact number beside the code. */
export function refusedAs(code: number, error_subcode: number): Response {
  const error = { message: `(#${code}) title`, type: 'OAuthException', code, error_subcode };
  return Response.json({ error }, { status: 400 });
}

/** An answer that never comes. */
export function lost(): never {
  throw new Error('Network connection lost.');
}

/** An answer of Messenger or Instagram that accepts a message. */
export function acceptedMid(mid: string): Response {
  return Response.json({ recipient_id: '1', message_id: mid });
}

/** What Meta would say to a request that nobody scripted. */
function usual({ url, body }: Asked, count: number): Response {
  if (!url.endsWith('/messages')) return refusedWith(100, 404);
  if (body['messaging_product'] !== 'whatsapp') return acceptedMid(`m_out${count}`);
  return body['status'] === 'read' ? Response.json({ success: true }) : acceptedAs(`wamid.out${count}`);
}

async function bodyOf(request: Request): Promise<Record<string, unknown>> {
  const isJson = request.headers.get('content-type')?.startsWith('application/json') ?? false;
  if (isJson) return request.json();
  await request.arrayBuffer();
  return {};
}

/**
 * Stands in for Meta until `restore` is called. Requests to `…/messages` get the scripted answers in order, then are accepted
 * with ids counting up; anything else gets what is served under a part of its address, or 404.
 */
export function playGraph() {
  const all: Asked[] = [];
  const asked: Asked[] = [];
  const script: Answerer[] = [];
  const served = new Map<string, Answerer>();
  const spy = vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const request = new Request(input, init);
    const { method, url } = request;
    const token = request.headers.get('authorization');
    const one: Asked = { method, url, token, body: await bodyOf(request) };
    all.push(one);
    const isSend = url.endsWith('/messages');
    if (isSend) asked.push(one);
    const server = [...served].find(([part]) => url.includes(part))?.[1];
    const answer = isSend ? script.shift() : server;
    return answer ? answer(one) : usual(one, asked.length);
  });
  return {
    /** Every request; `asked`: those to `…/messages`. */
    all,
    asked,
    /** What the next requests to `…/messages` get, in order. */
    answer: (...answers: readonly Answerer[]): void => void script.push(...answers),
    /** What an address with `part` in it gives from now on. */
    serve: (part: string, answer: Answerer): void => void served.set(part, answer),
    restore: (): void => spy.mockRestore(),
  };
}
