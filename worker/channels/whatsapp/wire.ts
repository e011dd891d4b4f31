/** Meta's shapes of the WhatsApp Cloud API, tolerant: unknown fields pass, missing, empty and mistyped ones are absent. */
import { z } from 'zod';
import { flag, list, number, part, text, word } from '../tolerant.ts';

const anything = z.unknown().optional();

export const entry = z.looseObject({ id: text, time: anything, changes: list });

export const change = z.looseObject({ field: text, value: anything });

const metadata = part({ phone_number_id: text, display_phone_number: text });

/** What any `value` may hold besides its own lists. */
export const value = z.looseObject({ metadata, contacts: list });

export const contact = z.looseObject({
  wa_id: text,
  user_id: text,
  parent_user_id: text,
  profile: part({ name: text, username: text }),
});
export type WireContact = z.infer<typeof contact>;

const context = part({
  id: text,
  forwarded: flag,
  frequently_forwarded: flag,
  referred_product: part({ catalog_id: text, product_retailer_id: text }),
});

const referral = part({
  source_url: text,
  source_id: text,
  source_type: text,
  headline: text,
  body: text,
  image_url: text,
  thumbnail_url: text,
  ctwa_clid: text,
  ref: text,
});
export type WireReferral = NonNullable<z.infer<typeof referral>>;

const system = part({
  type: text,
  body: text,
  wa_id: text,
  new_wa_id: text,
  customer: text,
  user_id: text,
  parent_user_id: text,
  previous_user_id: text,
  previous_parent_user_id: text,
});
export type WireSystem = NonNullable<z.infer<typeof system>>;

/** A message, an echo, or one of history: whoever wrote it. */
export const message = z.looseObject({
  id: text,
  from: text,
  from_user_id: text,
  from_parent_user_id: text,
  to: text,
  to_user_id: text,
  to_parent_user_id: text,
  /** As a request of ours has it: a BSUID or a phone. */
  recipient: text,
  group_id: text,
  timestamp: anything,
  type: text,
  context,
  referral,
  reaction: part({ message_id: text, emoji: text, action: text }),
  system,
  edit: part({ original_message_id: text, message: anything }),
  revoke: part({ original_message_id: text }),
  history_context: part({ status: text }),
  errors: list,
});
export type WireMessage = z.infer<typeof message>;

/** An image, video, audio, document or sticker. */
export const media = z.looseObject({
  id: text,
  url: text,
  link: text,
  mime_type: text,
  sha256: text,
  filename: text,
  caption: text,
  voice: flag,
  animated: flag,
});

export const location = z.looseObject({
  latitude: number,
  longitude: number,
  name: text,
  address: text,
});

export const contactCard = z.looseObject({
  name: part({ formatted_name: text, first_name: text, last_name: text }),
  phones: list,
  emails: list,
  urls: list,
  org: part({ company: text }),
});
export const contactPhone = z.looseObject({ phone: text, wa_id: text });
export const contactEmail = z.looseObject({ email: text });
export const contactUrl = z.looseObject({ url: text });

export const button = z.looseObject({ text, payload: text });

const reply = part({ id: text, title: text, description: text });
export const interactive = z.looseObject({
  type: text,
  button_reply: reply,
  list_reply: reply,
  nfm_reply: part({ name: text, body: text, response_json: anything }),
  call_permission_reply: part({ response: text, response_source: text }),
});
export type WireInteractive = z.infer<typeof interactive>;

export const order = z.looseObject({ text, product_items: list });
export const orderItem = z.looseObject({
  product_retailer_id: word,
  quantity: number,
  item_price: number,
  currency: text,
});

export const error = z.looseObject({
  code: word,
  title: text,
  message: text,
  details: text,
  error_data: part({ details: text }),
  is_transient: anything,
});

export const status = z.looseObject({
  id: text,
  type: text,
  status: text,
  timestamp: anything,
  recipient_id: text,
  recipient_user_id: text,
  recipient_parent_user_id: text,
  recipient_type: text,
  biz_opaque_callback_data: text,
  conversation: part({ expiration_timestamp: anything, origin: part({ type: text }) }),
  pricing: part({ billable: anything, type: text, pricing_model: text, category: text }),
  errors: list,
});
export type WireStatus = z.infer<typeof status>;

export const call = z.looseObject({
  id: text,
  from: text,
  from_user_id: text,
  from_parent_user_id: text,
  to: text,
  to_user_id: text,
  to_parent_user_id: text,
  event: text,
  direction: text,
  /** One word, or a list with one. */
  status: anything,
  timestamp: anything,
  duration: number,
});
export type WireCall = z.infer<typeof call>;

export const preference = z.looseObject({
  wa_id: text,
  user_id: text,
  parent_user_id: text,
  category: text,
  value: text,
  detail: text,
  timestamp: anything,
});

export const historyChunk = z.looseObject({ threads: list, errors: list });
export const thread = z.looseObject({
  id: text,
  context: part({ wa_id: text, user_id: text, parent_user_id: text, username: text }),
  messages: list,
});

/** Who holds a thread now: Meta calls the customer `sender` and our number `recipient`. */
export const handover = z.looseObject({
  type: text,
  timestamp: anything,
  sender: part({ phone_number: text, wa_id: text, user_id: text, parent_user_id: text }),
  recipient: part({ phone_number_id: text }),
  control_passed: part({ new_owner_role: text, new_owner_app_role: text }),
  control_taken: part({ new_owner_role: text, new_owner_app_role: text }),
});

/** A word of what happened to an account, wherever the field has it. */
export const accountValue = z.looseObject({
  event: text,
  decision: text,
  new_quality_score: text,
});
