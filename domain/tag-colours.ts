/** The colours of tags and lead statuses; each has a token of its own on the screen. */
export const tagColours = [
  'grey',
  'red',
  'orange',
  'yellow',
  'green',
  'teal',
  'blue',
  'violet',
  'pink',
] as const;
export type TagColour = (typeof tagColours)[number];
