/** What zod says of a body, in Meta's words. */
import type { z } from 'zod';
import type { GraphError } from '../graph/errors.ts';

/** `text['body']`, as Meta writes a place in the body. */
function placeOf(path: readonly PropertyKey[]): string {
  const [first = '', ...rest] = path.map(String);
  return rest.reduce((place, key) => `${place}['${key}']`, first);
}

/** The error that Meta answers about the first thing that is wrong. */
export function asGraphError({ issues }: z.ZodError): GraphError {
  const [issue] = issues;
  if (issue === undefined) return { code: 100, details: 'The body is not a message.' };
  const place = placeOf(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const on = place === '' ? '' : ` on param "${place}"`;
    return { code: 100, details: `Unexpected key "${issue.keys[0] ?? ''}"${on}` };
  }
  if (issue.input === undefined && issue.code !== 'custom') {
    return issue.path.length > 1
      ? { code: 131008, details: `Parameter ${place} is required.` }
      : { code: 100, details: `The parameter ${place} is required.` };
  }
  if (issue.code === 'custom') return { code: 100, details: `Param ${place} ${issue.message}` };
  return { code: 131009, details: `Parameter ${place}: ${issue.message}` };
}
