/** WhatsApp: one message of a customer or of the business (echo, history) → event. An unknown kind is `unsupported`. */
import type { DeliveryStep } from '#domain/delivery.ts';
import type { Referral } from '#domain/message.ts';
import type {
  EchoEvent,
  EditEvent,
  FileSource,
  MessageEvent,
  ReactionEvent,
  UnsendEvent,
} from '../channel.ts';
import type { WhatsAppUser } from '../names.ts';
import { keepRaw, madeId } from '../tolerant.ts';
import { contentOf, kindOf, rawOf } from './parse-content.ts';
import {
  addressed,
  breakage,
  customerOf,
  groupOf,
  isBroken,
  metaError,
  nobody,
  timeOf,
  unattributed,
  type Customer,
  type Item,
  type Place,
} from './parse-place.ts';
import { readSystem } from './parse-system.ts';
import * as wire from './wire.ts';

type Author = 'customer' | 'business';

/** Later than any clock, in ms: of a message that does not say when it was written the arrival counts. */
const onArrival = 8_640_000_000_000_000;

/** A message with all that is known of it before its kind is looked at. */
export type Letter = {
  readonly place: Place;
  readonly raw: unknown;
  readonly message: wire.WireMessage;
  readonly customer: Customer;
  readonly base: ReturnType<typeof addressed>;
  readonly author: Author;
  /** In a group: the participant who wrote, by phone or BSUID; the profile of the customer is theirs. */
  readonly participant?: string;
};

/** An edit with the files of what it says now. */
type EditWithFiles = EditEvent & { readonly sources?: readonly FileSource[] };

/** The user at the other end of a message. */
function userOf(message: wire.WireMessage, author: Author): WhatsAppUser {
  return author === 'customer'
    ? { bsuid: message.from_user_id, parent: message.from_parent_user_id, phone: message.from }
    : {
        bsuid: message.to_user_id,
        parent: message.to_parent_user_id,
        phone: message.to ?? message.recipient,
      };
}

function referralOf(wireReferral: wire.WireReferral): Referral {
  const { source_type, headline, body, source_url, image_url, thumbnail_url, source_id, ref, ctwa_clid } =
    wireReferral;
  const imageUrl = image_url ?? thumbnail_url;
  return {
    source: source_type ?? 'ad',
    ...(headline && { headline }),
    ...(body && { body }),
    ...(source_url && { url: source_url }),
    ...(imageUrl && { imageUrl }),
    ...(source_id && { adId: source_id }),
    ...(ref && { ref }),
    ...(ctwa_clid && { clickId: ctwa_clid }),
  };
}

function forwardedOf(context: wire.WireMessage['context']): MessageEvent['forwarded'] {
  if (context?.frequently_forwarded) return 'often';
  return context?.forwarded ? 'once' : undefined;
}

/** What it carries besides its content. */
function marksOf({ context, referral }: wire.WireMessage) {
  const { id, referred_product } = context ?? {};
  const productId = referred_product?.product_retailer_id;
  const forwarded = forwardedOf(context);
  return {
    ...(id && { quotes: id }),
    ...(forwarded && { forwarded }),
    ...(productId && { product: { catalogId: referred_product?.catalog_id ?? '', productId } }),
    ...(referral && { referral: referralOf(referral) }),
  };
}

const steps: ReadonlyMap<string, DeliveryStep | 'failed'> = new Map([
  ['PENDING', 'accepted'],
  ['SENT', 'sent'],
  ['DELIVERED', 'delivered'],
  ['READ', 'read'],
  ['PLAYED', 'played'],
  ['ERROR', 'failed'],
]);

function writtenOf(letter: Letter) {
  const { place, message, raw } = letter;
  const { content, sources = [] } = contentOf(message);
  const marks = marksOf(message);
  const image = marks.referral?.imageUrl;
  const files = image ? [...sources, { slot: 'ad', url: image }] : sources;
  const kept = rawOf(message, content, raw);
  return {
    id: message.id ?? madeId([place.accountId, raw]),
    content,
    ...(files.length > 0 && { sources: files }),
    ...marks,
    ...(place.history && { history: place.history }),
    ...(kept !== undefined && { raw: kept }),
  } as const;
}

/** Whether it is the customer speaking: Meta answers calls of permission by itself, and tells of edits without their words. */
function speaks({ place, message }: Letter, type: string): boolean {
  if (place.history) return false;
  const { call_permission_reply: reply } = wire.interactive.safeParse(message.interactive).data ?? {};
  if (reply) return reply.response_source === 'user_action';
  return !(message.type === 'unsupported' && ['edit', 'revoke'].includes(type));
}

function readMessage(letter: Letter): MessageEvent {
  const { base, message, customer, participant } = letter;
  const written = writtenOf(letter);
  const error = metaError(message.errors);
  const isSpeech = speaks(letter, written.content.kind === 'unsupported' ? written.content.type : '');
  return {
    type: 'message',
    ...base,
    ...written,
    profile: customer.profile,
    opens: isSpeech,
    speaks: isSpeech,
    ...(participant && { sender: participant }),
    ...(error && { error }),
  };
}

function readEcho(letter: Letter): EchoEvent {
  const { base, place, message } = letter;
  const step = place.history && steps.get(message.history_context?.status?.toUpperCase() ?? '');
  return { type: 'echo', ...base, ...writtenOf(letter), origin: place.origin, ...(step && { step }) };
}

function readReaction({ base, message, raw, author, customer, participant }: Letter): ReactionEvent | Item {
  const { message_id: target, emoji = '', action } = message.reaction ?? {};
  if (!target) return breakage('reaction without the message that it is put on', raw);
  return {
    type: 'reaction',
    ...base,
    id: message.id ?? '',
    target,
    emoji: action === 'unreact' ? '' : emoji,
    from: participant ?? author,
    opens: false,
    profile: customer.profile,
  };
}

function readEdit({ base, message, raw, author }: Letter): EditWithFiles | Item {
  const { original_message_id: target, message: now } = message.edit ?? {};
  const edited = wire.message.safeParse(now);
  if (!target || !edited.success) return breakage('edit without its original or its new content', raw);
  const { content, sources } = contentOf(edited.data);
  const id = message.id ?? '';
  return { type: 'edit', ...base, id, target, content, from: author, ...(sources && { sources }) };
}

function readRevoke({ base, message, raw, author }: Letter): UnsendEvent | Item {
  const target = message.revoke?.original_message_id;
  if (!target) return breakage('unsend without the message that it takes back', raw);
  return { type: 'unsend', ...base, id: message.id ?? '', target, from: author };
}

function readByType(letter: Letter): Item {
  const { base, message, raw, customer, author } = letter;
  switch (kindOf(message)) {
    case 'reaction':
      return readReaction(letter);
    case 'edit':
      return readEdit(letter);
    case 'revoke':
      return readRevoke(letter);
    case 'system':
      return readSystem(letter);
    case 'request_welcome':
      return {
        type: 'notice',
        ...base,
        id: message.id ?? madeId(raw),
        happening: { what: 'notice', word: 'request_welcome', text: '' },
        profile: customer.profile,
        opens: false,
        reopens: false,
        word: 'request_welcome',
        raw: keepRaw(raw),
      };
    default:
      return author === 'customer' ? readMessage(letter) : readEcho(letter);
  }
}

/** Who wrote a message, and what else is known of the customer. */
export type Writer = { readonly author: Author; readonly also?: WhatsAppUser };

/** Whose message it is: a group, or the customer whom it names, with the names of `also` and of the change that it tells. */
function recipientOf(place: Place, message: wire.WireMessage, { author, also }: Writer): Customer | null {
  const { system } = message;
  const changed: WhatsAppUser[] = system
    ? [
        { bsuid: system.previous_user_id, parent: system.previous_parent_user_id, phone: system.customer },
        { bsuid: system.user_id, parent: system.parent_user_id, phone: system.wa_id ?? system.new_wa_id },
      ]
    : [];
  return customerOf(place, userOf(message, author), ...changed, ...(also ? [also] : []));
}

/** One message of `messages`, `message_echoes` or a thread of `history`. */
export function readLetter(place: Place, raw: unknown, writer: Writer): Item {
  const parsed = wire.message.safeParse(raw);
  if (!parsed.success) return breakage('message that is not an object', raw);
  const message = parsed.data;
  const { author } = writer;
  const person = recipientOf(place, message, writer);
  const group = message.group_id;
  const writes = author === 'customer' ? person : null;
  const known = group ? groupOf(group, writes) : person;
  const customer = known ?? nobody;
  const base = addressed(place, customer, timeOf(place, message.timestamp) ?? onArrival);
  const participant = group ? writes?.peer : undefined;
  const item = readByType({
    place,
    raw,
    message,
    customer,
    base,
    author,
    ...(participant && { participant }),
  });
  if (known || isBroken(item) || item.type === 'account') return item;
  return unattributed(`message without a ${author === 'customer' ? 'sender' : 'recipient'}`, raw, item);
}
