/** What control routes accept: checked by zod, refused with one sentence. */
import { validator } from 'hono/validator';
import type { z } from 'zod';

function sentence({ issues }: z.ZodError): string {
  const [issue] = issues;
  if (issue === undefined) return 'The request is not right. Check it and send it again.';
  const place = issue.path.length === 0 ? 'The request' : `"${issue.path.join('.')}"`;
  return `${place} is not right: ${issue.message}. Correct it and send it again.`;
}

/** The JSON body, which must fit the schema; no body counts as {}. */
export function body<S extends z.ZodType>(schema: S) {
  return validator('json', (value, c) => {
    const checked = schema.safeParse(value);
    return checked.success ? checked.data : c.json({ error: sentence(checked.error) }, 400);
  });
}

/** The query, which must fit the schema. */
export function query<S extends z.ZodType>(schema: S) {
  return validator('query', (value, c) => {
    const checked = schema.safeParse(value);
    return checked.success ? checked.data : c.json({ error: sentence(checked.error) }, 400);
  });
}
