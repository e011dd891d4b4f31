/** Reactions, edits and unsends: what changes a message that is here already. Pure. */
import type { Content } from '#domain/content.ts';
import type { Reaction } from '#domain/message.ts';
import { eventTime } from '#domain/window.ts';
import type { EditEvent, ReactionEvent, UnsendEvent } from '../channels/channel.ts';
import type { Change } from './change.ts';
import type { StoredMessage } from './state.ts';

export type Amendment = ReactionEvent | EditEvent | UnsendEvent;

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

/** The words of a content that are replaced by an edit; files and places stay. */
function reworded(old: Content, edited: Content): Content {
  const onlyWords = edited.kind === 'text' || edited.kind === old.kind;
  return onlyWords && old.kind !== 'text' && old.kind !== 'unsupported' && old.kind !== 'unsent'
    ? ({ ...old, text: edited.text } as Content)
    : edited;
}

const isOwn = (message: StoredMessage, from: 'customer' | 'business'): boolean =>
  message.direction === (from === 'customer' ? 'in' : 'out');

/** Changes the original in place; what it said before stays, in the order of time. */
function edit(change: Change, message: StoredMessage, event: EditEvent): void {
  const { content } = message;
  const at = eventTime(event.at, change.now);
  const key = event.id || `${event.number ?? ''}:${at}:${event.content.text}`;
  if (message.edits?.includes(key) || !isOwn(message, event.from)) return;
  if (content.kind === 'line' || content.kind === 'comment' || content.kind === 'unsent') return;
  const edits = [...(message.edits ?? []), key];
  const before = message.edited?.before ?? [];
  const since = message.edited?.at ?? message.at;
  if (message.edited && at < since) {
    const late = [...before, { at, text: event.content.text }].sort((a, b) => a.at - b.at);
    return change.put({ ...message, edits, edited: { at: since, before: late } });
  }
  const edited = { at, before: [...before, { at: since, text: content.text }] };
  change.put({ ...message, edits, edited, content: reworded(content, event.content) });
}

/** Its text goes from the screen; it is kept aside only as long as retention says. */
function unsend(change: Change, message: StoredMessage, event: UnsendEvent): void {
  const { content } = message;
  if (content.kind === 'line' || content.kind === 'comment' || content.kind === 'unsent') return;
  if (!isOwn(message, event.from)) return;
  const { edited: _edited, referral: _referral, story: _story, ...rest } = message;
  change.put({ ...rest, content: { kind: 'unsent', text: '' }, removed: content });
  if (content.kind !== 'files') return;
  content.files.forEach((_file, index) => {
    change.unfetch.push({ messageId: message.id, source: { slot: String(index) } });
  });
}

/** Applies it to its message. */
export function amend(change: Change, message: StoredMessage, event: Amendment): void {
  switch (event.type) {
    case 'reaction': {
      const at = eventTime(event.at, change.now);
      return react(change, message, { emoji: event.emoji, from: event.from, at });
    }
    case 'edit':
      return edit(change, message, event);
    case 'unsend':
      return unsend(change, message, event);
  }
}
