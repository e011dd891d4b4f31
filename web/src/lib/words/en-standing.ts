/** Words of how somebody of the team stands: there, or away. */
export const standingWords = {
  'rail.you-away': 'You: {name}, away',
  'person.standing': 'Status',
  'person.standing-here': 'Available',
  'person.standing-away': 'Away',
  'person.away-hint': 'While you are away, nothing new comes to you by itself.',
} as const;
