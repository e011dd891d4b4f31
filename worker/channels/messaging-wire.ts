/** Shapes that Messenger and Instagram share on the wire, tolerant: unknown fields pass, odd ones are missing. */
import { z } from 'zod';
import { flag, list, number, part, text, those } from './tolerant.ts';

const anything = z.unknown().optional();

export const entry = z.looseObject({
  id: text,
  time: anything,
  messaging: anything,
  standby: anything,
  changes: anything,
  field: text,
});

/** Somebody: `user_ref` stands for a visitor whose id Meta does not tell yet. */
const party = part({ id: text, user_ref: text });

export const item = z.looseObject({ sender: party, recipient: party, timestamp: anything });
export type WireItem = z.infer<typeof item>;

export const change = z.looseObject({ field: text, value: anything });

export const message = z.looseObject({
  mid: text,
  text,
  is_echo: flag,
  is_deleted: flag,
  is_unsupported: flag,
  is_self: flag,
  app_id: text,
  metadata: text,
  quick_reply: part({ payload: text }),
  reply_to: part({ mid: text, story: part({ id: text, url: text }) }),
  attachments: anything,
  referral: anything,
  hop_context: anything,
});
export type WireMessage = z.infer<typeof message>;

export const attachment = z.looseObject({
  type: text,
  payload: anything,
  url: text,
  title: text,
  name: text,
});
export type WireAttachment = z.infer<typeof attachment>;

const element = z.looseObject({
  id: text,
  retailer_id: text,
  title: text,
  subtitle: text,
  image_url: text,
  media_type: text,
  default_action: part({ url: text }),
  buttons: list,
});

/** What an attachment brings; which fields are there depends on its type. */
export const payload = z
  .looseObject({
    url: text,
    title: text,
    id: text,
    sticker_id: text,
    coordinates: part({ lat: number, long: number }),
    template_type: text,
    text,
    intro_message: text,
    elements: list,
    buttons: list,
    product: part({ elements: list }),
    status: text,
  })
  .catch({ elements: [], buttons: [] });
export type WirePayload = z.infer<typeof payload>;

/** Elements of a template, those that are objects. */
export function elementsOf(items: readonly unknown[]): z.infer<typeof element>[] {
  return those(element, items);
}

export const button = z.looseObject({ type: text, title: text, url: text, payload: text });

export const referral = z.looseObject({
  ref: text,
  source: text,
  type: text,
  ad_id: text,
  referer_uri: text,
  product: part({ id: text }),
  ads_context_data: part({ ad_title: text, photo_url: text, video_url: text, product_id: text }),
  lead: anything,
});
export type WireReferral = z.infer<typeof referral>;

export const postback = z.looseObject({ mid: text, title: text, payload: text, referral: anything });

export const reaction = z.looseObject({ mid: text, action: text, reaction: text, emoji: text });

/** A delivery or a read: Messenger tells a time, Instagram a message. Either is taken from both. */
export const watermark = z.looseObject({ mid: text, mids: list, watermark: anything });

export const edit = z.looseObject({ mid: text, text, num_edit: number });

export const handover = z.looseObject({
  new_owner_app_id: text,
  previous_owner_app_id: text,
  requested_owner_app_id: text,
  metadata: text,
});

/** Words of a list, those that are words. */
export function wordsOf(items: readonly unknown[]): string[] {
  return items.flatMap((one) => text.parse(one) ?? []);
}

/** A word, or '' where it is none. */
export function wordIn(value: unknown): string {
  return text.parse(value) ?? '';
}
