/** What the tests of the renderers share: something to send, and drafts of all kinds. */
import type { Channel } from '#domain/channel.ts';
import type { Action, FileType, Upload } from '#domain/content.ts';
import { draft as draftSchema, type Draft } from '#domain/draft.ts';
import type { Recipient } from '../channels/channel.ts';
import type { MetaFile, ToReact, ToSend } from '../channels/render.ts';

const recipients: Readonly<Record<Channel, Recipient>> = {
  whatsapp: { phone: '15551234567' },
  messenger: { psid: '700' },
  instagram: { igsid: '800' },
};

export function toSend(channel: Channel, draft: Draft, part: Partial<ToSend> = {}): ToSend {
  const files = new Map<string, MetaFile>([
    ['by-id', { id: '901' }],
    ['by-link', { link: 'https://files.example/902' }],
  ]);
  return { channel, id: 'client-1', draft, to: recipients[channel], humanAgent: false, files, ...part };
}

export function toReact(channel: Channel, emoji: string, part: Partial<ToReact> = {}): ToReact {
  const to = recipients[channel];
  return { channel, id: 'client-1', to, target: 'meta-1', emoji, humanAgent: false, ...part };
}

export const hello: Draft = { kind: 'text', text: 'Hello' };

export const upload = (uploadId: string, type: FileType, name?: string): Upload => ({
  uploadId,
  type,
  mime: 'any/type',
  bytes: 1,
  ...(name !== undefined && { name }),
});

export const filesDraft = (uploads: readonly Upload[], text = ''): Draft => ({
  kind: 'files',
  text,
  files: [...uploads],
});

type Interactive = Extract<Draft, { kind: 'interactive' }>;
export const interactiveDraft = (action: Action, part: Partial<Interactive> = {}): Draft =>
  draftSchema.parse({ kind: 'interactive', text: 'Choose', action, ...part });

type Template = Extract<Draft, { kind: 'template' }>;
export const templateDraft = (values: Partial<Template['values']>): Draft =>
  draftSchema.parse({
    kind: 'template',
    name: 'order_on_its_way',
    language: 'en_GB',
    values: { header: [], body: [], buttons: [], ...values },
    shown: { text: 'Your order is on its way', buttons: [] },
  });
