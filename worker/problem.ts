/** A refusal, or a surprise, as an HTTP answer: a code and a sentence. */
import type { Problem } from '#domain/http.ts';
import { sentenceOf, statusOf, type Refusal } from '#domain/refusal.ts';

/** Carries a refusal out of a handler; turned into an answer in one place (app.ts). */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/** The answer that a refusal becomes. */
export function problemOf(refusal: Refusal, requestId: string): Response {
  const body: Problem = { code: refusal.code, sentence: sentenceOf(refusal), requestId };
  const headers =
    refusal.code === 'too-many-tries' ? { 'retry-after': String(refusal.retryAfterSeconds) } : undefined;
  return Response.json(body, { status: statusOf(refusal), headers });
}

/** The answer when something broke; what broke stands in the log under the request id. */
export function brokenAnswer(requestId: string): Response {
  const sentence = 'Something broke here; nothing you wrote is lost. Try again, or tell an admin this id.';
  return Response.json({ code: 'internal', sentence, requestId } satisfies Problem, { status: 500 });
}

/** The value, or out with the refusal. */
export function orRefuse<T extends object>(answer: T | { readonly refusal: Refusal }): T {
  if ('refusal' in answer) throw new Refused(answer.refusal);
  return answer;
}
