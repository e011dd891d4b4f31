/** A kept row of a template → the template as screens and rules know it. Pure. */
import type { Channel } from '#domain/channel.ts';
import type { MessageTemplate, TemplateStatus } from '#domain/template.ts';
import { variablesIn } from '#domain/template-text.ts';
import type { templateState } from '../accounts/tables.ts';
import { readForm } from './components.ts';

export type TemplateRow = typeof templateState.$inferSelect;

/** Meta's words, as its lists and its webhooks use them (Meta, "Template status"). */
const statuses: Readonly<Record<string, TemplateStatus>> = {
  APPROVED: 'approved',
  REINSTATED: 'approved',
  /** Its quality is low; it may still be sent. */
  FLAGGED: 'approved',
  PENDING: 'pending',
  IN_APPEAL: 'pending',
  REJECTED: 'rejected',
  PAUSED: 'paused',
  DISABLED: 'disabled',
};

/** Statuses of what is not there any more. */
export const goneStatuses = ['DELETED', 'PENDING_DELETION'] as const;

/** Nothing of a template says so where no list told it: then its variables do. */
function isNamed({ format, components }: TemplateRow): boolean {
  if (format !== null) return format === 'named';
  const variables = variablesIn(components ?? '');
  return variables.some((name) => !/^\d+$/.test(name));
}

const quiet = ['', 'UNKNOWN'];

/** The template of a row. Never throws, whatever Meta said. */
export function templateOf(channel: Channel, row: TemplateRow): MessageTemplate {
  const { ownerId, name, language, status, category, quality, reason } = row;
  const named = isNamed(row);
  return {
    ownerId,
    name,
    language,
    status: statuses[status.toUpperCase()] ?? 'other',
    category: (category ?? '').toLowerCase(),
    quality: quality === null || quiet.includes(quality.toUpperCase()) ? null : quality.toLowerCase(),
    reason: reason === null || quiet.includes(reason) || reason === 'NONE' ? null : reason,
    named,
    ...readForm(channel, row.components, named),
  };
}
