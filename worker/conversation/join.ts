/** Two conversations of one customer become one: what the later one hands over, and how the earlier takes it in. Pure. */
import { advance, deliverySteps, type Delivery } from '#domain/delivery.ts';
import type { Reaction } from '#domain/message.ts';
import { blankPanel, type Panel } from '#domain/panel.ts';
import type { Change } from './change.ts';
import { learnNames, learnProfile } from './customer.ts';
import { showDetails } from './decide-contact.ts';
import { joinFacts } from './decide-facts.ts';
import { setFollowUps } from './decide-follow-ups.ts';
import { joinLeads } from './decide-lead.ts';
import { comeBackWith, latest } from './decide-waiting.ts';
import { settle } from './settle.ts';
import type { FileJob, OutboxRow, Parked, State, StoredMessage } from './state.ts';
import { closeByMeta, openWindow } from './windows.ts';

/** Which of two began earlier; the same instant is settled by their ids, so that both sides agree. */
export type Began = { readonly id: string; readonly at: number };
export function beganEarlier(a: Began, b: Began): boolean {
  return a.at === b.at ? a.id < b.id : a.at < b.at;
}

/**
 * Where a page begins. First all messages in the order of their arrival, so that those of one instant keep it, as they
 * are from rev `asOf` on; then, where `asOf` is null, what has changed since, in the order of the changes.
 */
export type HandCursor = { readonly asOf: number | null; readonly rev: number; readonly seq: number };

/** A page of the other conversation's messages. */
export type HandedMessages = {
  readonly from: string;
  readonly messages: readonly StoredMessage[];
  /** Where the next page begins. */
  readonly cursor: HandCursor;
  readonly more: boolean;
};

/** Everything else, given when the other has become a signpost: nothing of it changes any more. */
export type HandedRest = {
  readonly from: string;
  readonly state: State;
  readonly outbox: readonly OutboxRow[];
  readonly parked: readonly Parked[];
  readonly commands: readonly string[];
  readonly files: readonly FileJob[];
  readonly panel: Panel;
};

/** Lines are numbered by their own conversation. */
function idHere(from: string, message: StoredMessage): string {
  return message.id.startsWith('line-') ? `${from}:${message.id}` : message.id;
}

/** Another conversation is found to be of the same customer. */
export function wantJoin(change: Change, other: string): void {
  const { joins } = change.state;
  if (other !== change.head.id && !joins.includes(other)) change.setState({ joins: [...joins, other] });
}

/** How far it came by what either of the two knows. */
function furthest(theirs: Delivery, here: Delivery): Delivery {
  const { times, failure } = here;
  const told = deliverySteps.flatMap((state) => {
    const at = times[state];
    return at === undefined ? [] : [{ state, at }];
  });
  const all = told.reduce<Delivery>(advance, theirs);
  return failure && times.failed !== undefined
    ? advance(all, { state: 'failed', at: times.failed, failure })
    : all;
}

/** Everybody's latest reaction of both. */
function allReactions(theirs: readonly Reaction[], here: readonly Reaction[]): readonly Reaction[] {
  const isLater = (one: Reaction, other: Reaction): boolean => one.from === other.from && one.at > other.at;
  const kept = here.filter((one) => !theirs.some((other) => other.from === one.from && !isLater(one, other)));
  return [...theirs.filter((one) => !kept.some(({ from }) => from === one.from)), ...kept];
}

/** A copy that was taken in before, and what their owner says of it now: what reached only the copy is not lost. */
function merged(here: StoredMessage, theirs: StoredMessage): StoredMessage {
  const hasMoreEdits = (here.edits?.length ?? 0) > (theirs.edits?.length ?? 0);
  const isAmended = here.content.kind === 'unsent' || (theirs.content.kind !== 'unsent' && hasMoreEdits);
  const reactions = allReactions(theirs.reactions ?? [], here.reactions ?? []);
  const delivery = theirs.delivery && here.delivery && furthest(theirs.delivery, here.delivery);
  const metaId = theirs.metaId ?? here.metaId;
  return {
    ...(isAmended ? here : theirs),
    ...(reactions.length > 0 && { reactions }),
    ...(delivery && { delivery }),
    ...(metaId !== undefined && { metaId }),
  };
}

/** Messages by Meta's id, repeatable: what is here already is brought up to date. They keep the order of their arrival. */
export function absorbMessages(change: Change, { from, messages }: HandedMessages): void {
  for (const theirs of [...messages].sort((a, b) => a.seq - b.seq)) {
    const id = idHere(from, theirs);
    const known = change.message(id) ?? (theirs.metaId === undefined ? null : change.byMetaId(theirs.metaId));
    const message = { ...theirs, id, home: theirs.home ?? from };
    if (!known) {
      change.add(message);
      continue;
    }
    // Whatever stands here under this id from elsewhere stays.
    if (known.home !== message.home) continue;
    const { rev, seq } = known;
    const now = merged(known, { ...message, rev, seq });
    if (JSON.stringify(now) !== JSON.stringify(known)) change.put(now);
  }
}

function absorbHead(change: Change, state: State): void {
  const { head } = state;
  learnNames(change, state.names);
  learnProfile(change, {
    ...(change.state.profileName === '' && state.profileName && { name: state.profileName }),
    ...(change.head.username === undefined && head.username && { username: head.username }),
  });
  if (state.closedAt !== null) closeByMeta(change, state.closedAt);
  if (head.openedAt !== null) openWindow(change, head.openedAt);
  if ((state.freeEntryOfferedUntil ?? 0) > (change.state.freeEntryOfferedUntil ?? 0)) {
    change.setState({ freeEntryOfferedUntil: state.freeEntryOfferedUntil });
  }
  if ((head.freeEntryUntil ?? 0) > (change.head.freeEntryUntil ?? 0)) {
    change.setHead({ freeEntryUntil: head.freeEntryUntil });
    change.setState({ freeEntry: state.freeEntry, freeEntryToldAt: state.freeEntryToldAt });
  }
  if (head.optedOut) change.setMark('optedOut', true);
  if (head.blocked) change.setFacts({ blocked: true });
  change.setHead({
    assignee: change.head.assignee ?? head.assignee,
    archived: change.head.archived && head.archived,
  });
  joinFacts(change, state);
  comeBackWith(change, state.answered);
  // Their messages brought these along, but for what was taken back since.
  change.setFacts({
    templates: latest(head.templates, change.head.templates ?? []),
    ads: latest(head.ads, change.head.ads ?? []),
  });
  if (head.unread > 0) change.setUnread([...change.state.unreadRuns, [change.rev, head.unread]]);
}

/** What was kept of either is kept; of one detail ours stays. Leads are joined by rules of their own. */
function absorbPanel(change: Change, theirs: Panel): void {
  const { details, notes, followUps } = change.panel;
  if (JSON.stringify(theirs) === JSON.stringify(blankPanel)) return;
  change.setPanel({
    details: { ...theirs.details, ...details },
    notes: [...notes, ...theirs.notes].sort((a, b) => b.at - a.at),
  });
  showDetails(change);
  if (theirs.followUps.length > 0) setFollowUps(change, [...followUps, ...theirs.followUps]);
}

/** What waited there waits here, in one commit with the end of the join. */
export function absorbRest(change: Change, rest: HandedRest): void {
  const { from, state, outbox, parked, commands, files } = rest;
  const { id } = change.head;
  absorbHead(change, state);
  absorbPanel(change, rest.panel);
  joinLeads(change, from, rest);
  const rows = outbox.flatMap((row) => {
    const message = change.message(row.messageId);
    return message?.delivery?.state === 'queued' ? [{ row, seq: message.seq }] : [];
  });
  // They may have arrived here in another order than they leave in.
  const places = rows.map(({ seq }) => seq).sort((a, b) => a - b);
  rows.forEach(({ row, seq }, index) => change.queue.push({ ...row, seq: places[index] ?? seq }));
  for (const one of parked) settle(change, one);
  change.commands.push(...commands);
  for (const file of files) change.fetch.push(file);
  change.setState({
    strays: change.state.strays + state.strays,
    markRead: change.state.markRead ?? state.markRead,
    scheduled: [...change.state.scheduled, ...state.scheduled],
    notices: [...change.state.notices, ...state.notices.map((one) => ({ ...one, conversationId: id }))],
    seeking: change.state.seeking === 'not yet' ? state.seeking : change.state.seeking,
    joins: change.state.joins.filter((id) => id !== from),
  });
  change.line({ what: 'joined', messages: state.seq }, undefined);
}
