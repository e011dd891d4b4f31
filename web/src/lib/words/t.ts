/** The one way to a word: `t('list.title')`. Keys and their values are checked by the compiler. */
import { en } from './en.ts';

type Catalogue = typeof en;
export type WordKey = keyof Catalogue;

type Plural = { readonly one: string; readonly other: string };
type HolesOf<Text> = Text extends `${string}{${infer Hole}}${infer Rest}` ? Hole | HolesOf<Rest> : never;
type Holes<Key extends WordKey> = Catalogue[Key] extends Plural
  ? HolesOf<Catalogue[Key]['one'] | Catalogue[Key]['other']> | 'n'
  : HolesOf<Catalogue[Key]>;
type Values<Key extends WordKey> = [Holes<Key>] extends [never]
  ? []
  : [values: Readonly<Record<Holes<Key>, string | number>>];

const plurals = new Intl.PluralRules('en');
const numbers = new Intl.NumberFormat('en');

function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{([a-z-]+)\}/g, (hole, name: string) => {
    const value = values[name];
    if (value === undefined) return hole;
    return typeof value === 'number' ? numbers.format(value) : value;
  });
}

/** The words of `key` with their values filled in; plural entries choose by `n`. */
export function t<Key extends WordKey>(key: Key, ...values: Values<Key>): string {
  const entry: string | Plural = en[key];
  const given: Readonly<Record<string, string | number>> = values[0] ?? {};
  if (typeof entry === 'string') return fill(entry, given);
  const one = plurals.select(Number(given['n'])) === 'one';
  return fill(one ? entry.one : entry.other, given);
}

/** `n` as a person reads it: 2,041. */
export function count(n: number): string {
  return numbers.format(n);
}
