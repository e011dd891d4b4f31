/** What an account event changes: whether anything may leave an account, and what is known of a template. */
import { z } from 'zod';
import type { Channel } from '#domain/channel.ts';
import type { AccountEvent } from '../channels/channel.ts';
import { list, metaTime, part, text, those, word } from '../channels/tolerant.ts';

export type TroubleEffect = {
  readonly type: 'trouble';
  readonly channel: Channel;
  /** A number, page or account; or a WhatsApp business account, which stands for all of its numbers. */
  readonly accountId: string;
  readonly at: number;
  /** What is wrong and what to do; null when Meta lifted it. */
  readonly sentence: string | null;
  /** When it ends by itself, in ms. */
  readonly until: number | null;
};

export type TemplateEffect = {
  readonly type: 'template';
  /** The WhatsApp business account, or the page. */
  readonly ownerId: string;
  readonly name: string;
  /** With underscore: en_US. */
  readonly language: string;
  readonly at: number;
  /** Meta's word in capitals, and why it says so. */
  readonly status?: { readonly word: string; readonly reason: string | null };
  readonly category?: string;
  readonly quality?: string;
  /** What it says is another thing now, so it has to be read from Meta again. */
  readonly reworded?: true;
};

export type Effect = TroubleEffect | TemplateEffect;

type Value = Readonly<Record<string, unknown>>;
type Reader = (event: AccountEvent, value: Value) => Effect | null;

const support = 'An admin finds the reason, and can ask for a review, in Meta’s Business Support Home.';

function troubleOf(event: AccountEvent, sentence: string | null, until: number | null = null): TroubleEffect {
  const { channel, accountId, at } = event;
  return { type: 'trouble', channel, accountId, at, sentence, until };
}

/** Meta writes en-US in webhooks and en_US in its API. */
export const languageOf = (language: string): string => language.replaceAll('-', '_');

const template = z.looseObject({
  message_template_name: word,
  message_template_language: word,
  event: text,
  reason: text,
  rejection_info: part({ reason: text }),
  other_info: part({ description: text }),
  message_template_category: text,
  new_category: text,
  new_quality_score: text,
  message_template_element: text,
  message_template_title: text,
  message_template_footer: text,
  message_template_buttons: z.unknown().optional(),
});
type Template = z.infer<typeof template>;

/** The longest explanation there is; NONE is none. */
function reasonOf({ rejection_info: rejected, other_info: other, reason }: Template): string | null {
  const short = reason === 'NONE' ? undefined : reason;
  return rejected?.reason ?? other?.description ?? short ?? null;
}

/** Of what it says now, a webhook tells a part: not the kind of its header, nor its cards. */
function isReworded({
  message_template_element: body,
  message_template_title: title,
  message_template_footer: footer,
  message_template_buttons: buttons,
}: Template): boolean {
  return [body, title, footer, buttons].some((one) => one !== undefined);
}

/**
 * Meta, "message_template_status_update", "…_quality_update", "…_components_update", "template_category_update". Told apart by
 * what they say: one of Meta's samples stands under another's name. Of a change that is only announced, `new_category` is
 * today's. A page's templates are told in the same words, under a name of their own.
 */
const templateUpdate: Reader = (event, value) => {
  const { data } = template.safeParse(value);
  if (!data) return null;
  const {
    event: said,
    message_template_category: own,
    new_quality_score: quality,
    new_category: moved,
  } = data;
  const category = moved ?? own;
  const reworded = isReworded(data);
  if (!said && !category && !quality && !reworded) return null;
  return {
    type: 'template',
    ownerId: event.accountId,
    name: data.message_template_name,
    language: languageOf(data.message_template_language),
    at: event.at,
    ...(said && { status: { word: said.toUpperCase(), reason: reasonOf(data) } }),
    ...(category && { category }),
    ...(quality && { quality }),
    ...(reworded && { reworded }),
  };
};

const update = z.looseObject({
  event: text,
  ban_info: part({ waba_ban_state: text }),
  restriction_info: list,
  waba_info: part({ waba_id: text }),
});
type Update = z.infer<typeof update>;

const restriction = z.looseObject({ restriction_type: text, expiration: z.unknown().optional() });

/** Only one of Meta's restrictions forbids to answer; the others (starting conversations, calls, new numbers) do not. */
function restricted(event: AccountEvent, { restriction_info: infos }: Update): TroubleEffect | null {
  const found = those(restriction, infos).find(
    ({ restriction_type: kind }) => kind === 'RESTRICTED_CUSTOMER_INITIATED_MESSAGING',
  );
  if (!found) return null;
  const until = metaTime(found.expiration);
  const end =
    until === null ? '' : ` until ${new Date(until).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return troubleOf(
    event,
    `Meta does not let this WhatsApp account answer customers${end}. ${support}`,
    until,
  );
}

function banned(event: AccountEvent, { ban_info: ban }: Update): TroubleEffect | null {
  switch (ban?.waba_ban_state) {
    case 'DISABLE':
      return troubleOf(event, `Meta has disabled this WhatsApp account, so nothing goes out. ${support}`);
    case 'REINSTATE':
      return troubleOf(event, null);
    default:
      // SCHEDULE_FOR_DISABLE announces a ban; until then messages go out.
      return null;
  }
}

const deleted =
  'This WhatsApp account was deleted at Meta, so nothing goes out. Connect another one in the settings.';
const removed =
  'This WhatsApp account is no longer shared with the Meta app of this place, so nothing goes out. Share it again at Meta, then connect it again in the settings.';
const offboarded =
  'The phone of this WhatsApp number was changed or registered anew, so Meta disconnected it and nothing goes out. Connect it again in the WhatsApp Business app.';

/** Meta, "account_update webhook reference". A violation alone is a notice: what it forbids comes as a restriction or a ban. */
const accountUpdates: Readonly<Record<string, (event: AccountEvent, told: Update) => Effect | null>> = {
  DISABLED_UPDATE: banned,
  ACCOUNT_RESTRICTION: restricted,
  ACCOUNT_DELETED: (event) => troubleOf(event, deleted),
  PARTNER_REMOVED: (event) => troubleOf(event, removed),
  ACCOUNT_OFFBOARDED: (event) => troubleOf(event, offboarded),
  ACCOUNT_RECONNECTED: (event) => troubleOf(event, null),
};

const accountUpdate: Reader = (event, value) => {
  const told = update.parse(value);
  const kind = told.event ?? '';
  if (!Object.hasOwn(accountUpdates, kind)) return null;
  // Where a partner hears of it, the entry is the partner's; the account stands inside.
  const accountId = told.waba_info?.waba_id ?? event.accountId;
  return accountUpdates[kind]?.({ ...event, accountId }, told) ?? null;
};

const enforcement = z.looseObject({ action: text });

/** Meta, "messaging_policy_enforcement". A warning forbids nothing. */
const policyEnforcement: Reader = (event, value) => {
  const { data } = enforcement.safeParse(value['policy_enforcement'] ?? value['policy-enforcement'] ?? value);
  if (data?.action === 'unblock') return troubleOf(event, null);
  if (data?.action !== 'block') return null;
  return troubleOf(event, `Meta has blocked this account from sending messages. ${support}`);
};

const pageRestriction = z.looseObject({ feature: text, expiration_time: z.unknown().optional() });

/**
 * Meta, "Page Integrity Webhook". Of its open list of features only messaging concerns us; without an end nobody would
 * tell us when it is over, so that one is left to Meta's own refusals.
 */
const businessIntegrity: Reader = (event, value) => {
  const found = those(pageRestriction, list.parse(value['restrictions']))
    .filter(({ feature }) => feature !== undefined && /messag/i.test(feature))
    .map(({ expiration_time: end }) => metaTime(end) ?? 0);
  const until = Math.max(0, ...found);
  if (until <= event.at) return null;
  return troubleOf(event, `Meta has restricted this page from sending messages. ${support}`, until);
};

const readers: Readonly<Record<string, Reader>> = {
  message_template_status_update: templateUpdate,
  message_template_quality_update: templateUpdate,
  message_template_components_update: templateUpdate,
  messenger_template_status_update: templateUpdate,
  template_category_update: templateUpdate,
  account_update: accountUpdate,
  policy_enforcement: policyEnforcement,
  messaging_policy_enforcement: policyEnforcement,
  business_integrity: businessIntegrity,
};

const object = z.record(z.string(), z.unknown());
const change = z.object({ field: z.string(), value: object });

/** Of a page's change all of it is kept, of WhatsApp's the value. */
function valueOf(raw: string): Value | null {
  try {
    const whole: unknown = JSON.parse(raw);
    return change.safeParse(whole).data?.value ?? object.safeParse(whole).data ?? null;
  } catch {
    // Cut, because it was too large to be kept whole.
    return null;
  }
}

function readerOf({ channel, kind }: AccountEvent, value: Value): Reader | undefined {
  const [field = ''] = kind.split('.');
  if (Object.hasOwn(readers, field)) return readers[field];
  // As an item of a page it stands without its name.
  return channel !== 'whatsapp' && 'restrictions' in value ? businessIntegrity : undefined;
}

/** What `event` changes, or null: most events are only for admins to look at. Never throws. */
export function effectOf(event: AccountEvent): Effect | null {
  const value = valueOf(event.raw);
  if (!value || event.accountId === '') return null;
  return readerOf(event, value)?.(event, value) ?? null;
}
