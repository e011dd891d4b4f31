/** What is known of a message, line by line (B-25). Pure. */
import { abilities, type Channel } from '#domain/channel.ts';
import type { DeliveryStep } from '#domain/delivery.ts';
import type { Message } from '#domain/message.ts';
import { t } from '../words/parts.ts';

export type Fact = { readonly name: string; readonly value: string; readonly note?: string };
type Reading = {
  readonly channel: Channel;
  /** Who wrote it, as the person at this screen calls them. */
  readonly author: string;
  readonly customer: string;
  /** A time in words. */
  readonly when: (at: number) => string;
};

function howOf({ direction, origin, by }: Message, channel: Channel): string {
  if (direction === 'note') return t('info.how-comment');
  if (direction === 'in') return t('info.how-customer', { channel: abilities[channel].label });
  if (origin) return t(`info.how-${origin}`);
  return t(by ? 'info.how-person' : 'info.how-rule');
}

/** Steps that the channel tells of. What is told of later says that the earlier ones came, even if nobody said when. */
function stepsOf({ content }: Message, channel: Channel): readonly DeliveryStep[] {
  const voice = content.kind === 'files' && content.files.some(({ type }) => type === 'voice');
  const delivered: readonly DeliveryStep[] = abilities[channel].reportsDelivered ? ['delivered'] : [];
  const played: readonly DeliveryStep[] = voice && channel === 'whatsapp' ? ['played'] : [];
  return ['queued', 'accepted', 'sent', ...delivered, 'read', ...played];
}

function timesOf(message: Message, { channel, when }: Reading): Fact[] {
  const { delivery, direction, at } = message;
  const written = { name: t(direction === 'in' ? 'info.received' : 'info.written'), value: when(at) };
  if (!delivery) return [written];
  const known: Fact[] = stepsOf(message, channel).flatMap((step) => {
    const time = delivery.times[step];
    const due = step === 'delivered' || step === 'read' || step === 'played';
    if (time === undefined && (!due || delivery.state === 'failed')) return [];
    return [{ name: t(`info.${step}`), value: time === undefined ? t('info.not-yet') : when(time) }];
  });
  if (!abilities[channel].reportsDelivered)
    known.splice(-1, 0, { name: t('info.delivered'), value: t('info.never-delivered') });
  const { failed } = delivery.times;
  if (failed !== undefined) known.push({ name: t('info.failed'), value: when(failed) });
  return [written, ...known];
}

function failureOf({ delivery }: Message): Fact[] {
  const failure = delivery?.failure;
  if (!failure) return [];
  const words = [failure.code, failure.title, failure.details].filter((word) => word !== '').join(' · ');
  return [
    { name: t('info.failure'), value: failure.sentence },
    ...(words === '' ? [] : [{ name: t('info.code'), value: words }]),
  ];
}

function restOf({ content, edited, price, reactions }: Message, { customer, when }: Reading): Fact[] {
  const facts: Fact[] = [];
  if (edited) facts.push({ name: t('info.edited'), value: when(edited.at) });
  if (content.kind === 'template')
    facts.push({ name: t('info.template'), value: t('template.name', content) });
  if (price) {
    const { category, billable } = price;
    const words = t(billable ? 'info.price-paid' : 'info.price-free', { category });
    facts.push({ name: t('info.price'), value: words });
  }
  for (const { emoji, from, by, at } of reactions ?? []) {
    if (emoji === '') continue;
    const name =
      by?.name ?? (from === 'customer' ? customer : from === 'business' ? t('reaction.of-business') : from);
    const value = t('info.reaction', { emoji, name, time: when(at) });
    facts.push({ name: t('info.reactions'), value });
  }
  return facts;
}

/** Everything, in the order in which one asks. */
export function factsOf(message: Message, reading: Reading): readonly Fact[] {
  return [
    { name: t('info.from'), value: reading.author },
    { name: t('info.how'), value: howOf(message, reading.channel) },
    ...timesOf(message, reading),
    ...failureOf(message),
    ...restOf(message, reading),
  ];
}

/** What only an admin is shown: Meta's word for the kind, and the id (B-28). */
export function rawFactsOf({ content, id }: Message): readonly Fact[] {
  const kind = content.kind === 'unsupported' ? `${content.kind}: ${content.type}` : content.kind;
  return [
    { name: t('info.kind'), value: kind },
    { name: t('info.id'), value: id },
  ];
}
