/** WhatsApp: the content of one message, whoever wrote it. What has no better form is `unsupported`. */
import { z } from 'zod';
import type { Content, File, FileType } from '#domain/content.ts';
import type { FileSource } from '../channel.ts';
import { keepRaw, text, those, word } from '../tolerant.ts';
import { formFields } from './parse-form.ts';
import * as wire from './wire.ts';

/** Content, and where its files are. */
export type Understood = { readonly content: Content; readonly sources?: readonly FileSource[] };

type Reader = (inner: unknown) => Understood | null;

const notPassedOn = 'WhatsApp did not pass this file on. Ask the customer to send it again.';

function readFile(type: FileType, inner: unknown): Understood | null {
  const parsed = wire.media.safeParse(inner);
  if (!parsed.success) return null;
  const { id, link, url = link, mime_type, sha256, filename, caption, voice, animated } = parsed.data;
  const isThere = id !== undefined || url !== undefined;
  const file: File = {
    type: type === 'audio' && voice ? 'voice' : type,
    state: isThere ? 'waiting' : 'lost',
    ...(filename && { name: filename }),
    ...(mime_type && { mime: mime_type }),
    ...(animated && { animated }),
    ...(!isThere && { sentence: notPassedOn }),
  };
  const source = { slot: '0', ...(id && { mediaId: id }), ...(url && { url }), ...(sha256 && { sha256 }) };
  const content: Content = { kind: 'files', text: caption ?? '', files: [file] };
  return isThere ? { content, sources: [source] } : { content };
}

function readText(inner: unknown): Understood | null {
  const parsed = z.looseObject({ body: word }).safeParse(inner);
  return parsed.success ? { content: { kind: 'text', text: parsed.data.body } } : null;
}

function readLocation(inner: unknown): Understood | null {
  const { latitude, longitude, name, address } = wire.location.safeParse(inner).data ?? {};
  if (latitude === undefined || longitude === undefined) return null;
  const place = { latitude, longitude, ...(name && { name }), ...(address && { address }) };
  return { content: { kind: 'location', text: '', ...place } };
}

function readCard(card: z.infer<typeof wire.contactCard>) {
  const phones = those(wire.contactPhone, card.phones).flatMap(({ phone, wa_id }) => phone ?? wa_id ?? []);
  const emails = those(wire.contactEmail, card.emails).flatMap(({ email }) => email ?? []);
  const urls = those(wire.contactUrl, card.urls).flatMap(({ url }) => url ?? []);
  const organisation = card.org?.company;
  const { formatted_name, first_name, last_name } = card.name ?? {};
  const full = [first_name, last_name].filter(Boolean).join(' ');
  return {
    name: formatted_name ?? (full || (organisation ?? phones[0] ?? '')),
    phones,
    emails,
    ...(organisation && { organisation }),
    ...(urls.length > 0 && { urls }),
  };
}

function readContacts(inner: unknown): Understood | null {
  if (!Array.isArray(inner)) return null;
  const contacts = those(wire.contactCard, inner).map(readCard);
  return contacts.length === 0 ? null : { content: { kind: 'contacts', text: '', contacts } };
}

/** A tapped quick reply of a template. */
function readButton(inner: unknown): Understood | null {
  const { text: title, payload } = wire.button.safeParse(inner).data ?? {};
  const shown = title ?? payload;
  if (shown === undefined) return null;
  return { content: { kind: 'choice', text: shown, of: 'template', ...(payload && { payload }) } };
}

function readReply(of: 'button' | 'list', reply: wire.WireInteractive['button_reply']): Understood | null {
  const { id, title = id, description } = reply ?? {};
  if (title === undefined) return null;
  const said = { ...(description && { description }), ...(id && { payload: id }) };
  return { content: { kind: 'choice', text: title, of, ...said } };
}

function readInteractive(inner: unknown): Understood | null {
  const { button_reply, list_reply, nfm_reply, call_permission_reply } =
    wire.interactive.safeParse(inner).data ?? {};
  if (button_reply) return readReply('button', button_reply);
  if (list_reply) return readReply('list', list_reply);
  if (nfm_reply) {
    const { name = 'form', body = '', response_json } = nfm_reply;
    return { content: { kind: 'form', text: body, name, fields: formFields(response_json) } };
  }
  if (call_permission_reply) {
    const { response = '', ...details } = call_permission_reply;
    const name = 'call_permission_reply';
    return { content: { kind: 'form', text: response, name, fields: formFields(details) } };
  }
  return null;
}

function readOrder(inner: unknown): Understood | null {
  const parsed = wire.order.safeParse(inner);
  if (!parsed.success) return null;
  const items = those(wire.orderItem, parsed.data.product_items).map((item) => ({
    id: item.product_retailer_id,
    quantity: item.quantity ?? 1,
    price: item.item_price ?? 0,
    currency: item.currency ?? '',
  }));
  const said = parsed.data.text ?? '';
  return items.length === 0 && said === '' ? null : { content: { kind: 'order', text: said, items } };
}

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['text', readText],
  ...(['image', 'video', 'audio', 'voice', 'document', 'sticker'] as const).map((type): [string, Reader] => [
    type,
    (inner) => readFile(type, inner),
  ]),
  ['location', readLocation],
  ['contacts', readContacts],
  ['button', readButton],
  ['interactive', readInteractive],
  ['order', readOrder],
]);

/** Words of a kind that has no form here, wherever Meta's kinds keep them. */
const findable = z.looseObject({
  type: text,
  caption: text,
  title: text,
  name: text,
  body: z
    .union([word, z.looseObject({ text: word }).transform((body) => body.text)])
    .optional()
    .catch(undefined),
});

function unsupported(type: string, inner: unknown): Understood {
  const { type: innerType, caption, title, name, body } = findable.safeParse(inner).data ?? {};
  const named = type === 'unsupported' && innerType ? innerType : undefined;
  const under = type === 'interactive' && innerType ? `interactive.${innerType}` : type;
  return {
    content: { kind: 'unsupported', type: named ?? under, text: caption ?? body ?? title ?? name ?? '' },
  };
}

/** What stands under the name of the type. */
function innerOf(message: Readonly<Record<string, unknown>>, type: string): unknown {
  return Object.hasOwn(message, type) ? message[type] : undefined;
}

const kinds = [...readers.keys(), 'reaction', 'system', 'edit', 'revoke'];

/** Meta's word for the kind; where it is missing, what stands in the message says it. */
export function kindOf(message: Readonly<Record<string, unknown>>): string {
  return text.parse(message.type) ?? kinds.find((kind) => innerOf(message, kind) !== undefined) ?? 'unknown';
}

/** What a message says. A kind that nobody knows is `unsupported`, with the words that are found in it. */
export function contentOf(message: Readonly<Record<string, unknown>>): Understood {
  const kind = kindOf(message);
  const inner = innerOf(message, kind);
  return readers.get(kind)?.(inner) ?? unsupported(kind, inner);
}

const envelope: ReadonlySet<string> = new Set([
  ...['id', 'from', 'from_user_id', 'from_parent_user_id', 'to', 'to_user_id', 'to_parent_user_id'],
  ...['timestamp', 'type', 'context', 'group_id', 'history_context'],
]);
const sayable: ReadonlySet<string> = new Set([
  ...[
    'body',
    'preview_url',
    'text',
    'payload',
    'caption',
    'filename',
    'mime_type',
    'sha256',
    'id',
    'url',
    'voice',
  ],
  'animated',
]);

function keys(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

/** Meta's own JSON where the event says less than it; undefined where it says all. */
export function rawOf(
  message: Readonly<Record<string, unknown>>,
  content: Content,
  raw: unknown,
): string | undefined {
  const type = kindOf(message);
  const isButton = content.kind === 'choice' && content.of === 'template';
  const isPlain = content.kind === 'text' || content.kind === 'files' || isButton;
  const contexts = ['id', 'from', 'forwarded', 'frequently_forwarded', 'referred_product'];
  const saysAll =
    isPlain &&
    keys(raw).every((key) => key === type || envelope.has(key)) &&
    keys(message.context).every((key) => contexts.includes(key)) &&
    keys(innerOf(message, type)).every((key) => sayable.has(key));
  return saysAll ? undefined : keepRaw(raw);
}
