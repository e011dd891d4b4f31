/** What Messenger and Instagram share of requests: `message`, reactions and sender actions (Meta, "Send API"). */
import type { Channel } from '#domain/channel.ts';
import type { Button, Card, FileType, Upload } from '#domain/content.ts';
import type { Draft } from '#domain/draft.ts';
import { notOnChannel, placeOf, type MetaFiles, type ToReact, type ToSend } from './to-send.ts';

type Wire = Record<string, unknown>;
type Interactive = Extract<Draft, { kind: 'interactive' }>;

/** A person answers after the window has closed. */
export const asHumanAgent = { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' } as const;

const attachmentTypes: Readonly<Record<FileType, string>> = {
  image: 'image',
  video: 'video',
  audio: 'audio',
  voice: 'audio',
  document: 'file',
  sticker: 'image',
};

function renderAttachment(file: Upload, files: MetaFiles): Wire {
  const place = placeOf(file, files);
  const payload = 'id' in place ? { attachment_id: place.id } : { url: place.link };
  return { type: attachmentTypes[file.type], payload };
}

function renderFiles(uploads: readonly Upload[], files: MetaFiles): Wire {
  const attachments = uploads.map((file) => renderAttachment(file, files));
  return attachments.length === 1 ? { attachment: attachments[0] } : { attachments };
}

function renderButton(channel: Channel, button: Button): Wire {
  switch (button.type) {
    case 'reply':
      return { type: 'postback', title: button.title, payload: button.id };
    case 'url':
      return { type: 'web_url', title: button.title, url: button.url };
    case 'phone':
      return { type: 'phone_number', title: button.title, payload: button.phone };
    case 'other':
      return notOnChannel(channel, `${button.word} button`);
  }
}

function renderCard(channel: Channel, card: Card): Wire {
  return {
    title: card.title,
    ...(card.subtitle !== undefined && { subtitle: card.subtitle }),
    ...(card.imageUrl !== undefined && { image_url: card.imageUrl }),
    ...(card.url !== undefined && { default_action: { type: 'web_url', url: card.url } }),
    ...(card.buttons.length > 0 && { buttons: card.buttons.map((button) => renderButton(channel, button)) }),
  };
}

const template = (payload: Wire): Wire => ({ attachment: { type: 'template', payload } });

function renderButtons(channel: Channel, text: string, buttons: readonly Button[]): Wire {
  const rendered = buttons.map((button) => renderButton(channel, button));
  return template({ template_type: 'button', text, buttons: rendered });
}

function renderInteractive(channel: Channel, { text, action }: Interactive): Wire {
  switch (action.type) {
    case 'buttons':
      return renderButtons(channel, text, action.buttons);
    case 'link':
      return renderButtons(channel, text, [{ type: 'url', title: action.title, url: action.url }]);
    case 'quick-replies': {
      const replies = action.replies.map(({ id, title }) => ({ content_type: 'text', title, payload: id }));
      return { text, quick_replies: replies };
    }
    case 'cards': {
      const elements = action.cards.map((card) => renderCard(channel, card));
      return template({ template_type: 'generic', elements });
    }
    case 'contact-request':
      // Messenger offers what the customer's own profile knows.
      return { text, quick_replies: [{ content_type: 'user_email' }, { content_type: 'user_phone_number' }] };
    case 'list':
    case 'location-request':
    case 'flow':
      return notOnChannel(channel, action.type);
  }
}

/** The value of `message`; templates are the channel's own. */
export function renderContent({ channel, draft, files }: ToSend): Wire {
  switch (draft.kind) {
    case 'text':
      return { text: draft.text };
    case 'files':
      return renderFiles(draft.files, files);
    case 'interactive':
      return renderInteractive(channel, draft);
    case 'location':
    case 'contacts':
    case 'template':
      return notOnChannel(channel, draft.kind);
  }
}

/** `reply_to`, beside `message`. */
export function renderQuote(quotes: string | undefined): Wire {
  return quotes === undefined ? {} : { reply_to: { mid: quotes } };
}

/** A reaction to somebody; `reaction` is the channel's word for the emoji, '' removes. */
export function renderReactionTo(recipient: Wire, toReact: ToReact, reaction: string): Wire {
  return {
    recipient,
    ...(toReact.humanAgent && asHumanAgent),
    sender_action: reaction === '' ? 'unreact' : 'react',
    payload: { message_id: toReact.target, ...(reaction !== '' && { reaction }) },
  };
}
