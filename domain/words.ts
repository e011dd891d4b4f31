/**
 * Words as the search knows them: what is written and what is sought are folded alike, so that case, accents, spelling
 * variants of one letter and the formatting of a phone number do not count.
 */

/** A text tells no more different words than this; nobody's message has more. */
export const mostWords = 1000;
/** UTF-16 units of a text that are looked at: more than any channel's longest message. */
const readLength = 20_000;
/** UTF-16 units of a word that count. */
const wordLength = 32;
/** Words of a search that are looked for. */
const mostSought = 16;
const shortestPhone = 3;
const longestPhone = 20;

/** A text folded, and for each of its units where it stood in the original. */
type Folded = { readonly text: string; readonly from: readonly number[]; readonly to: readonly number[] };

/**
 * A run of ASCII, or a letter with all that is written on it: so much is folded at a time. Jamo of one syllable belong
 * together.
 */
const letters = /[\0-\x7f]+(?![\p{M}\uff9e\uff9f])|[\u1100-\u11ff]+|\P{M}[\p{M}\uff9e\uff9f]*|\p{M}+/gu;

/**
 * Marks that only vary a letter: accents of Latin, Greek and Cyrillic, points of Hebrew and Arabic, and the nukta of the
 * scripts of India. Their vowel signs, and the marks of kana, are letters of their own and stay.
 */
const variations =
  /[\u0300-\u036f\u0483-\u0489]|[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]|[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08e1\u08e3-\u08ff]|[\u093c\u09bc\u0a3c\u0abc\u0b3c\u0cbc]/gu;
/** What is not seen, and the stroke that only stretches an Arabic word. */
const unseen = /[\p{Cf}\p{Variation_Selector}\u0640]/gu;

/** Letters that stand for one another. Unicode takes none of these apart. */
const alike: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th', ø: 'o', đ: 'd', ð: 'd', ħ: 'h', ı: 'i', ł: 'l', ŧ: 't', ς: 'σ' },
  // Arabic: alef with a wasla; yeh without dots, and Persian's; teh marbuta, and the hehs of Urdu; kaf of Persian.
  ...{ '\u0671': '\u0627', '\u0649': '\u064a', '\u06cc': '\u064a', '\u06d2': '\u064a', '\u0629': '\u0647' },
  ...{ '\u06c1': '\u0647', '\u06be': '\u0647', '\u06d5': '\u0647', '\u06c3': '\u0647', '\u06a9': '\u0643' },
  // Devanagari: the nasal sign is written either way.
  '\u0901': '\u0902',
};
/** The zeros of scripts that have digits of their own. */
const zeros = [
  ...[0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66],
  ...[0xe50, 0xed0, 0x1040, 0x17e0],
];

function foldCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const zero = zeros.find((first) => code >= first && code < first + 10);
  return zero === undefined ? (alike[character] ?? character) : String(code - zero);
}

function foldLetter(letter: string): string {
  // The space that nobody sees still parts words.
  if (letter === '\u200b') return ' ';
  const apart = letter.normalize('NFKD').toLowerCase().replace(variations, '').replace(unseen, '');
  return Array.from(apart, foldCharacter).join('').normalize('NFC');
}

/** Letters that were folded lately: texts repeat them, and folding one is slow. */
const foldedLetters = new Map<string, string>();
const mostFolded = 10_000;
const longestKnown = 8;

function foldKnown(letter: string): string {
  if (letter.length > longestKnown) return foldLetter(letter);
  const known = foldedLetters.get(letter);
  if (known !== undefined) return known;
  const folded = foldLetter(letter);
  if (foldedLetters.size === mostFolded) foldedLetters.clear();
  foldedLetters.set(letter, folded);
  return folded;
}

const isPlain = (letter: string): boolean => letter.charCodeAt(0) < 0x80 && /^[\0-\x7f]+$/u.test(letter);

function fold(original: string): Folded {
  const text: string[] = [];
  const from: number[] = [];
  const to: number[] = [];
  for (const { 0: letter, index } of original.slice(0, readLength).matchAll(letters)) {
    const plain = isPlain(letter);
    const folded = plain ? letter.toLowerCase() : foldKnown(letter);
    text.push(folded);
    for (let unit = 0; unit < folded.length; unit += 1) {
      from.push(plain ? index + unit : index);
      to.push(plain ? index + unit + 1 : index + letter.length);
    }
  }
  return { text: text.join(''), from, to };
}

/** A text without what does not count: case, accents, variants of a letter. For comparing names. */
export const foldedText = (text: string): string => fold(text).text;

/** `run`: letters of a script that puts no spaces between words. `picture`: an emoji. */
type Part = {
  readonly kind: 'word' | 'run' | 'picture';
  readonly text: string;
  /** Where it begins in the folded text. */
  readonly at: number;
};

const parts =
  /(?<run>[[\p{scx=Hani}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]&&[\p{L}\p{M}\p{N}]]+)|(?<picture>\p{Extended_Pictographic}|\p{RI}\p{RI})|(?<word>[[\p{L}\p{M}\p{N}]--[\p{scx=Hani}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]]+)/gv;

function* partsOf(folded: string): Generator<Part> {
  for (const { 0: text, index: at, groups } of folded.matchAll(parts)) {
    if (groups?.['run'] !== undefined) yield { kind: 'run', text, at };
    else if (groups?.['picture'] !== undefined) yield { kind: 'picture', text, at };
    else yield { kind: 'word', text: text.slice(0, wordLength), at };
  }
}

function pairsOf(run: string): string[] {
  const characters = [...run];
  return characters.slice(1).map((character, index) => `${characters[index] ?? ''}${character}`);
}

/** A script without spaces is found by every character and every two that stand together. */
function* wordsOfPart({ kind, text }: Part): Generator<string> {
  if (kind !== 'run') {
    yield text;
    return;
  }
  const pairs = pairsOf(text);
  // A mark is a word only where it stands alone: so it is sought.
  for (const character of text) if (pairs.length === 0 || !/^\p{M}$/u.test(character)) yield character;
  yield* pairs;
}

/** Digits that may be a phone number, with what people put between them. */
const phones = /(?<![\p{L}\p{N}])\d(?:[\s()./+\u2010-\u2015\u2212-]{0,3}\d)*(?![\p{L}\p{N}])/gu;

type Phone = { readonly digits: string; readonly at: number; readonly text: string };

function* phonesOf(folded: string): Generator<Phone> {
  for (const { 0: text, index: at } of folded.matchAll(phones)) {
    // "+44 (0)20 …": that zero is not dialled after the country's code.
    const digits = text.replace('(0)', '').replace(/\D/gu, '');
    if (digits.length >= shortestPhone && digits.length <= longestPhone) yield { digits, at, text };
  }
}

function upTo(words: Iterable<string>, most: number): string[] {
  const found = new Set<string>();
  for (const word of words) {
    if (found.size === most) break;
    found.add(word);
  }
  return [...found];
}

function* everyWord(folded: string): Generator<string> {
  for (const part of partsOf(folded)) yield* wordsOfPart(part);
}

/** The different words of a text, folded, in the order in which they first stand there; at most `mostWords`. */
export function wordsOf(text: string): string[] {
  return upTo(everyWord(fold(text).text), mostWords);
}

/** The digits of numbers that are written in pieces, put together ("+55 11 9…"): they are sought so. */
export function numbersOf(text: string): string[] {
  const numbers = Array.from(phonesOf(fold(text).text)).filter(({ text: set, digits }) => set !== digits);
  return upTo(
    numbers.map(({ digits }) => digits),
    mostWords,
  );
}

/**
 * A word as a token of the index: a-y and digits stand for themselves, every other UTF-16 unit is `z` and four hex
 * digits. No two words have the same token, and the token of a word's beginning is the beginning of its token.
 */
export function tokenOf(word: string): string {
  return word.replace(/[^a-y0-9]/g, (unit) => `z${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

export type Sought = {
  /** See `tokenOf`. */
  readonly token: string;
  /** Whether words that only begin so count, too. */
  readonly prefix: boolean;
};

function soughtOfPart(part: Part): Sought[] {
  if (part.kind === 'word') return [{ token: tokenOf(part.text), prefix: true }];
  const pairs = part.kind === 'run' ? pairsOf(part.text) : [];
  return (pairs.length > 0 ? pairs : [part.text]).map((word) => ({ token: tokenOf(word), prefix: false }));
}

/** What a search looks for: all of it must be found. Words may go on; pairs of a script without spaces may not. */
export function soughtOf(text: string): readonly Sought[] {
  const sought = Array.from(partsOf(fold(text).text)).flatMap(soughtOfPart);
  return [...new Map(sought.map((one) => [one.token, one])).values()].slice(0, mostSought);
}

/** One part of a search. A `number` is a phone in any of these digits, or else those words. */
export type Term =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string; readonly digits: readonly string[] };

/** A zero before a number this long is dialled only within the country. */
const dialled = 6;

function spellings(digits: string): string[] {
  const abroad = digits.replace(/^0+/u, '');
  return abroad !== digits && abroad.length >= dialled ? [digits, abroad] : [digits];
}

/** A search taken apart into what may be phone numbers and the rest, folded. */
export function termsOf(text: string): Term[] {
  const folded = fold(text).text;
  const terms: Term[] = [];
  let done = 0;
  for (const { digits, at, text: number } of phonesOf(folded)) {
    terms.push({ kind: 'words', text: folded.slice(done, at) });
    terms.push({ kind: 'number', text: number, digits: spellings(digits) });
    done = at + number.length;
  }
  terms.push({ kind: 'words', text: folded.slice(done) });
  return terms.filter((term) => !partsOf(term.text).next().done).slice(0, mostSought);
}

/** From (with it) and to (without it), in UTF-16 units. */
export type Range = readonly [number, number];

function* occurrences(text: string, sought: string): Generator<number> {
  for (let at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + sought.length)) yield at;
}

function rangesOfPart(sought: Part, { kind, text, at }: Part): Range[] {
  if (kind !== sought.kind) return [];
  if (kind === 'word') return text.startsWith(sought.text) ? [[at, at + sought.text.length]] : [];
  return Array.from(occurrences(text, sought.text), (found): Range => [
    at + found,
    at + found + sought.text.length,
  ]);
}

/** Where a part of a search stands; a run that is not there as a whole stands where its pairs do. */
function rangesOf(sought: Part, written: readonly Part[]): Range[] {
  const whole = written.flatMap((part) => rangesOfPart(sought, part));
  if (whole.length > 0 || sought.kind !== 'run') return whole;
  return pairsOf(sought.text).flatMap((text) =>
    written.flatMap((part) => rangesOfPart({ ...sought, text }, part)),
  );
}

/** Where in a folded text a phone fragment stands, whatever is between its digits. */
function rangesOfNumber(digits: string, folded: string): Range[] {
  return Array.from(phonesOf(folded)).flatMap(({ at, text }) => {
    const places = Array.from(text.matchAll(/\d/gu));
    const plain = places.map(([digit]) => digit).join('');
    return Array.from(occurrences(plain, digits), (found): Range => {
      const [first, last] = [places[found], places[found + digits.length - 1]];
      return [at + (first?.index ?? 0), at + (last?.index ?? 0) + 1];
    });
  });
}

function rangesOfTerm(term: Term, folded: string): Range[] {
  const numbers =
    term.kind === 'number' ? term.digits.flatMap((digits) => rangesOfNumber(digits, folded)) : [];
  if (numbers.length > 0) return numbers;
  const written = [...partsOf(folded)];
  const sought = [...new Map(Array.from(partsOf(term.text), (part) => [part.text, part])).values()];
  return sought.slice(0, mostSought).flatMap((part) => rangesOf(part, written));
}

function joined(ranges: readonly Range[]): Range[] {
  const found: Range[] = [];
  for (const [from, to] of ranges.toSorted(([a], [b]) => a - b)) {
    const last = found.at(-1);
    if (last && from <= last[1]) found[found.length - 1] = [last[0], Math.max(last[1], to)];
    else found.push([from, to]);
  }
  return found;
}

/** What of `text` a reader sees marked as the hit of a search: ranges of it in order, apart from each other (B-10). */
export function hitsIn(text: string, sought: string): readonly Range[] {
  const folded = fold(text);
  const ranges = termsOf(sought).flatMap((term) => rangesOfTerm(term, folded.text));
  return joined(
    ranges.map(([from, to]): Range => [folded.from[from] ?? 0, folded.to[to - 1] ?? text.length]),
  );
}

/** What a text is asked for: its folded form, and what the index would hold of it, made when it is needed. */
type Asked = {
  readonly folded: string;
  readonly words: () => readonly string[];
  readonly numbers: () => readonly string[];
};

function asked(text: string): Asked {
  const folded = fold(text).text;
  let words: readonly string[] | null = null;
  return {
    folded,
    words: () => (words ??= upTo(everyWord(folded), mostWords)),
    numbers: () => Array.from(phonesOf(folded), ({ digits }) => digits),
  };
}

function hasPart(part: Part, { folded, words }: Asked): boolean {
  // Most texts do not have it at all, which is quickly seen.
  if (part.kind !== 'run') {
    if (!folded.includes(part.text)) return false;
    return words().some((word) => (part.kind === 'word' ? word.startsWith(part.text) : word === part.text));
  }
  const pairs = pairsOf(part.text);
  const wanted = pairs.length > 0 ? pairs : [part.text];
  return wanted.every((one) => folded.includes(one)) && wanted.every((one) => words().includes(one));
}

function hasTerm(term: Term, text: Asked): boolean {
  const inWords = Array.from(partsOf(term.text)).every((part) => hasPart(part, text));
  if (inWords || term.kind === 'words') return inWords;
  return term.digits.some((digits) => text.numbers().some((number) => number.startsWith(digits)));
}

/**
 * What asks of one text after another whether a search finds it: all of its words must be there, as the index has them
 * (`facets.ts`); a single letter begins words, too. Null where nothing is sought.
 */
export function finderOf(sought: string): ((text: string) => boolean) | null {
  const terms = termsOf(sought);
  if (terms.length === 0) return null;
  return (text) => {
    const one = asked(text);
    return terms.every((term) => hasTerm(term, one));
  };
}
