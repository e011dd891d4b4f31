/** Draft → the body of a request, in each channel's own words. Limits: domain/limits.ts, asked before. */
import type { Channel } from '#domain/channel.ts';
import type { TemplateValue, Upload } from '#domain/content.ts';
import type { Draft } from '#domain/draft.ts';
import * as instagram from './instagram/render.ts';
import * as messenger from './messenger/render.ts';
import type { ToMark, ToReact, ToSend } from './to-send.ts';
import * as whatsApp from './whatsapp/render.ts';

export type { MetaFile, ToReact, ToSend } from './to-send.ts';

type Uploaded = Extract<Upload, { uploadId: string }>;

/** What each channel's folder renders. */
type Renderer = {
  renderMessage(toSend: ToSend): Record<string, unknown>;
  renderReaction(toReact: ToReact): Record<string, unknown>;
  renderRead(mark: ToMark): Record<string, unknown> | null;
  renderTyping(mark: ToMark): Record<string, unknown> | null;
};
const renderers: Readonly<Record<Channel, Renderer>> = { whatsapp: whatsApp, messenger, instagram };

/** Body of `POST /{account}/messages` for a message. Throws where a file or kind is missing that was to be checked before. */
export function renderMessage(toSend: ToSend): Record<string, unknown> {
  return renderers[toSend.channel].renderMessage(toSend);
}

/** Body of `POST /{account}/messages` for a reaction. */
export function renderReaction(toReact: ToReact): Record<string, unknown> {
  return renderers[toReact.channel].renderReaction(toReact);
}

/** Body that marks the newest seen message, and all before it, as read; null where the channel has none. */
export function renderRead(channel: Channel, mark: ToMark): Record<string, unknown> | null {
  return renderers[channel].renderRead(mark);
}

/** Body that shows the customer that somebody is writing; null where the channel has none. On WhatsApp it also marks as read. */
export function renderTyping(channel: Channel, mark: ToMark): Record<string, unknown> | null {
  return renderers[channel].renderTyping(mark);
}

const fileOf = (value: TemplateValue): readonly Upload[] => (value.type === 'file' ? [value.file] : []);

function filesOf(draft: Draft): readonly Upload[] {
  switch (draft.kind) {
    case 'files':
      return draft.files;
    case 'interactive':
      return draft.headerFile ? [draft.headerFile] : [];
    case 'template': {
      const { header, body, cards = [] } = draft.values;
      return [{ header, body }, ...cards].flatMap((part) => [...part.header, ...part.body]).flatMap(fileOf);
    }
    case 'text':
    case 'location':
    case 'contacts':
      return [];
  }
}

/** Files that must be at Meta, or have an address that Meta may fetch, before the draft can leave; each once. */
export function uploadsOf(draft: Draft): readonly Uploaded[] {
  const uploads = filesOf(draft).filter((file): file is Uploaded => 'uploadId' in file);
  return [...new Map(uploads.map((file) => [file.uploadId, file])).values()];
}
