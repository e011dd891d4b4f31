/** Meta's Graph API, for tests in workerd: answers what it is told to and remembers what it was asked. */
import { vi } from 'vitest';

export type Asked = {
  readonly url: string;
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

/** Stands in for Meta until `restore` is called. Unscripted requests are accepted with ids counting up. */
export function playGraph() {
  const asked: Asked[] = [];
  const script: Answerer[] = [];
  const spy = vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const request = new Request(input, init);
    const one: Asked = {
      url: request.url,
      body: await request.json(),
      token: request.headers.get('authorization'),
    };
    asked.push(one);
    const answer = script.shift();
    return answer ? answer(one) : acceptedAs(`wamid.out${asked.length}`);
  });
  return {
    asked,
    /** What the next requests get, in order. */
    answer: (...answers: readonly Answerer[]): void => void script.push(...answers),
    restore: (): void => spy.mockRestore(),
  };
}
