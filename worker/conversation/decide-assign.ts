/**
 * Whose a conversation becomes by itself (product, section 6). What may need somebody is noted in the commit that brings it;
 * the choice is made behind it (assigner.ts) and comes back here, where it gives way to whatever people did meanwhile. Pure.
 */
import type { AssignedBy } from '#domain/assigning.ts';
import type { Chosen, Sought } from '../assigning/choice.ts';
import type { Change } from './change.ts';
import type { Seeking, State } from './state.ts';

type Why = Exclude<Seeking, string>['why'];

/** Somebody is to be found for it, or whoever has it to be looked after. */
export function seek(change: Change, why: Why): void {
  change.setState({ seeking: { why, since: change.now, offered: false } });
}

/** The customer speaks for the first time. */
export function seekFirst(change: Change): void {
  if (change.state.seeking === 'not yet') seek(change, 'new');
}

/** A person decided whose it is, or put it away. A new one is still to get the group of its account. */
export function seekNobody(change: Change): void {
  const { state, head } = change;
  if (typeof state.seeking === 'string') return;
  if (state.seeking.why === 'new' && head.groupId === null && !head.archived) return;
  change.setState({ seeking: 'not' });
}

/** What is to be asked now; null: nothing. Of one without a group, that of its account is asked. */
export function soughtOf({ seeking, head }: State): Sought | null {
  if (typeof seeking === 'string' || seeking.offered || head.archived) return null;
  const { why, since } = seeking;
  const lacksGroup = why === 'new' && head.groupId === null;
  if (head.assignee !== null && why !== 'reopened' && !lacksGroup) return null;
  const { id: conversationId, groupId, assignee } = head;
  return { conversationId, groupId, assigneeId: assignee?.id ?? null, since };
}

function setGroup(change: Change, { group }: Chosen): void {
  if (change.head.groupId !== null || !group) return;
  change.setHead({ groupId: group.id });
  change.setState({ groupName: group.name });
  change.line({ what: 'grouped', to: group.name, rule: 'account' }, undefined);
}

function ruleOf({ assigning, group }: Chosen): AssignedBy | null {
  return assigning === 'off' || !group ? null : { assigning, group: group.name };
}

function setAssignee(change: Change, chosen: Chosen): void {
  const { assignee } = change.head;
  const { to } = chosen;
  const rule = ruleOf(chosen);
  if (to && rule) {
    change.setHead({ assignee: to });
    change.line({ what: 'assigned', to, rule }, undefined);
    change.notify({ personId: to.id, kind: 'assigned', text: '' });
    if (assignee && chosen.assignee !== 'gone')
      change.notify({ personId: assignee.id, kind: 'handed', text: '' });
    return;
  }
  if (!assignee || chosen.assignee !== 'gone') return;
  change.setHead({ assignee: null });
  change.line({ what: 'released', from: assignee, rule: 'gone' }, undefined);
}

/** Whether the answer to `asked` changes nothing that anybody sees, and nothing is left to ask. */
export function isQuiet({ head }: State, asked: Sought, chosen: Chosen): boolean {
  const { to, waits, group, assignee } = chosen;
  const isNews = to !== null || waits || assignee === 'gone' || (group !== null && head.groupId === null);
  return !isNews && head.groupId === asked.groupId;
}

/** The answer to `asked`. What people did since stands: then it changes nothing, or will be asked anew. */
export function decideChosen(change: Change, asked: Sought, chosen: Chosen): void {
  const { seeking } = change.state;
  if (typeof seeking === 'string' || seeking.offered) return;
  const { groupId, assignee } = change.head;
  // Another group was set by hand: that one is asked.
  if (groupId !== asked.groupId && soughtOf(change.state)) return;
  setGroup(change, chosen);
  if ((assignee?.id ?? null) === asked.assigneeId) setAssignee(change, chosen);
  const waits = chosen.waits && change.head.assignee === null;
  change.setState({ seeking: waits ? { ...seeking, offered: true } : 'not' });
}
