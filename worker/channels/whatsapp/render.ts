/** WhatsApp: message → wire. */
import type { CustomerName } from '../channel.ts';

export type TextToSend = {
  /** Our id of the message; Meta gives it back in every status. */
  readonly id: string;
  readonly text: string;
  readonly names: readonly CustomerName[];
};

/** The newest number, else the newest BSUID: names are added, never taken away. */
function recipient(names: readonly CustomerName[]): { to: string } | { recipient: string } {
  const phone = names.findLast((name) => name.startsWith('phone:'));
  if (phone) return { to: `+${phone.slice('phone:'.length)}` };
  const bsuid = names.findLast((name) => name.startsWith('bsuid:')) ?? '';
  // A BSUID never goes into `to` (Meta, "Business-scoped user IDs").
  return { recipient: bsuid.slice('bsuid:'.length) };
}

/** Body of `POST /{phone_number_id}/messages` for a text. */
export function renderText({ id, text, names }: TextToSend): Record<string, unknown> {
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...recipient(names),
    type: 'text',
    text: { body: text, preview_url: /https?:\/\//.test(text) },
    biz_opaque_callback_data: id,
  };
}
