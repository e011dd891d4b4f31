/** Meta's answers to our requests, tolerant: unknown fields pass, missing ones are missing. */
import { z } from 'zod';
import { word } from './tolerant.ts';

const text = word.optional().catch(undefined);

const error = z.looseObject({
  code: word,
  error_subcode: text,
  title: text,
  message: text,
  error_user_title: text,
  error_user_msg: text,
  error_data: z.looseObject({ details: text }).optional().catch(undefined),
  is_transient: z.unknown().optional(),
});
export type WireError = z.infer<typeof error>;

/** Body of an answer that is not 2xx. */
export const errorAnswer = z.looseObject({ error });

/** Answer of WhatsApp to `POST /{phone_number_id}/messages`. */
export const whatsAppAnswer = z.looseObject({ messages: z.array(z.looseObject({ id: word })).min(1) });

/** Answer of Messenger and Instagram to `POST /{account}/messages`; there is no `message_id` for a reaction. */
export const messagingAnswer = z.looseObject({ message_id: word });
