/** What a customer says on Messenger or Instagram, as Meta's `message` without its mid. */
import type { FileType } from '../control.ts';
import { newDigits } from '../ids.ts';
import type { Json } from '../json.ts';
import { cdnAddress } from '../media/serve.ts';
import { makeFile } from '../media/said.ts';
import type { Ground, No } from '../phones/ground.ts';
import type { Spoken } from '../phones/say-body.ts';

type Of<K extends Spoken['kind']> = Extract<Spoken, { kind: K }>;
type FileSpoken = Of<FileType>;

const attachmentTypes: Readonly<Record<FileType, string>> = {
  image: 'image',
  video: 'video',
  audio: 'audio',
  voice: 'audio',
  document: 'file',
  sticker: 'sticker',
};

/** Instagram calls a sticker an image. */
function attachmentType(kind: FileType, { channel }: Ground['account']): string {
  return kind === 'sticker' && channel === 'instagram' ? 'image' : attachmentTypes[kind];
}

async function addressOf(ground: Ground, type: FileType, file: FileSpoken['file']): Promise<string> {
  const media = await makeFile(ground.simulation.sql, ground.account, { type, file });
  return cdnAddress(ground.simulation, ground.base, media);
}

async function fileMessage(ground: Ground, { kind, file, text }: FileSpoken): Promise<Json> {
  const url = await addressOf(ground, kind, file);
  const type = attachmentType(kind, ground.account);
  const payload = { url, ...(type === 'sticker' && { sticker_id: newDigits(15) }) };
  return { ...(text && { text }), attachments: [{ type, payload }] };
}

/** What Meta calls a share; the key of its id stands in `shareIds`. */
const shareTypes = {
  messenger: { post: 'post', reel: 'reel', story: 'fallback', link: 'fallback', product: 'template' },
  instagram: { post: 'ig_post', reel: 'ig_reel', story: 'story', link: 'share', product: 'template' },
} as const;

const shareIds: Readonly<Record<string, string>> = {
  reel: 'reel_video_id',
  ig_reel: 'reel_video_id',
  post: 'id',
  ig_post: 'ig_post_media_id',
};

function product(title: string): Json {
  const element = {
    ...{ id: newDigits(16), retailer_id: 'SKU-1', title, subtitle: '€ 89.00' },
    image_url: 'https://example.com/p.jpg',
  };
  return { attachments: [{ type: 'template', payload: { product: { elements: [element] } } }] };
}

async function share(ground: Ground, { of, title, url }: Of<'share'>): Promise<Json> {
  const channel = ground.account.channel === 'messenger' ? 'messenger' : 'instagram';
  if (of === 'product') return product(title);
  const type = shareTypes[channel][of];
  const address =
    url ??
    (of === 'link' ? 'https://example.com/' : await addressOf(ground, of === 'reel' ? 'video' : 'image', {}));
  const key = shareIds[type];
  const id = key === undefined ? {} : { [key]: newDigits(17) };
  return { attachments: [{ type, payload: { url: address, title, ...id } }] };
}

async function storyReply(ground: Ground, { text, story }: Of<'story-reply'>): Promise<Json> {
  const url = story.url ?? (await addressOf(ground, 'image', {}));
  return { text, reply_to: { story: { id: story.id ?? newDigits(17), url } } };
}

async function mention(ground: Ground, { story }: Of<'story-mention'>): Promise<Json> {
  const url = story.url ?? (await addressOf(ground, 'image', {}));
  return { attachments: [{ type: 'story_mention', payload: { url } }] };
}

function location({ latitude: lat, longitude: long, name }: Of<'location'>): Json {
  return {
    attachments: [
      { type: 'location', ...(name && { title: name }), payload: { coordinates: { lat, long } } },
    ],
  };
}

async function contentOf(ground: Ground, said: Spoken): Promise<Json | No> {
  const isInstagram = ground.account.channel === 'instagram';
  const only = (channel: string): No => ({
    error: `Only ${channel} has a ${said.kind}. Choose another customer.`,
  });
  switch (said.kind) {
    case 'text':
      return { text: said.text };
    case 'image':
    case 'video':
    case 'audio':
    case 'voice':
    case 'document':
    case 'sticker':
      return fileMessage(ground, said);
    case 'location':
      return isInstagram ? only('WhatsApp or Messenger') : location(said);
    case 'product':
      return { text: said.text, referral: { product: { id: said.productId } } };
    case 'share':
      return share(ground, said);
    case 'story-reply':
      return isInstagram ? storyReply(ground, said) : only('Instagram');
    case 'story-mention':
      return isInstagram ? mention(ground, said) : only('Instagram');
    case 'ephemeral':
      return isInstagram ? { attachments: [{ type: 'ephemeral' }] } : only('Instagram');
    case 'unsupported':
      return isInstagram ? { is_unsupported: true } : { attachments: [{ type: said.type, payload: null }] };
    case 'contacts':
    case 'order':
    case 'form':
      return only('WhatsApp');
  }
}

/** The message, or why it cannot be said. */
export async function messagingSaid(ground: Ground, said: Spoken): Promise<Json | No> {
  const content = await contentOf(ground, said);
  if ('error' in content) return content;
  return {
    ...content,
    ...(said.replyTo === undefined ? {} : { reply_to: { mid: said.replyTo } }),
    ...(said.referral === undefined ? {} : { referral: said.referral }),
  };
}
