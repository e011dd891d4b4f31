/** What may be posted to /messages, checked as strictly as Meta does and refused in its words. */
import { z } from 'zod';
import type { GraphError } from '../graph/errors.ts';
import { bsuid } from './bsuid.ts';
import { interactive } from './interactive.ts';
import { kinds } from './kinds.ts';
import { asGraphError } from './place.ts';
import { template } from './template-send.ts';

const contents = { ...kinds, interactive, template };
export type SendType = keyof typeof contents;

/** Every send type of the Cloud API, in the words of its own error message. */
const knownTypes = [
  ...['AUDIO', 'CONTACTS', 'DOCUMENT', 'IMAGE', 'INTERACTIVE', 'LOCATION', 'ORDER', 'PIN'],
  ...['REACTION', 'STICKER', 'TEMPLATE', 'TEXT', 'VIDEO'],
];

const product = z.literal('whatsapp');
const head = {
  messaging_product: product,
  recipient_type: z.enum(['individual', 'group']).optional(),
  to: z.string().min(1).optional(),
  recipient: bsuid.optional(),
  context: z.strictObject({ message_id: z.string().min(1) }).optional(),
  biz_opaque_callback_data: z.string().max(512).optional(),
};
const schemas = Object.fromEntries(
  Object.entries(contents).map(([type, content]) => [
    type,
    z.strictObject({ ...head, type: z.literal(type).default(type), [type]: content }),
  ]),
);

const readMark = z.strictObject({
  messaging_product: product,
  status: z.literal('read'),
  message_id: z.string().min(1),
  typing_indicator: z.strictObject({ type: z.literal('text') }).optional(),
});

export type WhatsappSend = {
  readonly type: SendType;
  readonly recipient_type?: 'individual' | 'group' | undefined;
  readonly to?: string | undefined;
  readonly recipient?: string | undefined;
  readonly context?: { readonly message_id: string } | undefined;
  readonly biz_opaque_callback_data?: string | undefined;
  /** The content under the name of its type. */
  readonly [key: string]: unknown;
};
export type ReadMark = z.infer<typeof readMark>;

export type Posted =
  | { readonly kind: 'send'; readonly send: WhatsappSend }
  | { readonly kind: 'read'; readonly mark: ReadMark }
  | { readonly kind: 'refused'; readonly error: GraphError };

const phoneLike = /^\+?[\d\s()-]{5,25}$/;

function refused(details: string, code = 100): Posted {
  return { kind: 'refused', error: { code, details } };
}

function isSendType(type: string): type is SendType {
  return type in contents;
}

/** The type that a body names (a text if it names none), or the refusal. */
function typeOf(body: Readonly<Record<string, unknown>>): SendType | Posted {
  const type = 'type' in body ? body['type'] : 'text';
  const word = typeof type === 'string' ? type : JSON.stringify(type);
  if (isSendType(word) && typeof type === 'string') return word;
  if (typeof type !== 'string' || !knownTypes.includes(type.toUpperCase()))
    return refused(`Param type must be one of {${knownTypes.join(', ')}} - got "${word}".`);
  return refused(`This simulator does not take messages of type "${word}".`, 131009);
}

/** What the schema cannot say: whom it is for. */
function wrongRecipient(send: WhatsappSend): Posted | null {
  const { to, recipient_type: kind } = send;
  if (kind === 'group') return to === undefined ? refused('The parameter to is required.') : null;
  if (to !== undefined && !phoneLike.test(to))
    return refused('Parameter to: it is not a phone number.', 131009);
  return null;
}

function parseSend(body: Readonly<Record<string, unknown>>): Posted {
  const type = typeOf(body);
  if (typeof type === 'object') return type;
  if (!('to' in body) && !('recipient' in body)) return refused('The parameter to is required.');
  const parsed = schemas[type]?.safeParse(body, { reportInput: true });
  if (parsed === undefined) return refused('The parameter type is required.');
  if (!parsed.success) return { kind: 'refused', error: asGraphError(parsed.error) };
  const send = { ...parsed.data, type } as WhatsappSend;
  return wrongRecipient(send) ?? { kind: 'send', send };
}

function parseMark(body: Readonly<Record<string, unknown>>): Posted {
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
  const record: Readonly<Record<string, unknown>> = { ...body };
  return 'status' in record ? parseMark(record) : parseSend(record);
}
