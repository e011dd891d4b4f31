/** The words of the search inside a conversation. They come with it. */
import { en } from './en.ts';
import { speaker } from './t.ts';

const withinWords = {
  'within.label': 'Search in this conversation',
  'within.box': 'Search in this conversation',
  'within.place': '{n} of {total}',
  'within.place-many': '{n} of more than {total}',
  'within.nothing': 'Nothing found',
  'within.busy': 'Searching…',
  'within.older': 'Older hit',
  'within.newer': 'Newer hit',
  'within.close': 'Close the search',
} as const;

export const t = speaker({ ...en, ...withinWords });
