/**
 * Writes the emoji that the picker offers: `node tools/emoji.ts DATA`, where DATA is `en/data.json` of the npm package
 * emojibase-data (MIT; names and keywords are those of Unicode CLDR). Needed only when Unicode has new ones.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { at } from './root.ts';

const entries = z.array(
  z.object({
    emoji: z.string(),
    label: z.string(),
    tags: z.array(z.string()).default([]),
    order: z.number().default(0),
    group: z.number().optional(),
    version: z.number(),
    skins: z.array(z.unknown()).optional(),
  }),
);
type Entry = z.infer<typeof entries>[number];

/** Group of the data → group of the picker, in the picker's order. */
const groups = [
  ['smileys', [0]],
  ['people', [1]],
  ['nature', [3]],
  ['food', [4]],
  ['activities', [6]],
  ['travel', [5]],
  ['objects', [7]],
  ['symbols', [8]],
  ['flags', [9]],
] as const;
/** What is newer is an empty box on many a phone. */
const newestVersion = 15;
const mostKeywords = 7;

// Of Unicode itself, as this engine knows it: every sequence that is shown as one emoji.
const wholeEmoji = new RegExp('^\\p{RGI_Emoji}$', 'v');

/** Without the sign that asks for colours, where it shows in colours anyway. */
function shortest(emoji: string): string {
  const bare = emoji.replaceAll('\u{FE0F}', '');
  return wholeEmoji.test(bare) ? bare : emoji;
}

/** Whether every skin in it may be toned, the way `toned` of the picker does it. */
function isToned({ emoji, skins }: Entry): boolean {
  const toned = shortest(emoji).replaceAll(/(\p{Emoji_Modifier_Base})\u{FE0F}?/gu, '$1\u{1F3FB}');
  return skins !== undefined && wholeEmoji.test(toned);
}

/** `👍+thumbs up|good,like`: + where it has skin tones; keywords that the name does not have. */
function line(entry: Entry): string {
  const name = entry.label.replace('flag: ', '');
  const words = name.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  const keywords = entry.tags.filter((tag) => !words.includes(tag)).slice(0, mostKeywords);
  return `${shortest(entry.emoji)}${isToned(entry) ? '+' : ' '}${name}|${keywords.join(',')}`;
}

const [, , path] = process.argv;
if (path === undefined) throw new Error('Say where en/data.json of emojibase-data is.');
const known = entries
  .parse(JSON.parse(readFileSync(path, 'utf8')))
  .filter(({ version, group }) => version <= newestVersion && group !== undefined)
  .toSorted((a, b) => a.order - b.order);
const written = groups.map(([name, from]) => {
  const lines = known.filter(({ group }) => from.some((one) => one === group)).map(line);
  return [`# ${name}`, ...lines];
});
const source = 'Unicode CLDR (© Unicode, Inc., Unicode License v3), emojibase-data (© Miles Johnson, MIT)';
writeFileSync(
  at('web', 'src', 'lib', 'composer', 'emoji', 'emoji.txt'),
  `${[`// Made by tools/emoji.ts of ${source}`, ...written.flat()].join('\n')}\n`,
);
