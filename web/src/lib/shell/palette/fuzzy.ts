/** How well a few typed letters mean a name. Pure. */
import { foldedText } from '#domain/words.ts';

/** What a letter or a run of them is worth, wherever they stand. */
const worth = { all: 100, beginning: 80, word: 60, inside: 30, letter: 4, initial: 8 } as const;

const isWordBreak = (text: string, at: number): boolean =>
  at === 0 || /[^\p{L}\p{N}]/u.test(text[at - 1] ?? '');

/** Where a letter stands from `from` on: at the beginning of a word, if it is anywhere so; -1 where it is not. */
function placeOf(letter: string, text: string, from: number): number {
  for (let at = text.indexOf(letter, from); at >= 0; at = text.indexOf(letter, at + 1))
    if (isWordBreak(text, at)) return at;
  return text.indexOf(letter, from);
}

/** The letters one after another, anywhere; those that begin words count more. Null where one is missing. */
function scattered(letters: string, text: string): number | null {
  let from = 0;
  let score = 0;
  for (const letter of letters) {
    const at = placeOf(letter, text, from);
    if (at < 0) return null;
    score += isWordBreak(text, at) ? worth.initial : worth.letter;
    from = at + letter.length;
  }
  return Math.min(score, worth.inside - 1) - Math.min(10, text.length / 10);
}

function scoreOfWord(word: string, text: string): number | null {
  if (text === word) return worth.all;
  if (text.startsWith(word)) return worth.beginning;
  let inside: number | null = null;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (isWordBreak(text, at)) return worth.word;
    inside = worth.inside;
  }
  // Two letters are scattered over almost any text.
  return inside ?? (word.length > 2 ? scattered(word, text) : null);
}

/** Higher is better; null: `typed` does not mean `name`. Every typed word must be found; nothing typed means everything. */
export function scoreOf(typed: string, name: string): number | null {
  const text = foldedText(name).trim();
  const words = foldedText(typed)
    .split(/\s+/u)
    .filter((word) => word !== '');
  let sum = 0;
  for (const word of words) {
    const score = scoreOfWord(word, text);
    if (score === null) return null;
    sum += score;
  }
  return words.length === 0 ? 0 : sum / words.length;
}
