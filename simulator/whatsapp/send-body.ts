/** What may be posted to /messages, checked as strictly as Meta does and refused in its words. */
import { z } from 'zod';
import type { GraphError } from '../graph/errors.ts';
import { bsuid } from './bsuid.ts';

/** Every send type of the Cloud API, in the words of its own error message. */
const knownTypes = [
  ...[
    'AUDIO',
    'CONTACTS',
    'DOCUMENT',
    'IMAGE',
    'INTERACTIVE',
    'LOCATION',
    'ORDER',
    'PIN',
    'REACTION',
    'STICKER',
  ],
  ...['TEMPLATE', 'TEXT', 'VIDEO'],
];
const longestText = 4096;

const product = z.literal('whatsapp');

const textSend = z.strictObject({
  messaging_product: product,
  recipient_type: z.literal('individual').optional(),
  to: z
    .string()
    .regex(/^\+?[\d\s()-]{5,25}$/)
    .optional(),
  recipient: bsuid.optional(),
  type: z.literal('text').default('text'),
  text: z.strictObject({
    body: z
      .string()
      .min(1)
      .refine((body) => [...body].length <= longestText, `must be at most ${longestText} characters long.`),
    preview_url: z.boolean().optional(),
  }),
  context: z.strictObject({ message_id: z.string().min(1) }).optional(),
  biz_opaque_callback_data: z.string().max(512).optional(),
});

const readMark = z.strictObject({
  messaging_product: product,
  status: z.literal('read'),
  message_id: z.string().min(1),
  typing_indicator: z.strictObject({ type: z.literal('text') }).optional(),
});

export type TextSend = z.infer<typeof textSend>;
export type ReadMark = z.infer<typeof readMark>;

export type Posted =
  | { readonly kind: 'send'; readonly send: TextSend }
  | { readonly kind: 'read'; readonly mark: ReadMark }
  | { readonly kind: 'refused'; readonly error: GraphError };

/** `text['body']`, as Meta writes a place in the body. */
function placeOf(path: readonly PropertyKey[]): string {
  const [first = '', ...rest] = path.map(String);
  return rest.reduce((place, key) => `${place}['${key}']`, first);
}

function asGraphError({ issues }: z.ZodError): GraphError {
  const [issue] = issues;
  if (issue === undefined) return { code: 100, details: 'The body is not a message.' };
  const place = placeOf(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const on = place === '' ? '' : ` on param "${place}"`;
    return { code: 100, details: `Unexpected key "${issue.keys[0] ?? ''}"${on}` };
  }
  if (issue.input === undefined) {
    return issue.path.length > 1
      ? { code: 131008, details: `Parameter ${place} is required.` }
      : { code: 100, details: `The parameter ${place} is required.` };
  }
  if (issue.code === 'custom') return { code: 100, details: `Param ${place} ${issue.message}` };
  return { code: 131009, details: `Parameter ${place}: ${issue.message}` };
}

function refused(details: string, code = 100): Posted {
  return { kind: 'refused', error: { code, details } };
}

function wrongType(type: unknown): Posted | null {
  if (type === undefined || type === 'text') return null;
  const word = typeof type === 'string' ? type : JSON.stringify(type);
  if (typeof type !== 'string' || !knownTypes.includes(type.toUpperCase())) {
    return refused(`Param type must be one of {${knownTypes.join(', ')}} - got "${word}".`);
  }
  return refused(`This simulator does not take messages of type "${word}" yet; it takes text.`, 131009);
}

function parseSend(body: object): Posted {
  const wrong = wrongType('type' in body ? body.type : undefined);
  if (wrong !== null) return wrong;
  if (!('to' in body) && !('recipient' in body)) return refused('The parameter to is required.');
  const parsed = textSend.safeParse(body, { reportInput: true });
  if (!parsed.success) return { kind: 'refused', error: asGraphError(parsed.error) };
  return { kind: 'send', send: parsed.data };
}

function parseMark(body: object): Posted {
  const parsed = readMark.safeParse(body, { reportInput: true });
  if (!parsed.success) return { kind: 'refused', error: asGraphError(parsed.error) };
  return { kind: 'read', mark: parsed.data };
}

/** What a request to /messages asks for, or the error that Meta answers. */
export function parsePosted(body: unknown): Posted {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return refused('The body must be a JSON object.');
  }
  if (!('messaging_product' in body)) return refused('The parameter messaging_product is required.');
  return 'status' in body ? parseMark(body) : parseSend(body);
}
