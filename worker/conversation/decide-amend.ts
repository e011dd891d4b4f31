/** Reactions, edits and unsends: what changes a message that is here already. Pure. */
import type { Content } from '#domain/content.ts';
import type { Reaction } from '#domain/message.ts';
import { eventTime } from '#domain/window.ts';
import type { EditEvent, ReactionEvent, UnsendEvent } from '../channels/channel.ts';
import type { Change } from './change.ts';
import type { Edition, Parked, StoredMessage } from './state.ts';

/** An amendment and when it arrived: the time of what Meta gives no time for. */
export type Amendment = Extract<
  Parked,
  { reaction: ReactionEvent } | { edit: EditEvent } | { unsend: UnsendEvent }
>;

/** Ids of reactions that a message remembers. */
const rememberedReactions = 20;

/** Puts somebody's reaction on a message: a new one replaces, '' removes; the latest by time counts. */
export function react(change: Change, message: StoredMessage, reaction: Reaction): void {
  const all = message.reactions ?? [];
  const known = all.find(({ from }) => from === reaction.from);
  if (known && (known.at > reaction.at || sameReaction(known, reaction))) return;
  // A removal stays as an empty one, so that an older reaction that comes late does not stand up again.
  const others = all.filter(({ from }) => from !== reaction.from);
  change.put({ ...message, reactions: [...others, reaction] });
}

function sameReaction(a: Reaction, b: Reaction): boolean {
  return a.at === b.at && a.emoji === b.emoji && a.sentence === b.sentence;
}

/** A reaction of ours that Meta did not take goes from its message again, with the reason; what it replaced stands again. */
export function takeBack(change: Change, { act, by }: StoredMessage, sentence: string): void {
  const target = act && change.message(act.target);
  if (!target) return;
  const ours = target.reactions?.find(({ from }) => from === 'business');
  if (ours?.emoji !== act.emoji) return;
  const before = act.before ?? { emoji: '', from: 'business', ...(by && { by }) };
  react(change, target, { ...before, at: change.now, sentence });
}

type Told<T> = Extract<Amendment, T>;

function reactAsTold(
  change: Change,
  message: StoredMessage,
  { reaction: told, arrivedAt }: Told<{ reaction: ReactionEvent }>,
): void {
  const { id, emoji, from } = told;
  const at = eventTime(told.at, arrivedAt);
  const ids = message.reacted ?? [];
  if (ids.includes(id)) return;
  // Without a time of Meta's a repeat looks like a later one.
  const isRepeat =
    at !== told.at && message.reactions?.some((one) => one.from === from && one.emoji === emoji);
  if (isRepeat) return;
  const reacted = id === '' ? ids : [...ids, id].slice(-rememberedReactions);
  react(change, { ...message, ...(reacted.length > 0 && { reacted }) }, { emoji, from, at });
}

/** The words of a content that are replaced by an edit; files and places stay. */
function reworded(old: Content, edited: Content): Content {
  const onlyWords = edited.kind === 'text' || edited.kind === old.kind;
  return onlyWords && old.kind !== 'text' && old.kind !== 'unsupported' && old.kind !== 'unsent'
    ? { ...old, text: edited.text }
    : edited;
}

const isOwn = (message: StoredMessage, from: 'customer' | 'business'): boolean =>
  message.direction === (from === 'customer' ? 'in' : 'out');

/** The order in which edits count: by Meta's number where it gives one, else by time. */
function compareEditions(a: Edition, b: Edition): number {
  const counted = a.number !== undefined && b.number !== undefined ? a.number - b.number : 0;
  return counted || a.at - b.at || (a.key < b.key ? -1 : 1);
}

function editionOf(event: EditEvent, arrivedAt: number): Edition {
  const { id, number, content } = event;
  const key = id || (number === undefined ? `${event.at}:${content.text}` : `#${number}`);
  return { key, at: eventTime(event.at, arrivedAt), ...(number !== undefined && { number }), content };
}

/** Changes the original in place; what it said before stays, in the order of the edits. */
function edit(
  change: Change,
  message: StoredMessage,
  { edit: event, arrivedAt }: Told<{ edit: EditEvent }>,
): void {
  const { content } = message;
  if (!isOwn(message, event.from)) return;
  if (content.kind === 'line' || content.kind === 'comment' || content.kind === 'unsent') return;
  const edition = editionOf(event, arrivedAt);
  const known = message.edits ?? [];
  if (known.some(({ key }) => key === edition.key)) return;
  const edits = [...known, edition].sort(compareEditions);
  const last = edits.at(-1) ?? edition;
  const original = message.edited?.before[0] ?? { at: message.at, text: content.text };
  const earlier = edits.slice(0, -1).map((one) => ({ at: one.at, text: one.content.text }));
  const edited = { at: last.at, before: [original, ...earlier] };
  change.put({ ...message, edits, edited, content: reworded(content, last.content) });
}

/** Its text goes from the screen; it is kept aside only as long as retention says. */
function unsend(change: Change, message: StoredMessage, event: UnsendEvent): void {
  const { content } = message;
  if (content.kind === 'line' || content.kind === 'comment' || content.kind === 'unsent') return;
  if (!isOwn(message, event.from)) return;
  const { edited: _edited, edits: _edits, referral: _referral, story: _story, ...rest } = message;
  change.put({ ...rest, content: { kind: 'unsent', text: '' }, removed: content });
  const files = content.kind === 'files' ? content.files.map((_file, index) => String(index)) : [];
  for (const slot of ['ad', ...files]) change.unfetch.push({ messageId: message.id, source: { slot } });
}

/** Applies it to its message. */
export function amend(change: Change, message: StoredMessage, amendment: Amendment): void {
  if ('reaction' in amendment) return reactAsTold(change, message, amendment);
  if ('edit' in amendment) return edit(change, message, amendment);
  unsend(change, message, amendment.unsend);
}
