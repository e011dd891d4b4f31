/** Meta's answers to our requests, tolerant: unknown fields pass, missing ones are missing. */
import { z } from 'zod';
import { list, word } from './tolerant.ts';

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

const paging = z.looseObject({
  cursors: z.looseObject({ after: text }).optional().catch(undefined),
  next: text,
});
const listAnswer = z.looseObject({ data: list, paging: paging.optional().catch(undefined) });

/** One page of a list, and the cursor of the next one; null at the end (Meta, "Paginated results"). */
export type WirePage = { readonly items: readonly unknown[]; readonly after: string | null };

/** A page as Meta answers it. What is no list is an empty one. */
export function readPage(body: unknown): WirePage {
  const { data: items = [], paging: { cursors, next } = {} } = listAnswer.safeParse(body).data ?? {};
  if (next === undefined) return { items, after: null };
  // Its address carries a token on some edges: only the cursor is taken from it.
  const inAddress = URL.canParse(next) ? new URL(next).searchParams.get('after') : null;
  return { items, after: (cursors?.after ?? inAddress) || null };
}
