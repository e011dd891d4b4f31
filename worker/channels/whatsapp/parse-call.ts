/** WhatsApp: calls and what became of ours: lines of the timeline; a call of the customer opens the window. */
import type { Happening } from '#domain/message.ts';
import type { NoticeEvent } from '../channel.ts';
import { whatsAppName } from '../names.ts';
import { keepRaw, madeId } from '../tolerant.ts';
import {
  accountEvent,
  addressed,
  breakage,
  customerOf,
  timeOf,
  type Customer,
  type Item,
  type Place,
} from './parse-place.ts';
import * as wire from './wire.ts';

type Call = Extract<Happening, { what: 'call' }>;

const states: ReadonlyMap<string, Call['state']> = new Map([
  ['connect', 'ringing'],
  ['ringing', 'ringing'],
  ['accept', 'accepted'],
  ['accepted', 'accepted'],
  ['reject', 'rejected'],
  ['rejected', 'rejected'],
  ['terminate', 'ended'],
  ['completed', 'ended'],
  ['failed', 'failed'],
  ['call_recording_available', 'recorded'],
]);

type Told = {
  readonly place: Place;
  readonly raw: unknown;
  readonly customer: Customer;
  readonly callId: string | undefined;
  /** Meta's word for what happened. */
  readonly said: string;
  readonly happening: Happening;
  readonly timestamp: unknown;
  readonly opens: boolean;
};

function notice(told: Told): NoticeEvent | Item {
  const { place, raw, customer, callId, said, happening, opens } = told;
  const at = timeOf(place, told.timestamp);
  if (at === null) return breakage('call without a time', raw);
  return {
    type: 'notice',
    ...addressed(place, customer, at),
    // Every step of a call comes under the same id.
    id: callId ? `${callId}.${said}` : madeId([place.accountId, raw]),
    happening,
    profile: customer.profile,
    opens,
    reopens: opens,
    word: 'call',
    text: said,
    ...(callId && { refId: callId }),
    raw: keepRaw(raw),
  };
}

function isOurs(place: Place, call: wire.WireCall): boolean {
  if (call.direction) return call.direction.toUpperCase() === 'BUSINESS_INITIATED';
  return place.display !== '' && whatsAppName(call.from) === whatsAppName(place.display);
}

function stateOf(call: wire.WireCall, event: string): Call['state'] | undefined {
  const ends = [call.status].flat().map((word) => (typeof word === 'string' ? word.toLowerCase() : ''));
  if (event === 'terminate' && ends.some((word) => word === 'failed' || word === 'rejected')) {
    return ends.includes('failed') ? 'failed' : 'rejected';
  }
  return states.get(event);
}

/** One of `calls`. */
export function readCall(place: Place, raw: unknown): Item {
  const parsed = wire.call.safeParse(raw);
  if (!parsed.success) return breakage('call that is not an object', raw);
  const call = parsed.data;
  const from = isOurs(place, call) ? 'business' : 'customer';
  const customer =
    from === 'business'
      ? customerOf(place, { bsuid: call.to_user_id, parent: call.to_parent_user_id, phone: call.to })
      : customerOf(place, { bsuid: call.from_user_id, parent: call.from_parent_user_id, phone: call.from });
  if (!customer) return breakage('call without a customer', raw);
  const said = call.event?.toLowerCase() ?? 'unknown';
  const state = stateOf(call, said);
  const seconds = call.duration !== undefined && call.duration >= 0 ? { seconds: call.duration } : {};
  const happening: Happening = state
    ? { what: 'call', from, state, ...seconds }
    : { what: 'notice', word: `call.${said}`, text: '' };
  const { id: callId, timestamp } = call;
  const opens = from === 'customer' && said === 'connect';
  return notice({ place, raw, customer, callId, said, happening, timestamp, opens });
}

/** One of `statuses` under `calls`: what became of a call that we started. */
export function readCallStatus(place: Place, raw: unknown): Item {
  const parsed = wire.status.safeParse(raw);
  if (!parsed.success) return breakage('call status that is not an object', raw);
  const { id: callId, status = 'unknown', timestamp, ...to } = parsed.data;
  const said = status.toLowerCase();
  const state = states.get(said);
  if (!state) return accountEvent({ accountId: place.accountId, kind: `call_status.${status}` }, raw);
  const { recipient_user_id: bsuid, recipient_parent_user_id: parent, recipient_id: phone } = to;
  const customer = customerOf(place, { bsuid, parent, phone });
  if (!customer) return breakage('call status without a customer', raw);
  const happening = { what: 'call', from: 'business', state } as const;
  return notice({ place, raw, customer, callId, said, happening, timestamp, opens: false });
}
