/** The words of the settings. They come with those pages. */
import { en } from './en.ts';
import { attributesWords } from './en-attributes.ts';
import { colourWords } from './en-colours.ts';
import { speaker } from './t.ts';

export const settingsWords = {
  'settings.title': 'Settings',
  'settings.pages': 'Pages of the settings',
  'settings.groups': 'Groups',
  'settings.tags': 'Tags',
  'settings.attributes': 'Attributes',
  'settings.team': 'Team',

  'groups.intro':
    'Teams that conversations belong to. A group can find somebody for its conversations by itself.',
  'groups.not-allowed': 'Groups are changed by admins. Ask one of them.',
  'groups.new': 'New group',
  'groups.list': 'All groups',
  'groups.none': 'No groups yet',
  'groups.none-hint':
    'Make one for every team that answers together, and let new conversations go to it by themselves.',
  'groups.choose': 'Choose a group to see who is in it and how it gives conversations.',
  'groups.people': { one: '{n} person', other: '{n} people' },
  'groups.mode-off': 'by hand',
  'groups.mode-round-robin': 'in turn',
  'groups.mode-least-busy': 'least busy',
  'groups.back': 'Back to all groups',
  'groups.members': 'People',
  'groups.members-hint': 'They see what belongs to the group and may be given conversations.',
  'groups.no-members': 'Nobody is in this group yet: nothing can be assigned by itself.',
  'groups.all-away': 'Everybody here is away: new conversations wait until somebody is back.',
  'groups.away': 'Away',
  'groups.assigning': 'Automatic assignment',
  'groups.assigning-off': 'Off',
  'groups.assigning-off-hint': 'New conversations stay unassigned until somebody takes them.',
  'groups.assigning-round-robin': 'In turn',
  'groups.assigning-round-robin-hint': 'One after the other, whoever is there.',
  'groups.assigning-least-busy': 'Least busy',
  'groups.assigning-least-busy-hint': 'Whoever has the fewest active conversations.',
  'groups.most': 'At most, for each person',
  'groups.most-unit': 'active conversations',
  'groups.most-hint':
    'Empty: no limit. Above it a conversation waits unassigned in the group until somebody frees up. Taking by hand is always possible.',
  'groups.most-wrong': 'Write a whole number from 1 to {most}, or leave it empty.',
  'groups.accounts': 'New conversations from',
  'groups.accounts-hint': 'What customers begin there goes to this group.',
  'groups.no-accounts': 'No account is connected yet.',
  'groups.leads-to': 'now to {group}',
  'groups.name-empty': 'Give the group a name.',
  'groups.delete': 'Delete the group',
  'groups.delete-text': {
    one: '{n} person leaves it. Its conversations stay, in no group; new ones are not assigned by it any more.',
    other:
      '{n} people leave it. Its conversations stay, in no group; new ones are not assigned by it any more.',
  },

  'edit.name': 'Name',
  'edit.delete-title': 'Delete {name}?',
  'edit.delete-keep': 'Keep it',
  'edit.delete-yes': 'Delete',
  'edit.deleted': '{name} is deleted.',

  'save.saved': 'Saved.',
  'save.changed': 'Not saved',
  'save.label': 'Changes that are not saved',
  'save.count': { one: '{n} change', other: '{n} changes' },
  'save.discard': 'Discard',
  'save.save': 'Save',
  'save.saving': 'Saving…',
  'save.leave': 'Changes are not saved. Leave this page without them?',
} as const;

export const t = speaker({ ...en, ...settingsWords, ...attributesWords, ...colourWords });
