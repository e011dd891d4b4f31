/** The words of the palette of commands. They come with it, and bring those of the deeds and of the keys. */
import { deedsWords } from './deeds.ts';
import { en } from './en.ts';
import { helpWords } from './help.ts';
import { speaker } from './t.ts';

const paletteWords = {
  'palette.label': 'Go to a conversation, or do something',
  'palette.box': 'A conversation, or what to do…',
  'palette.list': 'What can be chosen',
  'palette.recent': 'Last used',
  'palette.conversations': 'Conversations',
  'palette.this': 'This conversation',
  'palette.this-of': '{name}',
  'palette.go': 'Go to',
  'palette.preferences': 'Preferences',
  'palette.nothing': 'Nothing is called so.',
  'palette.searching': 'Searching…',
  'palette.found': { one: '{n} choice', other: '{n} choices' },
  'palette.hint-choose': 'choose',
  'palette.hint-run': 'go',
  'palette.hint-close': 'close',
  'palette.reply': 'Reply',
  'palette.comment': 'Comment for your team',
  'palette.within': 'Search in this conversation',
  'palette.date': 'Go to a date…',
  'palette.templates': 'Send a template',
  'palette.quick': 'Quick replies',
  'palette.panel': 'Contact panel',
  'palette.close': 'Close this conversation',
  'palette.search': 'Search everywhere',
  'palette.chat': 'Chat',
  'palette.follow-ups': 'Follow-ups',
  'palette.letters': 'What Meta sent',
  'palette.import': 'Import contacts',
  'palette.export': 'Export this list as CSV',
  'palette.undo': 'Take back what was done last',
  'palette.theme': 'Theme: {name}',
  'palette.text': 'Text size: {name}',
  'palette.letters-on': 'Switch single-letter keys on',
  'palette.letters-off': 'Switch single-letter keys off',
  'palette.enter-sends': 'Enter sends',
  'palette.enter-breaks': 'Enter begins a new line',
} as const;

const all = { ...en, ...deedsWords, ...helpWords, ...paletteWords };
export type PaletteKey = keyof typeof all;
export const t = speaker(all);
