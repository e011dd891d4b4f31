/** Sentences about messages: who wrote, what happened. */
import type { Happening, Message, Referral } from '#domain/message.ts';
import { duration, money } from '../words/sizes.ts';
import { t } from '../words/t.ts';

/** Values are kept in hundredths of their currency. */
const hundredths = 100;

/** Who wrote a message, as the person at this screen calls them. */
export function authorOf(message: Message, customer: string, me: string): string {
  if (message.direction === 'in') return message.sender ?? customer;
  if (!message.by) return t(message.origin ? 'message.from-elsewhere' : 'message.business');
  return message.by.id === me ? t('message.you') : message.by.name;
}

type Call = Extract<Happening, { what: 'call' }>;
type Form = Extract<Happening, { what: 'form' }>;
type Handover = Extract<Happening, { what: 'handover' }>;
type Owner = Extract<Happening, { what: 'assigned' | 'released' }>;

function owned(what: Owner, by: Message['by']): string {
  if (what.what === 'assigned') {
    const to = what.to.name;
    if (by?.id === what.to.id) return t('line.took', { to });
    if (what.rule) return t(`line.assigned-${what.rule.assigning}`, { to, group: what.rule.group });
    return by ? t('line.assigned', { by: by.name, to }) : t('line.assigned-rule', { to });
  }
  const from = what.from.name;
  if (what.rule) return t(`line.released-${what.rule}`, { from });
  if (by?.id === what.from.id) return t('line.released', { by: by.name });
  return by ? t('line.released-from', { by: by.name, from }) : t('line.released-rule', { from });
}

function called({ from, state, seconds }: Call): string {
  const call = t(`line.call-${from}-${state}`);
  return seconds === undefined ? call : t('line.call-after', { call, length: duration(seconds) });
}

function referred({ source, headline, ref }: Referral): string {
  if (source === 'ad') return headline ? t('line.referred-ad-of', { headline }) : t('line.referred-ad');
  if (source === 'post') return t('line.referred-post');
  if (source === 'link') return ref ? t('line.referred-link-of', { ref }) : t('line.referred-link');
  return t('line.referred-other', { source });
}

function filledIn({ fields }: Form): string {
  if (fields.length === 0) return t('line.form-empty');
  return t('line.form', { fields: fields.map((field) => t('line.form-field', field)).join(', ') });
}

function handedOver({ to, app }: Handover): string {
  return app ? t(`line.handover-${to}-app`, { app }) : t(`line.handover-${to}`);
}

type Detailed = Extract<Happening, { what: 'details' }>;

function detailed({ changes }: Detailed, by: string): string {
  const words = changes.map(({ detail, to }) => {
    const name = t(`line.detail-${detail}`);
    return to === '' ? t('line.detail-gone', { detail: name }) : t('line.detail', { detail: name, to });
  });
  return t('line.details', { by, changes: words.join(', ') });
}

type OfLead = Extract<Happening, { what: 'lead-owner' | 'lead-value' | 'lead-source' }>;

/** What became known of the lead. */
function ofLead(what: OfLead, by: string | undefined): string {
  switch (what.what) {
    case 'lead-owner': {
      const to = what.to?.name;
      if (to === undefined) return by ? t('line.no-lead-owner', { by }) : t('line.no-lead-owner-rule');
      return by ? t('line.lead-owner', { by, to }) : t('line.lead-owner-rule', { to });
    }
    case 'lead-value': {
      if (what.value === null) return by ? t('line.no-lead-value', { by }) : t('line.no-lead-value-rule');
      const value = money(what.value / hundredths, what.currency ?? '');
      return by ? t('line.lead-value', { by, value }) : t('line.lead-value-rule', { value });
    }
    case 'lead-source': {
      const source = t(`source.${what.to}`);
      return by ? t('line.lead-source', { by, source }) : t('line.lead-source-rule', { source });
    }
  }
}

type Sorting = Extract<
  Happening,
  { what: 'grouped' | 'ungrouped' | 'tagged' | 'untagged' | 'lead' | 'follow-up' | 'attribute' }
>;

/** What a person or a rule noted about the customer. Groups, tags and statuses are told by their names. */
function sorted(what: Sorting, by: string | undefined, moment: (at: number) => string): string {
  switch (what.what) {
    case 'grouped':
      if (what.rule) return t(`line.grouped-${what.rule}`, { to: what.to });
      return by ? t('line.grouped', { by, to: what.to }) : t('line.grouped-rule', { to: what.to });
    case 'ungrouped':
      return by
        ? t('line.ungrouped', { by, from: what.from })
        : t('line.ungrouped-rule', { from: what.from });
    case 'tagged':
    case 'untagged': {
      const tags = what.tags.join(', ');
      return by ? t(`line.${what.what}`, { by, tags }) : t(`line.${what.what}-rule`, { tags });
    }
    case 'lead':
      if (what.to === null) return by ? t('line.no-lead', { by }) : t('line.no-lead-rule');
      return by ? t('line.lead', { by, to: what.to }) : t('line.lead-rule', { to: what.to });
    case 'follow-up': {
      if (what.at === null) return by ? t('line.no-follow-up', { by }) : t('line.no-follow-up-rule');
      const time = moment(what.at);
      return by ? t('line.follow-up', { by, time }) : t('line.follow-up-rule', { time });
    }
    case 'attribute': {
      const { name, value } = what;
      if (value === '')
        return by ? t('line.no-attribute', { by, name }) : t('line.no-attribute-rule', { name });
      return by ? t('line.attribute', { by, name, value }) : t('line.attribute-rule', { name, value });
    }
  }
}

type FollowedUp = Extract<Happening, { what: `follow-up-${string}` }>;

/** What became of a follow-up; its note is told where there is one. */
function followedUp(what: FollowedUp, by: string, moment: (at: number) => string): string {
  switch (what.what) {
    case 'follow-up-due': {
      const { note, owner } = what;
      return note === ''
        ? t('line.follow-up-due', { name: owner.name })
        : t('line.follow-up-due-note', { name: owner.name, note });
    }
    case 'follow-up-moved':
      return t('line.follow-up-moved', { by, time: moment(what.at) });
    case 'follow-up-given':
      return t('line.follow-up-given', { by, to: what.to.name });
    case 'follow-up-noted':
      return t('line.follow-up-noted', { by });
    case 'follow-up-ended':
      return what.note === ''
        ? t(`line.follow-up-${what.as}`, { by })
        : t(`line.follow-up-${what.as}-note`, { by, note: what.note });
  }
}

/** What happened to the conversation, as a sentence. `moment` says a time in the person's own zone. */
export function happened(what: Happening, by: Message['by'], moment: (at: number) => string): string {
  switch (what.what) {
    case 'assigned':
    case 'released':
      return owned(what, by);
    case 'archived':
      return by ? t('line.archived', { by: by.name }) : t('line.archived-rule');
    case 'reopened':
      return by ? t('line.reopened', { by: by.name }) : t('line.reopened-rule');
    case 'blocked':
    case 'unblocked':
      return t(`line.${what.what}`, { by: by?.name ?? '' });
    case 'grouped':
    case 'ungrouped':
    case 'tagged':
    case 'untagged':
    case 'lead':
    case 'follow-up':
    case 'attribute':
      return sorted(what, by?.name, moment);
    case 'follow-up-due':
    case 'follow-up-moved':
    case 'follow-up-given':
    case 'follow-up-noted':
    case 'follow-up-ended':
      return followedUp(what, by?.name ?? '', moment);
    case 'lead-owner':
    case 'lead-value':
    case 'lead-source':
      return ofLead(what, by?.name);
    case 'window-closed':
    case 'window-closed-by-meta':
    case 'free-entry-ended':
    case 'identity-changed':
      return t(`line.${what.what}`);
    case 'free-entry':
      return t('line.free-entry', { time: moment(what.until) });
    case 'number-changed':
      return t('line.number-changed', { to: what.to });
    case 'joined':
      return t('line.joined', { n: what.messages });
    case 'call':
      return called(what);
    case 'referred':
      return referred(what.referral);
    case 'details':
      return detailed(what, by?.name ?? '');
    case 'noted':
      return t(`line.noted-${what.how}`, { by: by?.name ?? '' });
    case 'marketing':
      return by ? t(`line.marketing-${what.value}-by`, { by: by.name }) : t(`line.marketing-${what.value}`);
    case 'opted-in':
      return t('line.opted-in', { topic: what.topic });
    case 'form':
      return filledIn(what);
    case 'handover':
      return handedOver(what);
    case 'notice':
      return t('line.notice', { text: what.text || what.word });
  }
}

/** What brought the customer here, above their first message. */
export function referralWords({ source, ref }: Referral): string {
  if (source === 'ad' || source === 'post') return t(`referral.${source}`);
  if (source === 'link') return ref ? t('referral.ref', { ref }) : t('referral.link');
  return t('referral.other', { source });
}

/** The text that a person reads in a message; '' for a line. */
export function textOf(message: Message): string {
  return message.content.kind === 'line' ? '' : message.content.text;
}
