/** What can be taken over from the contact into a field of a template. Pure. */
import type { Facts } from '#domain/variables.ts';

const tokenNames = ['first_name', 'name', 'phone', 'agent'] as const;
type TokenName = (typeof tokenNames)[number];
export type Token = { readonly name: TokenName; readonly value: string };

/** The tokens that have a value here; one line each, as Meta wants it. */
export function tokensOf(facts: Facts): readonly Token[] {
  return tokenNames
    .map((name) => ({ name, value: (facts[name] ?? '').replaceAll(/\s+/g, ' ').trim() }))
    .filter(({ value }) => value !== '');
}

const kept = /^\{\{(\w+)\}\}$/;

/** What is kept of a value: a token, where it is one of this contact. */
export function keptOf(text: string, tokens: readonly Token[]): string {
  const token = tokens.find(({ value }) => value === text);
  return token ? `{{${token.name}}}` : text;
}

/** What a kept value is for this contact; '' where they have none. */
export function valueOf(text: string, tokens: readonly Token[]): string {
  const [, name] = kept.exec(text) ?? [];
  if (name === undefined) return text;
  return tokens.find((token) => token.name === name)?.value ?? '';
}
