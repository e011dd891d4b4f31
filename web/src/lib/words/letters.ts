/** The words of the page of what Meta sent. */
import { en } from './en.ts';
import { speaker } from './t.ts';

export const lettersWords = {
  'letters.title': 'From Meta',
  'letters.intro': 'What Meta sent that concerns the place, not one conversation.',
  'letters.tabs': 'What to look at',
  'letters.not-understood': 'Not understood',
  'letters.account-events': 'Account events',
  'letters.empty': 'Everything was understood',
  'letters.empty-hint':
    'An event that Casement cannot read is kept here, with the reason, and can be tried again.',
  'letters.none': 'Nothing was reported',
  'letters.none-hint': 'News of templates, quality, limits and restrictions of your accounts appears here.',
  'letters.raw': 'What Meta sent',
  'letters.replay': 'Replay',
  'letters.replay-of': 'Replay the event of {time}',
  'letters.replayed': 'Read again. If it was understood now, it is in its conversation.',
  'letters.still': 'Still not understood: {reason}',
  'letters.not-kept': 'Too little was kept to try again.',
  'letters.unknown-channel': 'Unknown channel',
  'letters.cut': 'Only the beginning is kept.',
  'letters.delete': 'Delete',
  'letters.delete-of': 'Delete the event of {time}',
  'letters.delete-title': 'Delete this event?',
  'letters.delete-text': 'It was never understood and cannot be brought back.',
  'letters.keep': 'Keep it',
  'letters.more': 'Show older',
} as const;

export const t = speaker({ ...en, ...lettersWords });
