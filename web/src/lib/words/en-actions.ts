/** What was done to conversations, once it is done. Part of the catalogue in `en.ts`. */
export const actionWords = {
  'done.assign': {
    one: '{n} conversation assigned to {name}.',
    other: '{n} conversations assigned to {name}.',
  },
  'done.release': {
    one: '{n} conversation assigned to nobody.',
    other: '{n} conversations assigned to nobody.',
  },
  'done.group': { one: '{n} conversation put into {name}.', other: '{n} conversations put into {name}.' },
  'done.ungroup': {
    one: '{n} conversation taken out of its group.',
    other: '{n} conversations taken out of their groups.',
  },
  'done.tag': { one: 'Tag put on {n} conversation.', other: 'Tag put on {n} conversations.' },
  'done.untag': { one: 'Tag taken off {n} conversation.', other: 'Tag taken off {n} conversations.' },
  'done.lead': {
    one: 'Lead status of {n} conversation is {name} now.',
    other: 'Lead status of {n} conversations is {name} now.',
  },
  'done.no-lead': { one: 'Lead of {n} conversation closed.', other: 'Leads of {n} conversations closed.' },
  'done.follow-up': {
    one: 'Follow-up set for {n} conversation.',
    other: 'Follow-up set for {n} conversations.',
  },
  'done.no-follow-up': {
    one: 'Follow-up of {n} conversation taken away.',
    other: 'Follow-ups of {n} conversations taken away.',
  },
  'done.changed': 'Changed.',
  'done.follow-up-add': { one: 'Follow-up set.', other: '{n} follow-ups set.' },
  'done.follow-up-moved': { one: 'Follow-up moved.', other: '{n} follow-ups moved.' },
  'done.follow-up-given': { one: 'Follow-up given to {name}.', other: '{n} follow-ups given to {name}.' },
  'done.follow-up-done': { one: 'Follow-up done.', other: '{n} follow-ups done.' },
  'done.follow-up-cancelled': { one: 'Follow-up cancelled.', other: '{n} follow-ups cancelled.' },
  'done.follow-up-back': { one: 'Follow-up put back.', other: '{n} follow-ups put back.' },
  'done.undo': 'Undo',
  'done.undone': { one: 'Taken back for {n} conversation.', other: 'Taken back for {n} conversations.' },
  'done.undone-part': 'Taken back for {n} of {all} conversations.',
  'done.nothing-to-undo': 'There is nothing to take back.',
} as const;
