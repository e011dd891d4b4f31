/** What is known of a lead wherever rows are shown: where it came from, whose it is, what it is worth. */
import type { Head } from './head.ts';
import type { Lead } from './panel.ts';
import type { Person } from './message.ts';
import type { LeadSource } from './lead-source.ts';

/** What a row tells of the lead beside its status; all of it is in `Panel.leads` as well. */
export type LeadFacts = {
  /** Of the lead that stands first in the panel. */
  readonly id: string;
  /** When it was opened (ms). */
  readonly since: number;
  /** When it came to a final status (ms); absent while it is open. */
  readonly closedAt?: number;
  readonly owner?: Person;
  /** In hundredths of `currency`. */
  readonly value?: number;
  /** ISO 4217. */
  readonly currency?: string;
  readonly source: LeadSource;
  /** Id of the ad or the broadcast, or how the import was called. */
  readonly sourceId?: string;
};

/** The status under which every lead begins. It may be renamed, and is always there. */
export const firstStatus = { id: 'new', name: 'New' } as const;

/** The dearest lead, in hundredths: as many of them as a business may have can still be added up exactly. */
export const mostValue = 100_000_000_000;

/** Whether it is a currency of ISO 4217, as EUR. */
export function isCurrency(code: string): boolean {
  return /^[A-Z]{3}$/u.test(code) && Intl.supportedValuesOf('currency').includes(code);
}

/** Whose the lead is, by their id; null: nobody's; undefined: there is no lead. */
export function leadOwnerOf({
  lead,
  leadFacts,
}: Pick<Head, 'lead' | 'leadFacts'>): string | null | undefined {
  return lead === undefined ? undefined : (leadFacts?.owner?.id ?? null);
}

/** Of a lead, what rows tell of it. */
export function leadFactsOf(lead: Lead): LeadFacts {
  const { id, openedAt, closedAt, owner, value, currency, source, sourceId } = lead;
  return {
    id,
    since: openedAt,
    ...(closedAt !== undefined && { closedAt }),
    ...(owner && { owner }),
    ...(value !== undefined && { value }),
    ...(currency !== undefined && { currency }),
    source,
    ...(sourceId !== undefined && { sourceId }),
  };
}
