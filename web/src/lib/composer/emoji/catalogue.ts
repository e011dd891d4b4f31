/** Every emoji that the picker offers: read once, found by words, toned. Heavy: comes with the picker, never before. */
import lines from './emoji.txt?raw';
import type { Tone } from './habits.ts';

export const groupNames = [
  'smileys',
  'people',
  'nature',
  'food',
  'activities',
  'travel',
  'objects',
  'symbols',
  'flags',
] as const;
export type GroupName = (typeof groupNames)[number];

export type Emoji = {
  /** Without a skin tone. */
  readonly sign: string;
  readonly name: string;
  readonly keywords: readonly string[];
  /** Whether it has skin tones. */
  readonly tones: boolean;
};

/** `👍+thumbs up|good,like` → one emoji; `+`: it has skin tones. */
function read(line: string): Emoji {
  const ends = line.search(/[ +][\p{L}\p{N}]/u);
  const [name = '', keywords = ''] = line.slice(ends + 1).split('|');
  return {
    sign: line.slice(0, ends),
    name,
    keywords: keywords === '' ? [] : keywords.split(','),
    tones: line[ends] === '+',
  };
}

function readGroups(): Readonly<Record<GroupName, readonly Emoji[]>> {
  const groups = new Map<string, Emoji[]>();
  let now: Emoji[] = [];
  for (const line of lines.split('\n')) {
    if (line.startsWith('# ')) groups.set(line.slice(2), (now = []));
    else if (line !== '' && !line.startsWith('//')) now.push(read(line));
  }
  const named = (name: GroupName) => [name, groups.get(name) ?? []] as const;
  return Object.fromEntries(groupNames.map(named)) as Record<GroupName, Emoji[]>;
}

export const groups = readGroups();
const all = groupNames.flatMap((name) => groups[name]);
const bySign = new Map(all.map((one) => [one.sign, one]));

/** The emoji behind a sign, also a toned one; null for what is none. */
export function emojiOf(sign: string): Emoji | null {
  return bySign.get(sign) ?? bySign.get(sign.replaceAll(/\p{Emoji_Modifier}/gu, '')) ?? null;
}

/** The sign in this skin tone, where it has one. */
export function toned({ sign, tones }: Emoji, tone: Tone): string {
  if (tone === '' || !tones) return sign;
  return sign.replaceAll(/(\p{Emoji_Modifier_Base})\u{FE0F}?/gu, `$1${tone}`);
}

/** How well an emoji answers a word: the lower the better; Infinity: not at all. */
function rank({ name: written, keywords }: Emoji, word: string): number {
  const name = written.toLowerCase();
  if (name === word) return 0;
  if (name.startsWith(word) || name.replaceAll(' ', '').startsWith(word) || keywords.includes(word)) return 1;
  if (name.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word))) return 2;
  if (keywords.some((keyword) => keyword.startsWith(word))) return 3;
  return name.includes(word) && word.length > 2 ? 4 : Infinity;
}

type Sought = {
  /** Signs that come before others that answer as well, toned or not. */
  readonly likely: readonly string[];
  readonly most: number;
};
/** By so much an emoji that a person is likely to mean is better than its words say. */
const likelier = 1.5;

/** The emoji that answer all words of `query`, the best first, at most `most` of them. */
export function findEmoji(query: string, { likely, most }: Sought): readonly Emoji[] {
  const words = query
    .toLowerCase()
    .split(/[\s_-]+/u)
    .filter((word) => word !== '');
  if (words.length === 0) return [];
  const meant = new Set(likely.map(emojiOf));
  const ranked = all.map((one) => ({
    one,
    by: words.reduce((sum, word) => sum + rank(one, word), meant.has(one) ? -likelier : 0),
  }));
  return ranked
    .filter(({ by }) => by < Infinity)
    .sort((a, b) => a.by - b.by)
    .slice(0, most)
    .map(({ one }) => one);
}
