/** The words of the way to any day of a conversation. */
import { en } from './en.ts';
import { speaker } from './t.ts';

const dateJumpWords = {
  'date-jump.title': 'Go to a date',
  'date-jump.day': 'Go to a date',
  'date-jump.go': 'Go',
  'date-jump.first': 'First message',
  'date-jump.latest': 'Latest',
} as const;

export const t = speaker({ ...en, ...dateJumpWords });
