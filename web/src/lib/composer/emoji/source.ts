/** Emoji after `:` and two letters (B-51). */
import { emojiCatalogue } from '../pieces.ts';
import type { Source, Suggestion } from '../suggest/source.ts';
import { habits } from './habits.ts';

/** A colon that begins a word: neither a time of day nor an address. */
const asked = /(?:^|[\s([{"'])(:([\p{L}\p{N}+][\p{L}\p{N}_+-]+))$/u;
const most = 30;

export const emojiSource: Source = {
  name: 'emoji',
  triggered(text, caret) {
    const [, whole, query] = asked.exec(text.slice(Math.max(0, caret - 40), caret)) ?? [];
    return whole !== undefined && query !== undefined
      ? { from: caret - whole.length, to: caret, query }
      : null;
  },
  async suggest(query) {
    const { findEmoji, toned } = await emojiCatalogue.load();
    const { tone } = habits;
    return findEmoji(query, { likely: habits.likely, most }).map((emoji): Suggestion => {
      const sign = toned(emoji, tone);
      return { id: sign, title: emoji.name, mark: sign };
    });
  },
  choose({ id }, { from, to }, hand) {
    habits.took(id);
    hand.replace(from, to, `${id} `);
  },
};
