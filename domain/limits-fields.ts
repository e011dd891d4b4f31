/**
 * How long each field of an interactive message may be, in characters, and how many of a thing there may be (Meta,
 * "Interactive messages", "Message templates", "Quick replies"). The channels share these numbers; which of the fields one
 * has is another question.
 */
export const fieldLimits = {
  button: 20,
  header: 60,
  footer: 60,
  listButton: 20,
  section: 24,
  row: 24,
  description: 72,
  link: 20,
  form: 30,
  reply: 20,
  cardTitle: 80,
  cardLine: 80,
  buttons: 3,
  rows: 10,
  replies: 13,
  cards: 10,
} as const;
