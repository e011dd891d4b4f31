/** WhatsApp: what a customer or an app decides about the thread: marketing preferences, and who holds it. */
import type { Happening } from '#domain/message.ts';
import { keepRaw, madeId } from '../tolerant.ts';
import { addressed, breakage, customerOf, timeOf, type Item, type Place } from './parse-place.ts';
import * as wire from './wire.ts';

function preferenceOf(value: string, category: string, detail: string): Happening {
  const isMarketing = category === 'marketing_messages' || category === '';
  if (isMarketing && (value === 'stop' || value === 'resume')) return { what: 'marketing', value };
  if (value === 'signup') return { what: 'opted-in', topic: category };
  return { what: 'notice', word: `user_preferences.${value}`, text: detail };
}

/** One of `user_preferences`. Stopping marketing messages is no word to us: it opens nothing. */
export function readPreference(place: Place, raw: unknown): Item {
  const parsed = wire.preference.safeParse(raw);
  if (!parsed.success) return breakage('preference that is not an object', raw);
  const { wa_id, user_id, parent_user_id, timestamp, value = '', category = '', detail = '' } = parsed.data;
  const customer = customerOf(place, { bsuid: user_id, parent: parent_user_id, phone: wa_id });
  if (!customer) return breakage('preference without a customer', raw);
  const at = timeOf(place, timestamp);
  if (at === null) return breakage('preference without a time', raw);
  return {
    type: 'notice',
    ...addressed(place, customer, at),
    id: madeId([place.accountId, raw]),
    happening: preferenceOf(value, category, detail),
    profile: customer.profile,
    opens: false,
    reopens: false,
    word: 'preference',
    ...(detail && { text: detail }),
    raw: keepRaw(raw),
  };
}

/** The whole value of `messaging_handovers`: control was passed to us or taken by another app. */
export function readHandover(place: Place, raw: unknown): Item {
  const parsed = wire.handover.safeParse(raw);
  if (!parsed.success) return breakage('handover that is not an object', raw);
  const { type = 'handover', timestamp, sender, recipient, control_passed, control_taken } = parsed.data;
  const { phone_number, wa_id, user_id, parent_user_id } = sender ?? {};
  const here = { ...place, accountId: recipient?.phone_number_id ?? place.accountId };
  const customer = customerOf(here, { bsuid: user_id, parent: parent_user_id, phone: wa_id ?? phone_number });
  if (!customer) return breakage('handover without a customer', raw);
  const at = timeOf(here, timestamp);
  if (at === null) return breakage('handover without a time', raw);
  const { new_owner_role, new_owner_app_role } = control_passed ?? control_taken ?? {};
  const isOther = new_owner_role === 'ai_agent' || new_owner_app_role === 'meta_business_agent';
  const app = new_owner_app_role ?? new_owner_role;
  return {
    type: 'notice',
    ...addressed(here, customer, at),
    id: madeId([here.accountId, raw]),
    happening: {
      what: 'handover',
      to: isOther || (type === 'control_taken' && !app) ? 'other' : 'us',
      ...(app && { app }),
    },
    profile: customer.profile,
    opens: false,
    reopens: false,
    word: 'handover',
    text: type,
    raw: keepRaw(raw),
  };
}
