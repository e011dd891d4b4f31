/** The one way to a word: `t('list.title')`. Keys and their values are checked by the compiler. */
import { en } from './en.ts';

type Plural = { readonly one: string; readonly other: string };
type Entry = string | Plural;
type Catalogue = Readonly<Record<string, Entry>>;
type HolesOf<Text> = Text extends `${string}{${infer Hole}}${infer Rest}` ? Hole | HolesOf<Rest> : never;
type Holes<Of extends Entry> = Of extends Plural ? HolesOf<Of['one'] | Of['other']> | 'n' : HolesOf<Of>;
type Values<Of extends Entry> = [Holes<Of>] extends [never]
  ? []
  : [values: Readonly<Record<Holes<Of>, string | number>>];

export type WordKey = keyof typeof en;

const plurals = new Intl.PluralRules('en');
const numbers = new Intl.NumberFormat('en');

function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{([a-z-]+)\}/g, (hole, name: string) => {
    const value = values[name];
    if (value === undefined) return hole;
    return typeof value === 'number' ? numbers.format(value) : value;
  });
}

/**
 * What gives the words of a catalogue. Parts of the screen that come later bring their own words along: they take `t`
 * from the file of those.
 */
export function speaker<const Words extends Catalogue>(words: Words) {
  /** The words of `key` with their values filled in; plural entries choose by `n`. */
  return <Key extends keyof Words & string>(key: Key, ...values: Values<Words[Key]>): string => {
    const entry: Entry = words[key] ?? key;
    const given: Readonly<Record<string, string | number>> = values[0] ?? {};
    if (typeof entry === 'string') return fill(entry, given);
    const one = plurals.select(Number(given['n'])) === 'one';
    return fill(one ? entry.one : entry.other, given);
  };
}

export const t = speaker(en);

/** `n` as a person reads it: 2,041. */
export function count(n: number): string {
  return numbers.format(n);
}
