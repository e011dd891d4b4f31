/** What stands in a menu, and what the keyboard does there. Pure; knows nothing of chat. */
import type { IconName } from './icons.ts';

type Named = {
  /** Unlike any other of its menu. */
  readonly id: string;
  readonly label: string;
  readonly icon?: IconName;
  /** A CSS colour beside the name. */
  readonly colour?: string;
  /** A face beside the name. */
  readonly person?: { readonly id: string; readonly name: string };
};

export type MenuItem = Named & {
  readonly kind: 'item';
  /** Said at the end of the line: a key, a time. */
  readonly hint?: string;
  /** Absent: it does something. Else it is chosen, not chosen, or chosen for some. */
  readonly checked?: boolean | 'mixed';
  /** One of several of which only one can be. */
  readonly single?: true;
  /** The menu stays for the next one. */
  readonly stays?: true;
  readonly run: () => void;
};
export type MenuLink = Named & { readonly kind: 'link'; readonly href: string };
export type MenuBranch = Named & {
  readonly kind: 'branch';
  readonly entries: () => readonly MenuEntry[];
};
export type MenuLine = { readonly kind: 'line'; readonly id: string };
export type MenuEntry = MenuItem | MenuLink | MenuBranch | MenuLine;

/** Above so many entries a menu has a field to search in. */
const searchAbove = 8;

/** Whether a menu is long enough to be searched instead of read. */
export function isSearched(entries: readonly MenuEntry[]): boolean {
  return entries.length > searchAbove && entries.every((entry) => entry.kind === 'item');
}

/** A text without accents and capitals, so that what is typed finds it. */
export function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();
}

/** The entries in whose names all words of `typed` stand; accents and case do not matter. */
export function found<Entry extends { readonly label: string }>(
  entries: readonly Entry[],
  typed: string,
): readonly Entry[] {
  const words = plain(typed).split(/\s+/u).filter(Boolean);
  return entries.filter(({ label }) => words.every((word) => plain(label).includes(word)));
}

/**
 * Where typed letters lead: to the next label that begins with them after `from`, in a circle; -1 for nowhere.
 * The same letter again and again goes through all that begin with it.
 */
export function typedTo(labels: readonly string[], from: number, typed: string): number {
  const letters = plain(typed);
  const [first] = letters;
  if (first === undefined) return -1;
  const sought = [...letters].every((letter) => letter === first) ? first : letters;
  // A word that grows may stay where it is; a letter alone goes on.
  const start = sought.length > 1 ? from : from + 1;
  for (let step = 0; step < labels.length; step += 1) {
    const at = (Math.max(0, start) + step) % labels.length;
    if (plain(labels[at] ?? '').startsWith(sought)) return at;
  }
  return -1;
}

/** Whether `key` is a letter, digit or sign that a person types. */
export function isTyped(key: string): boolean {
  return [...key].length === 1 && key !== ' ';
}

const forgetAfter = 700;

/** Gathers letters that are typed quickly into a word. `now` in ms. */
export class Typed {
  #text = '';
  #at = Number.NEGATIVE_INFINITY;

  add(letter: string, now: number): string {
    this.#text = now - this.#at < forgetAfter ? this.#text + letter : letter;
    this.#at = now;
    return this.#text;
  }
}
