/** A contact card in the making. Pure. */
import type { ContactCard } from '#domain/content.ts';

export type Typed = {
  readonly name: string;
  readonly organisation: string;
  readonly phones: readonly string[];
  readonly emails: readonly string[];
};

/** So many numbers, and so many addresses, a card may be given here. */
export const mostLines = 5;

const filled = (lines: readonly string[]): string[] =>
  lines.map((line) => line.trim()).filter((line) => line !== '');

/** The card; what was left empty is not on it. */
export function cardOf({ name, organisation, phones, emails }: Typed): ContactCard {
  return {
    name: name.trim(),
    phones: filled(phones),
    emails: filled(emails),
    ...(organisation.trim() !== '' && { organisation: organisation.trim() }),
  };
}

/** What is wrong with it: no name, nothing to reach the person by, or a number or address that is none. Null: nothing. */
export function problemOf(card: ContactCard): 'name' | 'nothing' | 'phone' | 'email' | null {
  if (card.name === '') return 'name';
  if (card.phones.length + card.emails.length === 0) return 'nothing';
  if (card.phones.some((phone) => !/^\+?[\d\s().-]{4,39}$/.test(phone))) return 'phone';
  return card.emails.every((email) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) ? null : 'email';
}
