/** The words that every limit is told in. A problem is two plain sentences: what is wrong with the number, what to do. */
import { z } from 'zod';

/** What is wrong and what to do, or null. */
export type Problem = string | null;

/** A part of a draft as a sentence begins with it (`The footer`), and its limits. */
export type Part = { readonly what: string; readonly text: string; readonly limit: number };
export type Count = {
  readonly what: string;
  readonly count: number;
  readonly from: number;
  readonly to: number;
};

const webAddress = z.url({ protocol: /^https?$/ });

/** Length in code points: how WhatsApp and Messenger count. */
export function characters(text: string): number {
  return [...text].length;
}

/** Too long; may be empty. */
export function tooLong({ what, text, limit }: Part): Problem {
  const length = characters(text);
  return length > limit
    ? `${what} is ${length} characters long and ${limit} is the limit. Make it shorter.`
    : null;
}

/** Empty or too long. */
export function unfit(part: Part): Problem {
  return part.text.trim() === '' ? `${part.what} is empty. Write something there.` : tooLong(part);
}

/** Too few or too many; `what` as in `buttons under a message`. */
export function miscounted({ what, count, from, to }: Count): Problem {
  const number = `The number of ${what} is ${count}`;
  if (count < from) return `${number} and ${from} is the least. Add more.`;
  return count > to ? `${number} and ${to} is the limit. Take some away.` : null;
}

/** The same value twice; `what` as in `titles of buttons`. */
export function repeated(what: string, values: readonly string[]): Problem {
  const first = values.find((value, index) => values.indexOf(value) !== index);
  return first === undefined ? null : `Two ${what} are the same: “${first}”. Change one of them.`;
}

/** Not an address that a browser opens. */
export function notWeb(what: string, address: string): Problem {
  if (webAddress.safeParse(address).success) return null;
  return `${what} is not a web address. Write it in full, beginning with https://.`;
}

/** The first problem among the items. */
export function firstOf<T>(items: readonly T[], check: (item: T, index: number) => Problem): Problem {
  for (const [index, item] of items.entries()) {
    const problem = check(item, index);
    if (problem !== null) return problem;
  }
  return null;
}
