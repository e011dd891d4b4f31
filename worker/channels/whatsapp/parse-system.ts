/** WhatsApp: `system` messages: the customer's number, id or security code changed. Lines of the timeline, never messages. */
import type { Happening } from '#domain/message.ts';
import type { NoticeEvent } from '../channel.ts';
import { keepRaw, madeId } from '../tolerant.ts';
import type { Letter } from './parse-message.ts';
import type { WireSystem } from './wire.ts';

function newPhone({ wa_id, new_wa_id }: WireSystem): string | undefined {
  return (wa_id ?? new_wa_id)?.replace(/^\+/, '');
}

function happeningOf(system: WireSystem): Happening {
  const { type = 'system', body = '', user_id } = system;
  switch (type) {
    case 'user_changed_number':
    case 'customer_changed_number':
    case 'user_changed_user_id':
      return { what: 'number-changed', to: newPhone(system) ?? user_id ?? '' };
    case 'customer_identity_changed':
    case 'user_identity_changed':
      return { what: 'identity-changed' };
    default:
      return { what: 'notice', word: type, text: body };
  }
}

/** Its names are the old and the new ones together. */
export function readSystem({ base, message, raw, customer, place }: Letter): NoticeEvent {
  const { system = {} } = message;
  const phone = newPhone(system);
  return {
    type: 'notice',
    ...base,
    id: message.id ?? madeId([place.accountId, raw]),
    happening: happeningOf(system),
    profile: { ...customer.profile, ...(phone && { phone }) },
    opens: false,
    reopens: false,
    word: 'system',
    ...(system.body && { text: system.body }),
    ...(system.previous_user_id && { refId: system.previous_user_id }),
    raw: keepRaw(raw),
  };
}
