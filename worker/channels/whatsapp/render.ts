/** WhatsApp: what is to leave → wire (Meta, "Send messages"; "Reaction messages"; "Typing indicators"). */
import type { ContactCard, Upload } from '#domain/content.ts';
import type { Recipient } from '../channel.ts';
import { placeOf, type MetaFiles, type ToMark, type ToReact, type ToSend } from '../to-send.ts';
import { renderInteractive } from './render-interactive.ts';
import { renderTemplate } from './render-template.ts';

const product = { messaging_product: 'whatsapp' } as const;

/** A BSUID never goes into `to` (Meta, "Business-scoped user IDs"). */
function addressOf({ group, phone, bsuid = '' }: Recipient): Record<string, string> {
  if (group !== undefined) return { recipient_type: 'group', to: group };
  const type = { recipient_type: 'individual' };
  return phone === undefined ? { ...type, recipient: bsuid } : { ...type, to: `+${phone}` };
}

function renderText(text: string): Record<string, unknown> {
  return { type: 'text', text: { body: text, preview_url: /https?:\/\/\S/.test(text) } };
}

const metaTypes = {
  image: 'image',
  video: 'video',
  audio: 'audio',
  voice: 'audio',
  document: 'document',
  sticker: 'sticker',
} as const;

function renderFile(file: Upload, caption: string, files: MetaFiles): Record<string, unknown> {
  const type = metaTypes[file.type];
  const media = {
    ...placeOf(file, files),
    ...(caption.trim() !== '' && { caption }),
    ...(file.type === 'document' && file.name !== undefined && { filename: file.name }),
    ...(file.type === 'voice' && { voice: true }),
  };
  return { type, [type]: media };
}

/** `first_name` always: Meta wants one part of the name besides the whole. */
function renderContact(card: ContactCard): Record<string, unknown> {
  const [first = card.name, ...rest] = card.name.trim().split(/\s+/);
  return {
    name: {
      formatted_name: card.name,
      first_name: first,
      ...(rest.length > 0 && { last_name: rest.join(' ') }),
    },
    ...(card.phones.length > 0 && { phones: card.phones.map((phone) => ({ phone })) }),
    ...(card.emails.length > 0 && { emails: card.emails.map((email) => ({ email })) }),
    ...(card.urls && card.urls.length > 0 && { urls: card.urls.map((url) => ({ url })) }),
    ...(card.organisation !== undefined && { org: { company: card.organisation } }),
  };
}

function renderContent({ draft, files }: ToSend): Record<string, unknown> {
  switch (draft.kind) {
    case 'text':
      return renderText(draft.text);
    case 'files': {
      const [file] = draft.files;
      if (!file || draft.files.length > 1) throw new Error('one file a message on WhatsApp');
      return renderFile(file, draft.text, files);
    }
    case 'location': {
      const { kind, ...location } = draft;
      return { type: kind, location };
    }
    case 'contacts':
      return { type: 'contacts', contacts: draft.contacts.map(renderContact) };
    case 'interactive':
      return { type: 'interactive', interactive: renderInteractive(draft, files) };
    case 'template':
      return { type: 'template', template: renderTemplate(draft, files) };
  }
}

/** Body of `POST /{phone_number_id}/messages`. */
export function renderMessage(toSend: ToSend): Record<string, unknown> {
  return {
    ...product,
    ...addressOf(toSend.to),
    ...renderContent(toSend),
    ...(toSend.quotes !== undefined && { context: { message_id: toSend.quotes } }),
    biz_opaque_callback_data: toSend.id,
  };
}

/** Body of `POST /{phone_number_id}/messages`; an empty emoji removes the reaction. */
export function renderReaction({ id, to, target, emoji }: ToReact): Record<string, unknown> {
  return {
    ...product,
    ...addressOf(to),
    type: 'reaction',
    reaction: { message_id: target, emoji },
    biz_opaque_callback_data: id,
  };
}

/** Marks the message and all before it; null before the customer wrote. */
export function renderRead({ messageId }: ToMark): Record<string, unknown> | null {
  return messageId === '' ? null : { ...product, status: 'read', message_id: messageId };
}

/** Shown for 25 seconds or until the next message; cannot be had without marking as read. */
export function renderTyping(mark: ToMark): Record<string, unknown> | null {
  const read = renderRead(mark);
  return read && { ...read, typing_indicator: { type: 'text' } };
}
