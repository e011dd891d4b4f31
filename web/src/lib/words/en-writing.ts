/** The words of what comes up while one writes: suggestions, marks, emoji. They come with it. */
import { en } from './en.ts';
import { speaker } from './t.ts';

export const writingWords = {
  'suggest.found': { one: '{n} suggestion', other: '{n} suggestions' },
  'suggest.emoji': 'Emoji',
  'suggest.mention': 'People of your team',
  'suggest.quick': 'Quick replies',

  'format.label': 'Text marks',
  'format.bold': 'Bold',
  'format.italic': 'Italic',
  'format.strike': 'Strikethrough',
  'format.mono': 'Monospace',
  'format.sign-bold': 'B',
  'format.sign-italic': 'I',
  'format.sign-strike': 'S',
  'format.sign-mono': '</>',

  'emoji.label': 'Emoji',
  'emoji.search': 'Search emoji',
  'emoji.groups': 'Groups',
  'emoji.recent': 'Recent and often used',
  'emoji.smileys': 'Smileys',
  'emoji.people': 'People',
  'emoji.nature': 'Animals and nature',
  'emoji.food': 'Food and drink',
  'emoji.activities': 'Activities',
  'emoji.travel': 'Travel and places',
  'emoji.objects': 'Objects',
  'emoji.symbols': 'Symbols',
  'emoji.flags': 'Flags',
  'emoji.found': { one: '{n} emoji found', other: '{n} emoji found' },
  'emoji.none': 'No emoji of that name',
  'emoji.none-hint': 'Try another word: heart, thanks, box.',
  'emoji.tone': 'Skin tone',
  'emoji.tone-0': 'No skin tone',
  'emoji.tone-1': 'Light',
  'emoji.tone-2': 'Medium light',
  'emoji.tone-3': 'Medium',
  'emoji.tone-4': 'Medium dark',
  'emoji.tone-5': 'Dark',
  'emoji.hint': 'Hold Shift to take several',
} as const;

export const t = speaker({ ...en, ...writingWords });
