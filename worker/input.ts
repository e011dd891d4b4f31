/** Reading what a client sends: parsed, or refused with a sentence. */
import type { z } from 'zod';
import { Refused } from './problem.ts';

const bodyLimit = 1024 * 1024;

function problemOf(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue ? `${issue.path.join('.') || 'body'}: ${issue.message}` : 'body';
}

/** `value` as the schema says, or out with `invalid-input`. */
export function accept<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Refused({ code: 'invalid-input', problem: problemOf(parsed.error) });
  return parsed.data;
}

/** The JSON body of a request as the schema says. */
export async function acceptBody<T>(schema: z.ZodType<T>, request: Request): Promise<T> {
  if (Number(request.headers.get('content-length') ?? 0) > bodyLimit) {
    throw new Refused({ code: 'too-large', limitBytes: bodyLimit });
  }
  const text = await request.text();
  if (text.length > bodyLimit) throw new Refused({ code: 'too-large', limitBytes: bodyLimit });
  try {
    return accept(schema, JSON.parse(text));
  } catch (failure) {
    if (failure instanceof SyntaxError) throw new Refused({ code: 'not-json' });
    throw failure;
  }
}
