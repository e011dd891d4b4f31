/** The words of the head of a conversation, and of its composer whatever its state. They come with those. */
import { en } from './en.ts';
import { speaker } from './t.ts';

export const statesWords = {
  'header.about': '{channel} · {account}',
  'header.archive': 'Archive',
  'header.reopen': 'Reopen',
  'header.free': 'FEP 72h · {left}',
  'header.free-text': 'Messages are free until {time}, whoever writes first',
  'header.free-template': 'Templates are free until {time}; free text needs the 24-hour window',
  'header.group': 'Group',
  'header.panel': 'Contact panel',
  'header.archived': 'Archived',
  'header.blocked': 'Blocked',
  'header.more': 'More about this conversation',
  'header.block': 'Block',
  'header.is-blocked': '{name} is blocked. Nothing goes to them.',
  'header.is-unblocked': '{name} is not blocked any more.',
  'header.date': 'Go to a date',
  'header.within': 'Search in this conversation',
  'header.assignee': 'Assigned to {name}. Change',
  'header.nobody': 'Unassigned. Assign',
  'header.team': 'Group: {name}. Change',
  'header.no-team': 'No group',
  'header.no-team-label': 'No group. Choose one',
  'header.lead': 'Lead status: {name}. Change',
  'header.no-lead': 'No lead',
  'header.no-lead-label': 'No lead. Choose a status',
  'header.gone': 'No longer there',
  'header.closes': 'The window closes at {time}',
  'header.closed': 'The window closed at {time}',
  'header.not-opened': 'The window was not opened yet',
  'header.text': 'Text size',
  'header.text-now': 'Text size, {percent} now',
  'header.text-smaller': 'Smaller',
  'header.text-normal': 'Normal',
  'header.text-larger': 'Larger',
  'announce.window': 'The window closes in {left}.',
  'announce.window-closed': 'The window is closed.',

  'kept.title': 'What you wrote here is kept on this device:',

  'leads.title': 'Lead history',
  'leads.close': 'Close',
  'leads.none': 'No lead status was set here yet.',
  'leads.loading': 'One moment…',
  'leads.closed': 'No lead',
  'leads.by-itself': 'By itself',

  'banner.not-connected': 'Nothing can be sent until an admin connects it again.',
  'banner.lift': 'Lift the block',
  'busy.upload': {
    one: 'Uploading {n} file, {percent} % done',
    other: 'Uploading {n} files, {percent} % done',
  },
  'busy.recording': 'Recording a voice note',
  'replying.one': '{name} is replying…',
  'replying.many': '{names} are replying…',
} as const;

export const t = speaker({ ...en, ...statesWords });
