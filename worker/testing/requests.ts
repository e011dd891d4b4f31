/**
 * Reads a request to the Graph API back into a draft of ours, as far as we have one for it, and renders that again: what
 * comes out equals what went in only if we can say it. For tests with requests that nobody here wrote.
 */
import type { Channel } from '#domain/channel.ts';
import type { Button, FileType, TemplateButtonValue, TemplateValue, Upload } from '#domain/content.ts';
import type { Draft } from '#domain/draft.ts';
import { fileLimits } from '#domain/limits.ts';
import {
  renderMessage,
  renderReaction,
  renderRead,
  renderTyping,
  type MetaFile,
} from '../channels/render.ts';

export type Wire = Record<string, unknown>;
/** What we would send instead, and the draft of it where it is a message; null where we have nothing like it. */
export type Ours = { readonly body: Wire; readonly draft?: Draft };

const isWire = (value: unknown): value is Wire => typeof value === 'object' && value !== null;
const wire = (value: unknown): Wire => (isWire(value) ? value : {});
const wires = (value: unknown): Wire[] => (Array.isArray(value) ? value.filter(isWire) : []);
const word = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Everything that stands at `path` (`a.b.c`); lists are looked into. */
export function valuesAt(value: unknown, path: readonly string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, path));
  const [key, ...rest] = path;
  if (key === undefined) return [value];
  return isWire(value) && value[key] !== undefined ? valuesAt(value[key], rest) : [];
}

/** An upload with that id, or the address; Meta's id of it is its own. */
function fileOf(channel: Channel, type: FileType, media: Wire): Upload {
  const name = typeof media['filename'] === 'string' && { name: media['filename'] };
  const link = media['link'] ?? media['url'];
  if (typeof link === 'string') return { link, type, ...name };
  const [mime = ''] = fileLimits(channel, type).mimes;
  return { uploadId: word(media['id'] ?? media['attachment_id']), type, mime, bytes: 1, ...name };
}

/** Every upload is at Meta, under its own id. */
class EveryFile extends Map<string, MetaFile> {
  override get(id: string): MetaFile {
    return { id };
  }
}

function sent(channel: Channel, body: Wire, draft: Draft): Ours {
  const phone = word(body['to']).replace(/^\+/, '');
  const bsuid = word(body['recipient']);
  const id = word(wire(body['recipient'])['id']);
  const quotes = word(wire(body['context'])['message_id'] ?? wire(body['reply_to'])['mid']);
  const to =
    channel === 'whatsapp'
      ? phone
        ? { phone }
        : { bsuid }
      : channel === 'messenger'
        ? { psid: id }
        : { igsid: id };
  const rendered = renderMessage({
    channel,
    id: 'ours',
    draft,
    to,
    humanAgent: body['tag'] === 'HUMAN_AGENT',
    files: new EveryFile(),
    ...(quotes && { quotes }),
  });
  return { body: rendered, draft };
}

function templateValue(value: Wire): TemplateValue {
  const name = typeof value['parameter_name'] === 'string' && { name: value['parameter_name'] };
  const type = word(value['type']);
  const inner = wire(value[type]);
  switch (type) {
    case 'currency': {
      const { fallback_value, code, amount_1000 } = inner;
      return {
        type,
        fallback: word(fallback_value),
        code: word(code),
        amount1000: Number(amount_1000),
        ...name,
      };
    }
    case 'date_time':
      return { type: 'date', fallback: word(inner['fallback_value']), ...name };
    case 'image':
    case 'video':
    case 'document':
      return { type: 'file', file: fileOf('whatsapp', type, inner) };
    default:
      return { type: 'text', text: word(value['text']), ...name };
  }
}

function templateButton(component: Wire): TemplateButtonValue {
  const index = Number(component['index']);
  const [parameter = {}] = wires(component['parameters']);
  const { flow_token, flow_action_data } = wire(parameter['action']);
  switch (component['sub_type']) {
    case 'flow':
      return { index, type: 'flow', token: word(flow_token), data: wire(flow_action_data) };
    case 'url':
      return { index, type: 'url', suffix: word(parameter['text']) };
    case 'copy_code':
      return { index, type: 'code', code: word(parameter['coupon_code']) };
    default:
      return { index, type: 'reply', payload: word(parameter['payload']) };
  }
}

function templateDraft(template: Wire): Draft {
  const components = wires(template['components']);
  const of = (type: string): Wire[] => components.filter((component) => component['type'] === type);
  const values = (type: string) =>
    of(type).flatMap((component) => wires(component['parameters']).map(templateValue));
  return {
    kind: 'template',
    name: word(template['name']),
    language: word(wire(template['language'])['code']),
    values: { header: values('header'), body: values('body'), buttons: of('button').map(templateButton) },
    shown: { text: '', buttons: [] },
  };
}

function replyButtons(interactive: Wire): Draft {
  const buttons = valuesAt(interactive, ['action', 'buttons', 'reply'])
    .map(wire)
    .map(({ id, title }): Button => ({ type: 'reply', id: word(id), title: word(title) }));
  return {
    kind: 'interactive',
    text: word(wire(interactive['body'])['text']),
    action: { type: 'buttons', buttons },
  };
}

function whatsAppDraft(body: Wire): Draft | null {
  const type = word(body['type']);
  const inner = wire(body[type]);
  switch (type) {
    case 'text':
      return { kind: 'text', text: word(inner['body']) };
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
    case 'sticker':
      return { kind: 'files', text: word(inner['caption']), files: [fileOf('whatsapp', type, inner)] };
    case 'location': {
      const { latitude, longitude, name, address } = inner;
      const place = { latitude: Number(latitude), longitude: Number(longitude) };
      return { kind: 'location', ...place, name: word(name), address: word(address) };
    }
    case 'template':
      return templateDraft(inner);
    case 'interactive':
      return inner['type'] === 'button' ? replyButtons(inner) : null;
    default:
      return null;
  }
}

function whatsAppOurs(body: Wire): Ours | null {
  if (body['status'] === 'read') {
    const mark = { to: {}, messageId: word(body['message_id']) };
    const rendered = (body['typing_indicator'] ? renderTyping : renderRead)('whatsapp', mark);
    return rendered && { body: rendered };
  }
  if (body['type'] === 'reaction') {
    const { message_id, emoji } = wire(body['reaction']);
    const to = { phone: word(body['to']) };
    const reaction = { to, target: word(message_id), emoji: word(emoji), humanAgent: false };
    return { body: renderReaction({ channel: 'whatsapp', id: 'ours', ...reaction }) };
  }
  const draft = whatsAppDraft(body);
  return draft && sent('whatsapp', body, draft);
}

function messagingButton(button: Wire): Button {
  const title = word(button['title']);
  switch (button['type']) {
    case 'postback':
      return { type: 'reply', id: word(button['payload']), title };
    case 'web_url':
      return { type: 'url', url: word(button['url']), title };
    case 'phone_number':
      return { type: 'phone', phone: word(button['payload']), title };
    default:
      return { type: 'other', title, word: word(button['type']) };
  }
}

function attachmentDraft(channel: Channel, { type, payload }: Wire): Draft | null {
  const inner = wire(payload);
  const interactive = { kind: 'interactive', text: word(inner['text']) } as const;
  switch (type) {
    case 'image':
    case 'video':
    case 'audio':
      return { kind: 'files', text: '', files: [fileOf(channel, type, inner)] };
    case 'file':
      return { kind: 'files', text: '', files: [fileOf(channel, 'document', inner)] };
    default:
      if (inner['template_type'] !== 'button') return null;
      return {
        ...interactive,
        action: { type: 'buttons', buttons: wires(inner['buttons']).map(messagingButton) },
      };
  }
}

function messagingDraft(channel: Channel, message: Wire): Draft | null {
  const replies = wires(message['quick_replies']);
  const text = word(message['text']);
  if (replies.some((reply) => reply['content_type'] !== 'text')) {
    return { kind: 'interactive', text, action: { type: 'contact-request' } };
  }
  if (replies.length > 0) {
    const chips = replies.map(({ payload, title }) => ({ id: word(payload), title: word(title) }));
    return { kind: 'interactive', text, action: { type: 'quick-replies', replies: chips } };
  }
  return text === '' ? attachmentDraft(channel, wire(message['attachment'])) : { kind: 'text', text };
}

function messagingOurs(channel: 'messenger' | 'instagram', body: Wire): Ours | null {
  const id = word(wire(body['recipient'])['id']);
  const mark = { to: channel === 'messenger' ? { psid: id } : { igsid: id }, messageId: '' };
  const marks: Readonly<Record<string, typeof renderRead>> = {
    mark_seen: renderRead,
    typing_on: renderTyping,
  };
  const renderMark = marks[word(body['sender_action'])];
  if (renderMark) {
    const rendered = renderMark(channel, mark);
    return rendered && { body: rendered };
  }
  const draft = messagingDraft(channel, wire(body['message']));
  return draft && sent(channel, body, draft);
}

/** What we would send in the place of this request. */
export function oursFor(channel: Channel, body: Wire): Ours | null {
  return channel === 'whatsapp' ? whatsAppOurs(body) : messagingOurs(channel, body);
}
