/** The leads of a conversation: how they open, move, close, and become one when conversations do (product, section 5). Pure. */
import type { CommandBody } from '#domain/command.ts';
import { firstStatus, leadFactsOf } from '#domain/lead.ts';
import type { Head } from '#domain/head.ts';
import type { Happening, Person, Referral } from '#domain/message.ts';
import type { Lead, Panel } from '#domain/panel.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { Change } from './change.ts';
import type { State } from './state.ts';

type Of<T extends CommandBody['type']> = Extract<CommandBody, { type: T }>;
/** A status of leads, as the edge looked it up. */
export type NamedLead = { readonly id: string; readonly name: string; readonly final: boolean };

/** These commands as they reach the object: what they name is looked up by the edge. */
export type LeadCommand =
  | (Omit<Of<'lead'>, 'status'> & { readonly to: NamedLead | null })
  | (Omit<Of<'lead-facts'>, 'ownerId'> & { readonly owner?: Person | null })
  /** The status `from` goes; what has it gets another of the same kind. Asked by the edge alone. */
  | {
      readonly type: 'lead-replace';
      readonly clientId: string;
      readonly from: string;
      readonly to: NamedLead;
    };
type As<T extends LeadCommand['type']> = Extract<LeadCommand, { type: T }>;
type Decided = readonly Happening[] | Refusal;

/** Where a lead came from. */
export type Origin = Pick<Lead, 'source' | 'sourceId'>;

/** So long whoever closed a lead may take that back, as long as nobody did anything else to it (B-75). In ms. */
const takenBackWithin = 10 * 60 * 1000;

const closed: Refusal = { code: 'lead-closed' };

/** What a release that kept no leads yet knew of one. */
function leadOfHead({ lead, createdAt, lastAt }: Head, isFinal: boolean): readonly Lead[] {
  if (lead === undefined) return [];
  const ended = isFinal && { closedAt: lastAt };
  return [{ id: 'lead-0', status: lead, openedAt: createdAt, ...ended, owner: null, source: 'organic' }];
}

function leadsIn({ leads }: Panel, { head, leadFinal }: Pick<State, 'head' | 'leadFinal'>): readonly Lead[] {
  return leads.length > 0 ? leads : leadOfHead(head, leadFinal === true);
}

const leadsOf = (change: Change): readonly Lead[] => leadsIn(change.panel, change.state);

/** Writes the leads down, and what rows show of the first. */
function keep(change: Change, leads: readonly Lead[]): void {
  const [first] = leads;
  const shown = first?.gone ? undefined : first;
  change.setPanel({ leads });
  change.setFacts({ lead: shown?.status, leadFacts: shown && leadFactsOf(shown) });
  const leadFinal = first === undefined ? null : first.closedAt !== undefined && !first.gone;
  if (change.state.leadFinal !== leadFinal) change.setState({ leadFinal });
}

type Opening = Origin & { readonly at: number; readonly status: Pick<NamedLead, 'id' | 'name'> };

function open(change: Change, { at, status, ...origin }: Opening): void {
  const leads = leadsOf(change);
  // Newest first, also where the message that opens it comes late.
  const openedAt = Math.max(at, leads[0]?.closedAt ?? 0);
  const id = `lead-${leads.length + 1}`;
  const fresh: Lead = { id, status: status.id, statusName: status.name, openedAt, owner: null, ...origin };
  keep(change, [fresh, ...leads]);
}

/** What brought the customer here: the ad of this message, else what was known before there was any lead. */
export function originOf(change: Change, referral: Referral | undefined): Origin {
  const { ads = [], broadcasts = [] } = change.head;
  const isFirst = leadsOf(change).length === 0;
  const ad = referral?.adId ?? (isFirst ? ads.at(-1) : undefined);
  if (ad !== undefined) return { source: 'ad', sourceId: ad };
  if (referral?.source === 'ad') return { source: 'ad' };
  const reached = isFirst ? broadcasts.at(-1) : undefined;
  if (reached === undefined) return { source: 'organic' };
  return { source: 'broadcast', sourceId: reached.slice(0, reached.lastIndexOf(':')) };
}

/** A message that comes late may be the first of all: whatever the order, the lead began with it. */
function beganAt(change: Change, at: number): void {
  if (at >= (change.head.leadFacts?.since ?? 0)) return;
  const leads = leadsOf(change);
  if (leads.length === 1)
    keep(
      change,
      leads.map((lead) => ({ ...lead, openedAt: at })),
    );
}

/**
 * Opens a lead unless one is open: by a customer's message, a broadcast's reply or an import, at `at` (ms). The first leaves
 * no line: it is the customer's message itself. One that somebody closed by hand stays closed.
 */
export function openLead(change: Change, origin: Origin, at = change.now): void {
  const { leadFinal } = change.state;
  if (leadFinal === false) return beganAt(change, at);
  open(change, { ...origin, at, status: firstStatus });
  if (leadFinal) change.line({ what: 'lead', to: firstStatus.name }, undefined);
}

/** Whether what closed the lead is only taken back: by who did it, soon, and as far as nothing else happened. */
function isTakenBack(change: Change, lead: Lead, { by, still }: { by: Person; still: string | undefined }) {
  const { closedAt, closedBy } = lead;
  if (still === undefined || closedAt === undefined || closedBy?.id !== by.id) return false;
  return change.now - closedAt <= takenBackWithin;
}

/** A lead that comes to a status; one that ends it closes it. */
function cameTo({ now }: Change, lead: Lead, { to, by }: { to: NamedLead; by: Person }): Lead {
  const { closedAt: _at, closedBy: _by, gone: _gone, ...open } = lead;
  const ended = to.final && { closedAt: now, closedBy: by };
  return { ...open, status: to.id, statusName: to.name, ...ended };
}

/** Nobody's lead any more. */
function takeAway(change: Change, by: Person): Decided {
  const [first, ...others] = leadsOf(change);
  if (!first || first.gone) return [];
  if (first.closedAt !== undefined) return closed;
  keep(change, [{ ...first, closedAt: change.now, closedBy: by, gone: true }, ...others]);
  return [{ what: 'lead', to: null }];
}

/** The lead gets another status; where there is none one is opened. */
function move(change: Change, by: Person, { to, still }: As<'lead'>): Decided {
  if (!to) return takeAway(change, by);
  const [first, ...others] = leadsOf(change);
  const isClosed = first?.closedAt !== undefined;
  const back = first !== undefined && isTakenBack(change, first, { by, still });
  if (!first || (first.gone && !back)) {
    open(change, { source: 'organic', at: change.now, status: to });
    const [fresh, ...before] = leadsOf(change);
    if (to.final && fresh) keep(change, [cameTo(change, fresh, { to, by }), ...before]);
    return [{ what: 'lead', to: to.name }];
  }
  if (first.status === to.id && !first.gone) {
    // What is final may have been set otherwise since.
    if (to.final && !isClosed) keep(change, [cameTo(change, first, { to, by }), ...others]);
    return [];
  }
  if (isClosed && !back) return closed;
  keep(change, [cameTo(change, first, { to, by }), ...others]);
  return [{ what: 'lead', to: to.name }];
}

type Step = { readonly lead: Lead; readonly happenings: readonly Happening[] };
type Facts = As<'lead-facts'>;

function owned({ lead, happenings }: Step, { owner }: Facts): Step | Refusal {
  if (owner === undefined || lead.owner?.id === owner?.id) return { lead, happenings };
  if (lead.closedAt !== undefined) return closed;
  return { lead: { ...lead, owner }, happenings: [...happenings, { what: 'lead-owner', to: owner }] };
}

function valued({ lead, happenings }: Step, command: Facts): Step | Refusal {
  const { value: before, currency: known, ...rest } = lead;
  const value = command.value === undefined ? before : (command.value ?? undefined);
  const currency = value === undefined ? undefined : (command.currency ?? known);
  if (value === before && currency === known) return { lead, happenings };
  if (value !== undefined && currency === undefined) return { code: 'lead-value-without-currency' };
  return {
    lead: { ...rest, ...(value !== undefined && currency !== undefined && { value, currency }) },
    happenings: [...happenings, { what: 'lead-value', value: value ?? null, currency: currency ?? null }],
  };
}

function sourced({ lead, happenings }: Step, { source = lead.source, ...command }: Facts): Step {
  const { sourceId: before, ...rest } = lead;
  // Another source is another ad, broadcast or import.
  const kept = source === lead.source ? before : undefined;
  const sourceId = command.sourceId === undefined ? kept : (command.sourceId ?? undefined);
  if (source === lead.source && sourceId === before) return { lead, happenings };
  const of = sourceId !== undefined && { of: sourceId };
  return {
    lead: { ...rest, source, ...(sourceId !== undefined && { sourceId }) },
    happenings: [...happenings, { what: 'lead-source', to: source, ...of }],
  };
}

/** Owner, value, source. Value and source of a closed lead may still be put right: they say what it was. */
function describe(change: Change, command: Facts): Decided {
  const [first, ...others] = leadsOf(change);
  if (!first || first.gone) return { code: 'no-lead' };
  const ofOwner = owned({ lead: first, happenings: [] }, command);
  if ('code' in ofOwner) return ofOwner;
  const ofValue = valued(ofOwner, command);
  if ('code' in ofValue) return ofValue;
  const { lead, happenings } = sourced(ofValue, command);
  if (happenings.length > 0) keep(change, [lead, ...others]);
  return happenings;
}

/** The first lead's status goes: it gets the one that takes its place, and stays open or closed as it is. */
function replace(change: Change, { from, to }: As<'lead-replace'>): Decided {
  const [first, ...others] = leadsOf(change);
  if (!first || first.gone || first.status !== from) return [];
  if (to.final !== (first.closedAt !== undefined)) return { code: 'lead-status-of-other-kind' };
  keep(change, [{ ...first, status: to.id, statusName: to.name }, ...others]);
  return [{ what: 'lead', to: to.name }];
}

/** What a command about a lead changes: its lines, or why it may not be. */
export function decideLead(change: Change, by: Person, command: LeadCommand): Decided {
  switch (command.type) {
    case 'lead':
      return move(change, by, command);
    case 'lead-facts':
      return describe(change, command);
    case 'lead-replace':
      return replace(change, command);
  }
}

const isOpen = ({ closedAt }: Lead): boolean => closedAt === undefined;
const isTouched = ({ status, owner, value }: Lead): boolean =>
  status !== firstStatus.id || owner !== null || value !== undefined;
/** The later it closed, the further up. */
const byEnd = (a: Lead, b: Lead): number => (b.closedAt ?? 0) - (a.closedAt ?? 0);

/** Two open leads of one customer are one: ours, unless only theirs was worked on; what it lacks it gets from the other. */
function asOne(ours: Lead, theirs: Lead): Lead {
  const [stays, goes] = isTouched(ours) || !isTouched(theirs) ? [ours, theirs] : [theirs, ours];
  const known = stays.value === undefined ? goes : stays;
  const { value, currency } = known;
  const first = ours.openedAt <= theirs.openedAt ? ours : theirs;
  const { source, sourceId } = stays.source === 'organic' ? first : stays;
  const { sourceId: _from, ...rest } = stays;
  return {
    ...rest,
    openedAt: first.openedAt,
    owner: stays.owner ?? goes.owner,
    ...(value !== undefined && currency !== undefined && { value, currency }),
    source,
    ...(sourceId !== undefined && { sourceId }),
  };
}

/** Of two conversations that become one: all leads of both, of which one may be open. `from`: the other's id. */
export function joinLeads(change: Change, from: string, theirs: { state: State; panel: Panel }): void {
  const ours = leadsOf(change);
  const handed = leadsIn(theirs.panel, theirs.state)
    .map((lead) => ({ ...lead, id: `${from}:${lead.id}` }))
    // A contact may be handed over a second time, where D1 did not take down that it was.
    .filter(({ id }) => !ours.some((lead) => lead.id === id));
  if (handed.length === 0) return;
  const [here, there] = [ours.find(isOpen), handed.find(isOpen)];
  const current = here && there ? asOne(here, there) : (here ?? there);
  const ended = [...ours, ...handed].filter((lead) => !isOpen(lead)).sort(byEnd);
  keep(change, [...(current ? [current] : []), ...ended]);
}
