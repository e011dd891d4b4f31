/** The names of the colours of tags and lead statuses. Part of the catalogues of those who choose one. */
export const colourWords = {
  'colour.grey': 'Grey',
  'colour.red': 'Red',
  'colour.orange': 'Orange',
  'colour.yellow': 'Yellow',
  'colour.green': 'Green',
  'colour.teal': 'Teal',
  'colour.blue': 'Blue',
  'colour.violet': 'Violet',
  'colour.pink': 'Pink',
} as const;
