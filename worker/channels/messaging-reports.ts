/** What Messenger and Instagram tell beside messages: reactions, receipts, links, opt-ins, leads, feedback, handovers. */
import type { Happening } from '#domain/message.ts';
import type { AccountEvent, Broken, NoticeEvent, ReactionEvent, WatermarkEvent } from './channel.ts';
import { referralOf } from './messaging-content.ts';
import {
  accountEvent,
  broken,
  counterpart,
  inConversation,
  isByBusiness,
  withoutPerson,
  type Item,
} from './messaging-item.ts';
import { isInboxApp } from './messaging-messages.ts';
import * as messenger from './messenger/wire.ts';
import * as wire from './messaging-wire.ts';
import { keepRaw, madeId, metaTime } from './tolerant.ts';

/** Emoji of Meta's words for reactions, where the emoji itself is missing (Messenger and Instagram, “message reactions”). */
const reactionEmoji = new Map([
  ['smile', '😆'],
  ['laugh', '😆'],
  ['angry', '😠'],
  ['sad', '😢'],
  ['wow', '😮'],
  ['love', '❤️'],
  ['like', '👍'],
  ['dislike', '👎'],
]);

/** `reaction`: put or taken away. The customer's opens the window. */
export function readReaction(item: Item, value: unknown): ReactionEvent | AccountEvent | Broken {
  const { mid, action, reaction = '', emoji } = wire.reaction.safeParse(value).data ?? {};
  if (!mid) return broken(item.place.dialect, 'reaction without a message', item.raw);
  const byBusiness = isByBusiness(item);
  const peer = counterpart(item, byBusiness);
  if (!peer) return withoutPerson(item, 'reaction');
  const shown = emoji ?? reactionEmoji.get(reaction) ?? reaction;
  const removes = action === 'unreact' || (action !== 'react' && shown === '');
  return {
    ...inConversation(item, peer),
    type: 'reaction',
    id: '',
    target: mid,
    // A reaction that Meta does not name is one all the same.
    emoji: removes ? '' : shown || '❔',
    from: byBusiness ? 'business' : 'customer',
    opens: !byBusiness && !removes,
    profile: {},
  };
}

function readWatermark(
  item: Item,
  value: unknown,
  step: 'delivered' | 'read',
): WatermarkEvent | AccountEvent | Broken {
  const { mid, mids = [], watermark } = wire.watermark.safeParse(value).data ?? {};
  const upTo = metaTime(watermark);
  const ids = [...new Set([...wire.wordsOf(mids), ...(mid ? [mid] : [])])];
  if (upTo === null && ids.length === 0) {
    return broken(item.place.dialect, `${step} without a time or a message`, item.raw);
  }
  const peer = item.sender;
  if (!peer) return withoutPerson(item, step);
  // That we have read theirs says nothing of ours.
  if (isByBusiness(item)) return accountEvent(item.place, step === 'read' ? 'read' : 'delivery', item.raw);
  return {
    ...inConversation(item, peer),
    type: 'watermark',
    step,
    ...(upTo !== null && { upTo }),
    ids,
  };
}

/** `delivery`: up to a time, of these messages, or both. Instagram has none; it is read if it comes. */
export function readDelivery(item: Item, value: unknown): WatermarkEvent | AccountEvent | Broken {
  return readWatermark(item, value, 'delivered');
}

/** `read`: Messenger up to a time, Instagram a message. */
export function readRead(item: Item, value: unknown): WatermarkEvent | AccountEvent | Broken {
  return readWatermark(item, value, 'read');
}

type Note = Pick<NoticeEvent, 'happening' | 'word'> &
  Partial<Pick<NoticeEvent, 'text' | 'opens'>> & {
    /** Meta's key. */
    readonly key: string;
    /** What sets it apart from others of that kind and time. */
    readonly apart: readonly unknown[];
  };

/** A line of the timeline; an account event where nobody can be named. */
function note(item: Item, said: Note): NoticeEvent | AccountEvent {
  const { happening, key, word, text, opens = false, apart } = said;
  const peer = counterpart(item, isByBusiness(item));
  if (!peer) return accountEvent(item.place, key, item.raw);
  return {
    ...inConversation(item, peer),
    type: 'notice',
    id: madeId([key, peer, item.at, ...apart]),
    happening,
    profile: {},
    opens,
    reopens: opens,
    word,
    ...(text && { text }),
    raw: keepRaw(item.raw),
  };
}

type Field = { readonly name: string; readonly value: string };

function leadFields(raw: unknown): Field[] {
  const { data = [] } = messenger.lead.safeParse(raw).data ?? {};
  return data.flatMap((one) => {
    const { question, answer } = messenger.leadAnswer.safeParse(one).data ?? {};
    return question || answer ? [{ name: question ?? '', value: answer ?? '' }] : [];
  });
}

/**
 * `referral`: the customer came through a link or an ad into a thread that is there (opens, R-12), or finished the questions
 * of a lead ad (`LEAD_COMPLETE`, `LEAD_INCOMPLETE`) with `lead` beside or inside of it.
 */
export function readReferral(item: Item, value: unknown): NoticeEvent | AccountEvent | Broken {
  const referral = referralOf(value);
  if (!referral) return broken(item.place.dialect, 'referral that is not an object', item.raw);
  const { type = '', lead } = wire.referral.parse(value);
  const fields = leadFields(item.raw.lead ?? lead);
  const isLead = fields.length > 0 || type.startsWith('LEAD_');
  const happening: Happening = isLead ? { what: 'form', fields } : { what: 'referred', referral };
  const { ref = '', adId = '', source } = referral;
  return note(item, {
    happening,
    key: 'referral',
    word: 'referral',
    text: ref,
    opens: true,
    apart: [type, source, ref, adId],
  });
}

/** `lead` without a referral beside it. */
export function readLead(item: Item, value: unknown): NoticeEvent | AccountEvent {
  const fields = leadFields(value);
  return note(item, {
    happening: { what: 'form', fields },
    key: 'lead',
    word: 'lead',
    opens: true,
    apart: [fields],
  });
}

const marketing = new Map([
  ['STOP NOTIFICATIONS', 'stop'],
  ['RESUME NOTIFICATIONS', 'resume'],
] as const);

function optinHappening(optin: ReturnType<typeof messenger.optin.parse>): Happening {
  const status = optin.notification_messages_status?.toUpperCase().replaceAll('_', ' ') ?? '';
  const value = [...marketing].find(([words]) => words === status)?.[1];
  if (value) return { what: 'marketing', value };
  const { ref, topic, title, payload, type } = optin;
  return { what: 'opted-in', topic: ref ?? topic ?? title ?? payload ?? type ?? '' };
}

/** `optin`: opens nothing. Without a sender it is of a visitor, and for admins. */
export function readOptin(item: Item, value: unknown): NoticeEvent | AccountEvent | Broken {
  const parsed = messenger.optin.safeParse(value);
  if (!parsed.success) return broken(item.place.dialect, 'opt-in that is not an object', item.raw);
  const { ref, user_ref } = parsed.data;
  const happening = optinHappening(parsed.data);
  return note(item, {
    happening,
    key: 'optin',
    word: 'optin',
    apart: [happening, user_ref],
    ...(ref && { text: ref }),
  });
}

function feedbackFields(screens: readonly unknown[]): Field[] {
  const questions = screens.flatMap((screen) =>
    Object.entries(messenger.feedbackScreen.safeParse(screen).data?.questions ?? {}),
  );
  return questions.flatMap(([name, raw]) => {
    const { payload, follow_up } = messenger.feedbackAnswer.safeParse(raw).data ?? {};
    const more = follow_up?.payload;
    return [...(payload ? [{ name, value: payload }] : []), ...(more ? [{ name, value: more }] : [])];
  });
}

/** `messaging_feedback`: the answers to a feedback template. */
export function readFeedback(item: Item, value: unknown): NoticeEvent | AccountEvent {
  const fields = feedbackFields(messenger.feedback.safeParse(value).data?.feedback_screens ?? []);
  return note(item, {
    happening: { what: 'form', fields },
    key: 'messaging_feedback',
    word: 'feedback',
    apart: [fields],
  });
}

/** Meta's app that asks the questions of lead ads (Messenger, “Lead ads”). */
const leadApp = '413038776280800';

/** `pass_thread_control`: to us, unless it goes to one of Meta's own or we only stand by (Messenger, “Conversation Routing”). */
export function readPass(item: Item, value: unknown): NoticeEvent | AccountEvent {
  const {
    new_owner_app_id: next,
    previous_owner_app_id: last,
    metadata,
  } = wire.handover.safeParse(value).data ?? {};
  const toOther = item.place.elsewhere || isInboxApp(next) || next === leadApp;
  const app = toOther ? next : last;
  const happening: Happening = { what: 'handover', to: toOther ? 'other' : 'us', ...(app && { app }) };
  return note(item, {
    happening,
    key: 'pass_thread_control',
    word: 'handover',
    apart: [next, last],
    ...(metadata && { text: metadata }),
  });
}

/** `take_thread_control`: another app took the thread from us. */
export function readTake(item: Item, value: unknown): NoticeEvent | AccountEvent {
  const {
    new_owner_app_id: app,
    previous_owner_app_id: last,
    metadata,
  } = wire.handover.safeParse(value).data ?? {};
  const happening: Happening = { what: 'handover', to: 'other', ...(app && { app }) };
  return note(item, {
    happening,
    key: 'take_thread_control',
    word: 'handover',
    apart: [app, last],
    ...(metadata && { text: metadata }),
  });
}

/** `request_thread_control`: another app asks for the thread; nothing has changed yet. */
export function readRequest(item: Item, value: unknown): NoticeEvent | AccountEvent {
  const { requested_owner_app_id: app = '', metadata = '' } = wire.handover.safeParse(value).data ?? {};
  const happening: Happening = { what: 'notice', word: 'request_thread_control', text: metadata || app };
  return note(item, {
    happening,
    key: 'request_thread_control',
    word: 'handover',
    text: metadata,
    apart: [app],
  });
}

/** `app_roles`: which app answers first, as the page's admins have set it. */
export function readRoles(item: Item, value: unknown): NoticeEvent | AccountEvent {
  const roles = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const text = roles.map(([app, role]) => `${app}: ${wire.wordsOf([role].flat()).join(', ')}`).join('; ');
  const happening: Happening = { what: 'notice', word: 'app_roles', text };
  return note(item, { happening, key: 'app_roles', word: 'handover', text, apart: [text] });
}
