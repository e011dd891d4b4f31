/** Why a template cannot be sent to this customer, whatever is filled in. Pure. */
import type { Head } from '#domain/head.ts';
import type { MessageTemplate } from '#domain/template.ts';
import { t } from '../../words/en-templates.ts';

type Around = {
  readonly head: Pick<Head, 'name' | 'phone' | 'optedOut' | 'channel'>;
  /** Whether any template may be sent here now. */
  readonly allowed: boolean;
};

/** Why a template is not offered; null when it is. */
export function whyNotOffered({ status, unusable, reason }: MessageTemplate): string | null {
  if (status === 'approved') return unusable;
  const why = t(`templates.why-${status}`);
  if (reason === null) return why;
  const said = /^[A-Z_]+$/.test(reason)
    ? reason.toLowerCase().replaceAll('_', ' ')
    : reason.replace(/\.$/, '');
  return t('templates.why-reason', { why, reason: said });
}

/** Why it cannot be sent; null when only its fields decide. */
export function refusalOf(template: MessageTemplate, { head, allowed }: Around): string | null {
  const name = head.name || t('name.unknown');
  const notOffered = whyNotOffered(template);
  if (notOffered !== null) return notOffered;
  if (!allowed) return t('templates.may-not');
  if (head.optedOut && template.category === 'marketing') return t('templates.opted-out', { name });
  const needsPhone = head.channel === 'whatsapp' && template.category === 'authentication';
  return needsPhone && head.phone === undefined ? t('templates.no-phone', { name }) : null;
}
