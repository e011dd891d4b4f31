/** The words of the filter panel, of the dialog of a view and of what a search found. They come with those. */
import { en } from './en.ts';
import { speaker } from './t.ts';

export const findingWords = {
  'filter.title': 'Filter',
  'filter.close': 'Close the filters',
  'filter.chosen': { one: '{n} chosen', other: '{n} chosen' },
  'filter.find': 'Find in {field}',
  'filter.find-none': 'Nothing by that name',
  'filter.date-from': 'From',
  'filter.date-to': 'To',
  'filter.add': 'Add',
  'filter.remove-value': 'Remove {value}',
  'filter.template-name': 'Template name',
  'filter.ad-id': 'Ad id',
  'filter.attribute-any': 'Any value',
  'views.name': 'Name',
  'views.share-hint': 'Everybody in the team sees it. “Me” stays each person’s own.',
  'views.save-submit': 'Save',
  'views.cancel': 'Cancel',
  'views.close': 'Close',
  'search.meaning': 'Only',
  'search.unknown': {
    one: '{words} is not understood. Check the spelling, or take it out.',
    other: '{words} are not understood. Check the spelling, or take them out.',
  },
  'search.results': 'What was found',
  'search.busy': 'Searching…',
  'search.failed': 'The search did not work. {sentence}',
  'search.none': 'Nothing found',
  'search.none-hint': 'Try fewer letters, a part of the phone number, or another word of the message.',
  'search.found': { one: '{n} result', other: '{n} results' },
  'search.found-more': 'More than {n} results',
  'search.contacts': 'Contacts',
  'search.conversations': 'Conversations',
  'search.messages': 'Messages',
  'search.more-contacts': 'Show more contacts',
  'search.more-conversations': 'Show more conversations',
  'search.more-messages': 'Show more messages',
  'search.count-more': '{n}+',
} as const;

export const t = speaker({ ...en, ...findingWords });
