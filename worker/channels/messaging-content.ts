/** What a message of Messenger or Instagram says, whoever wrote it; and what a link or ad said that led to it. */
import type { Referral, Story } from '#domain/message.ts';
import type { EchoEvent, FileSource } from './channel.ts';
import { attachedContent, type Attachments } from './messaging-attachments.ts';
import * as wire from './messaging-wire.ts';
import { keepRaw } from './tolerant.ts';

export type Written = Pick<
  EchoEvent,
  'content' | 'sources' | 'quotes' | 'story' | 'referral' | 'product' | 'raw'
>;

type Fields = Readonly<Record<string, unknown>>;

/** Fields of a message that are told whole, or say nothing to a person (`nlp`, `commands`). */
const told: ReadonlySet<string> = new Set([
  'mid',
  'seq',
  'text',
  'nlp',
  'commands',
  'is_echo',
  'is_self',
  'app_id',
  'metadata',
  'quick_reply',
  'reply_to',
]);
const envelope: ReadonlySet<string> = new Set(['sender', 'recipient', 'timestamp', 'message']);

const sources = new Map([
  ['ADS', 'ad'],
  ['AD', 'ad'],
  ['SHORTLINK', 'link'],
  ['IGME', 'link'],
  ['POST', 'post'],
]);

function sourceOf({ source, ad_id, ref, product, type }: wire.WireReferral): string {
  if (source) return sources.get(source.toUpperCase().replaceAll(/\W/g, '')) ?? source;
  if (ad_id) return 'ad';
  if (product) return 'product';
  return ref ? 'link' : (type ?? 'unknown');
}

/** A referral in our words; `undefined` where there is none. */
export function referralOf(raw: unknown): Referral | undefined {
  const parsed = wire.referral.safeParse(raw);
  if (!parsed.success) return undefined;
  const { ref, ad_id: adId, referer_uri: url, ads_context_data: ad } = parsed.data;
  const imageUrl = ad?.photo_url ?? ad?.video_url;
  return {
    source: sourceOf(parsed.data),
    ...(ad?.ad_title && { headline: ad.ad_title }),
    ...(url && { url }),
    ...(imageUrl && { imageUrl }),
    ...(adId && { adId }),
    ...(ref && { ref }),
  };
}

/** What a referral adds to the message that it came with. */
export function referred(raw: unknown): Pick<Written, 'referral' | 'product'> & {
  readonly sources: readonly FileSource[];
} {
  const referral = referralOf(raw);
  if (!referral) return { sources: [] };
  const { product, ads_context_data: ad } = wire.referral.parse(raw);
  const productId = product?.id ?? ad?.product_id;
  return {
    // A message about a product of a shop has nothing but that product.
    ...(referral.source !== 'product' && { referral }),
    ...(productId && { product: { catalogId: '', productId } }),
    sources: referral.imageUrl ? [{ slot: 'ad', url: referral.imageUrl }] : [],
  };
}

function choiceOf(text: string, payload: string | undefined): Attachments['content'] {
  return { kind: 'choice', text: text || (payload ?? ''), of: 'quick-reply', ...(payload && { payload }) };
}

/** Meta's own fields of the message in an item. */
function fieldsOf({ message }: Fields): string[] {
  return typeof message === 'object' && message !== null ? Object.keys(message) : [];
}

function unattached(item: Fields, message: wire.WireMessage): Attachments['content'] {
  const { text = '', quick_reply, is_unsupported } = message;
  if (is_unsupported) return { kind: 'unsupported', type: 'unsupported', text };
  if (quick_reply) return choiceOf(text, quick_reply.payload);
  if (text) return { kind: 'text', text };
  const unknown = fieldsOf(item).find((key) => !told.has(key));
  return { kind: 'unsupported', type: unknown ?? 'message', text };
}

/** Whether Meta's own JSON says more than what was taken out of it. */
function saysMore(item: Fields): boolean {
  return Object.keys(item).some((key) => !envelope.has(key)) || fieldsOf(item).some((key) => !told.has(key));
}

function repliedStory({ reply_to }: wire.WireMessage): Story | undefined {
  const { id, url } = reply_to?.story ?? {};
  return id || url ? { ...(id && { id }), ...(url && { url }) } : undefined;
}

/** Content, sources and everything around them. `item`: Meta's own JSON that holds the message. */
export function writtenOf(item: Fields, message: wire.WireMessage): Written {
  const attached = attachedContent(message.attachments, message.text ?? '');
  const { sources: pictures, ...about } = referred(message.referral);
  const files = [...(attached?.sources ?? []), ...pictures];
  const story = attached?.story ?? repliedStory(message);
  const quotes = message.reply_to?.mid;
  return {
    content: attached?.content ?? unattached(item, message),
    ...(files.length > 0 && { sources: files }),
    ...(quotes && { quotes }),
    ...(story && { story }),
    ...about,
    ...(saysMore(item) && { raw: keepRaw(item) }),
  };
}
