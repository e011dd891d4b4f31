/** Meta's shapes of the WhatsApp Cloud API, tolerant: unknown fields pass, missing ones are missing. */
import { z } from 'zod';
import { list, word } from '../tolerant.ts';

const text = word.optional().catch(undefined);

export const entry = z.looseObject({ id: text, time: z.unknown().optional(), changes: list });

export const change = z.looseObject({ field: text, value: z.unknown().optional() });

export const value = z.looseObject({
  metadata: z.looseObject({ phone_number_id: text }).optional().catch(undefined),
  contacts: list,
  messages: list,
  statuses: list,
});

export const contact = z.looseObject({
  wa_id: text,
  user_id: text,
  profile: z.looseObject({ name: text, username: text }).optional().catch(undefined),
});
export type WireContact = z.infer<typeof contact>;

export const message = z.looseObject({
  id: word.refine((id) => id !== ''),
  from: text,
  from_user_id: text,
  group_id: text,
  timestamp: z.unknown().optional(),
  type: text,
  text: z.looseObject({ body: word }).optional().catch(undefined),
  context: z.looseObject({ id: text }).optional().catch(undefined),
  referral: z.unknown().optional(),
  errors: z.unknown().optional(),
});
export type WireMessage = z.infer<typeof message>;

export const error = z.looseObject({
  code: word,
  title: text,
  message: text,
  error_data: z.looseObject({ details: text }).optional().catch(undefined),
  is_transient: z.unknown().optional(),
});
export type WireError = z.infer<typeof error>;

export const status = z.looseObject({
  id: text,
  status: text,
  timestamp: z.unknown().optional(),
  recipient_id: text,
  recipient_user_id: text,
  recipient_type: text,
  biz_opaque_callback_data: text,
  errors: list,
});
export type WireStatus = z.infer<typeof status>;

/** Answer to `POST /{phone_number_id}/messages`. */
export const sendAnswer = z.looseObject({ messages: z.array(z.looseObject({ id: word })).min(1) });

/** Body of an answer that is not 2xx. */
export const errorAnswer = z.looseObject({ error });
