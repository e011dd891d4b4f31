/** Sends that wait for a time of their own. Pure. */
import { contentOf } from '#domain/content-of.ts';
import type { CommandBody } from '#domain/command.ts';
import { refuseDraft } from '#domain/limits.ts';
import type { Actor } from '#domain/permission.ts';
import { sentenceOf, type Refusal } from '#domain/refusal.ts';
import { judgeError } from '../channels/errors.ts';
import type { Change } from './change.ts';
import { may, mayLeave, personOf, quotedBy, send, takeByReplying, type Asking } from './decide-send.ts';
import type { Scheduled } from './state.ts';

type Send = Extract<CommandBody, { type: 'send' }>;
type Reschedule = Extract<CommandBody, { type: 'reschedule' }>;

/** As many as one conversation may hold: they lie in its state. */
const mostScheduled = 20;

/** Asked as things stand, for the time at which it will leave; that the customer may write meanwhile is no promise. */
export function schedule(
  change: Change,
  { actor, account }: Asking,
  command: Send & { readonly sendAt: number },
): Refusal | null {
  const { sendAt, ...asked } = command;
  const refusal = may(change, actor, 'conversation.reply') ?? refuseDraft(change.head.channel, asked.draft);
  if (refusal) return refusal;
  const allowed = mayLeave(change, { ...asked, by: 'automation' }, { account, at: sendAt });
  if ('code' in allowed) return allowed;
  const quoted = quotedBy(change, asked.quotes);
  if (quoted && 'code' in quoted) return quoted;
  const { scheduled } = change.state;
  if (scheduled.length >= mostScheduled) return { code: 'too-many-scheduled', limit: mostScheduled };
  takeByReplying(change, personOf(actor));
  change.setState({ scheduled: [...scheduled, { actor, command: asked, dueAt: sendAt }] });
  return null;
}

/** Whoever may reply may also take one back, until it leaves. */
export function unschedule(change: Change, actor: Actor, sendId: string): Refusal | null {
  const refusal = may(change, actor, 'conversation.reply');
  if (refusal) return refusal;
  const left = change.state.scheduled.filter(({ command }) => command.clientId !== sendId);
  if (left.length === change.state.scheduled.length) return { code: 'message-not-found' };
  change.setState({ scheduled: left });
  return null;
}

/** Another time for one, asked as of that time; or it leaves now, and whoever asks that sends it. */
export function reschedule(
  change: Change,
  asking: Asking,
  { sendId, sendAt }: Pick<Reschedule, 'sendId' | 'sendAt'>,
): Refusal | null {
  const refusal = may(change, asking.actor, 'conversation.reply');
  if (refusal) return refusal;
  const { scheduled } = change.state;
  const due = scheduled.find(({ command }) => command.clientId === sendId);
  if (!due) return { code: 'message-not-found' };
  const others = scheduled.filter((one) => one !== due);
  if (sendAt === null || sendAt <= change.now) {
    change.setState({ scheduled: others });
    return send(change, asking, due.command);
  }
  const { account } = asking;
  const allowed = mayLeave(change, { ...due.command, by: 'automation' }, { account, at: sendAt });
  if ('code' in allowed) return allowed;
  change.setState({ scheduled: [...others, { ...due, dueAt: sendAt }] });
  return null;
}

/** To those who read the timeline the conversation is there: what stands in the way is who answers it now. */
function plainly(change: Change, refusal: Refusal): Refusal {
  const { assignee } = change.head;
  return refusal.code === 'conversation-not-found' && assignee
    ? { code: 'assigned-to-other', name: assignee.name }
    : refusal;
}

/** It stays in the timeline as failed, with the reason and its author, who may send it again by hand. */
function fail(change: Change, { actor, command }: Scheduled, refusal: Refusal): void {
  const { code } = refusal;
  const { kind } = judgeError(change.head.channel, { code, title: '', details: '' });
  const failure = { kind, code, title: '', details: '', sentence: sentenceOf(refusal) };
  const failed = change.add({
    id: command.clientId,
    at: change.now,
    direction: 'out',
    by: personOf(actor),
    content: contentOf(command.draft),
    draft: command.draft,
    delivery: { state: 'failed', times: { failed: change.now }, failure },
  });
  change.notifyFailed(failed);
}

/**
 * Its time has come: the rules are asked again, as of a rule and not of a person, so never under the Human Agent rule
 * . `gone`: its author is not on the team any more.
 */
export function decideScheduled(
  change: Change,
  due: Scheduled,
  { account, gone }: Pick<Asking, 'account'> & { readonly gone: boolean },
): void {
  const { actor, command } = due;
  const { scheduled } = change.state;
  if (!scheduled.some((one) => one.command.clientId === command.clientId)) return;
  change.setState({ scheduled: scheduled.filter((one) => one.command.clientId !== command.clientId) });
  const refusal: Refusal | null = gone
    ? { code: 'person-may-not-answer', name: actor.name }
    : send(change, { actor, account }, { ...command, by: 'automation' });
  if (refusal) fail(change, due, plainly(change, refusal));
}
