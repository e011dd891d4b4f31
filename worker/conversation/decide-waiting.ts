/** Who waits for an answer, since when, and what became of ours: follows from every message that comes or changes. Pure. */
import { compareMessages } from '#domain/message.ts';
import type { Change } from './change.ts';
import { openLead } from './decide-lead.ts';
import type { Answered, StoredMessage } from './state.ts';

/** What a message of ours covers is at most so far ahead of its own time: no time of Meta's is believed beyond. */
const mostAhead = 5 * 60 * 1000;
/** Names of templates and ads that a row remembers. */
const mostRemembered = 30;

/** Where nobody has answered anything yet. */
export const nothingAnswered: Answered = { upTo: 0, seq: 0, reopenedAt: null };

/** Whether the customer wants an answer to it: what they said, tapped or called, not what they took back. */
export function asks({ direction, content, silent }: StoredMessage): boolean {
  if (content.kind === 'line') {
    return content.what === 'call' && content.from === 'customer' && content.state === 'ringing';
  }
  return direction === 'in' && silent !== true && content.kind !== 'unsent';
}

/** Up to when a message of ours answers (ms), if it is an answer. */
function reach({ at, covers = 0 }: StoredMessage): number {
  return Math.max(at, covers);
}

/** What failed or was taken back is no answer: the customer has nothing of it. */
function isAnswer({ direction, content, delivery }: StoredMessage): boolean {
  return direction === 'out' && content.kind !== 'unsent' && delivery?.state !== 'failed';
}

function hasFailed({ content, delivery }: StoredMessage): boolean {
  return content.kind !== 'unsent' && delivery?.state === 'failed';
}

function firstAsked(change: Change, after: number): number | undefined {
  for (const message of change.later(after)) if (asks(message)) return message.at;
  return undefined;
}

/** Everything of the customer's up to `upTo` (ms) is answered, and nothing after it. */
function answerUpTo(change: Change, answered: Answered, upTo: number): void {
  const { waitingSince } = change.head;
  const reopened = answered.reopenedAt !== null && upTo < answered.reopenedAt;
  const isRaised = upTo >= answered.upTo;
  change.setState({ answered: { ...answered, upTo } });
  // An answer makes nobody wait: only what waited already is looked at again.
  const stays = isRaised && (waitingSince === undefined || waitingSince > upTo);
  change.setFacts({
    waitingSince: stays ? waitingSince : firstAsked(change, upTo),
    reopened: reopened || undefined,
  });
}

/** The latest time up to which any of our messages answers (ms). */
function answeredUpTo(change: Change): number {
  let upTo = 0;
  for (const message of change.outgoing(Number.MAX_SAFE_INTEGER)) {
    if (upTo > message.at + mostAhead) break;
    if (isAnswer(message)) upTo = Math.max(upTo, reach(message));
  }
  return upTo;
}

function followOurs(change: Change, message: StoredMessage, before: Answered): void {
  const { at, seq } = message;
  const newest = { at: change.head.answeredAt ?? 0, seq: before.seq };
  const isNewest = compareMessages(newest, message) <= 0;
  const answered = isNewest ? { ...before, seq } : before;
  if (isNewest) {
    change.setState({ answered });
    change.setFacts({ answeredAt: at, failed: hasFailed(message) || undefined });
  }
  const upTo = reach(message);
  if (isAnswer(message) && upTo > answered.upTo) answerUpTo(change, answered, upTo);
  // It counted as the answer until now.
  if (!isAnswer(message) && upTo === answered.upTo) answerUpTo(change, answered, answeredUpTo(change));
}

/** A message that came or changed, ours or the customer's; it stands in `change` already. */
export function follow(change: Change, message: StoredMessage): void {
  const { answered } = change.state;
  if (answered === null) return;
  if (message.direction === 'out') return followOurs(change, message, answered);
  const { at } = message;
  const { waitingSince } = change.head;
  if (asks(message)) {
    const isFirst = at > answered.upTo && (waitingSince === undefined || at < waitingSince);
    if (isFirst) change.setFacts({ waitingSince: at });
  } else if (message.content.kind === 'unsent' && at === waitingSince) {
    change.setFacts({ waitingSince: firstAsked(change, answered.upTo) });
  }
}

/** The customer brought it back from the archive with what they did at `at` (ms); the next answer of ours ends that. */
export function comeBack(change: Change, at: number): void {
  const { answered } = change.state;
  if (answered === null) return;
  // What they wrote may be older than answers that are here: those did not answer this.
  change.setState({ answered: { ...answered, reopenedAt: Math.max(at, answered.upTo + 1) } });
  change.setFacts({ reopened: true });
}

/** It goes to the archive, or somebody fetched it from there: it did not come back by itself. */
export function goAway(change: Change): void {
  const { answered } = change.state;
  if (answered === null || answered.reopenedAt === null) return;
  change.setState({ answered: { ...answered, reopenedAt: null } });
  change.setFacts({ reopened: undefined });
}

/** Of two conversations that become one: the later coming back counts. Their messages are here already. */
export function comeBackWith(change: Change, theirs: Answered | null): void {
  const { answered } = change.state;
  if (answered === null) return;
  const reopenedAt = Math.max(answered.reopenedAt ?? 0, theirs?.reopenedAt ?? 0) || null;
  change.setState({ answered: { ...answered, reopenedAt } });
  change.setFacts({ reopened: (reopenedAt !== null && answered.upTo < reopenedAt) || undefined });
}

/** The newest `mostRemembered` of names, each once; the latest stands last. */
export function latest(known: readonly string[] | undefined, names: readonly string[]): string[] | undefined {
  const all = [...(known ?? []).filter((name) => !names.includes(name)), ...new Set(names)];
  return all.length > 0 ? all.slice(-mostRemembered) : undefined;
}

/** What the row tells of a new message for good: its template, the ad that it came from. */
export function remember(change: Change, { direction, content, referral }: StoredMessage): void {
  if (direction === 'out' && content.kind === 'template') {
    change.setFacts({ templates: latest(change.head.templates, [content.name]) });
  }
  const told = content.kind === 'line' && content.what === 'referred' ? content.referral : referral;
  if (told?.adId) change.setFacts({ ads: latest(change.head.ads, [told.adId]) });
}

/** A state of an older release counted nothing: everything that it holds is gone through once. */
export function countAll(change: Change): void {
  if (change.state.answered !== null || !change.begun) return;
  change.setState({ answered: nothingAnswered });
  for (const message of change.outgoing(Number.MAX_SAFE_INTEGER)) follow(change, message);
  let askedAt: number | null = null;
  for (const message of change.later(-1)) {
    if (message.direction !== 'out') follow(change, message);
    remember(change, message);
    if (askedAt === null && asks(message)) askedAt = message.at;
  }
  if (askedAt === null || change.state.leadFinal !== null) return;
  openLead(change, { source: 'organic' }, askedAt);
}
