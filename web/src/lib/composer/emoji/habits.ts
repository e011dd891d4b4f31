/** Which emoji this person takes, and in which skin tone: kept on this device. */
import { LocalShelf, type Shelf } from '../../state/shelf.ts';

export const tones = ['', '🏻', '🏼', '🏽', '🏾', '🏿'] as const;
export type Tone = (typeof tones)[number];

const recentKey = 'casement:emoji-recent';
const toneKey = 'casement:emoji-tone';
/** Five rows of the picker. */
const mostRecent = 40;
/** What nearly everybody takes: stands where not enough is recent. */
const popular =
  '👍 ❤️ 😂 🙏 😊 🎉 👏 😍 🤝 👌 💪 🔥 ✅ 📦 🚚 💳 😉 🤔 😅 😢 👋 🙌 💯 ⭐ 😁 🥰 😎 😮 😭 🥳 🙈 👀 ☀️ 🌹 🎁 ☕ 📍 📞 ⏰ ❌'.split(
    ' ',
  );
/** No emoji is longer, families with skin tones included. */
const longest = 40;

export class Habits {
  readonly #shelf: Shelf;

  constructor(shelf: Shelf) {
    this.#shelf = shelf;
  }

  /** Signs as they were taken, the latest first. */
  get recent(): readonly string[] {
    const kept = (this.#shelf.get(recentKey) ?? '').split(' ');
    return kept.filter((sign) => sign !== '' && sign.length <= longest).slice(0, mostRecent);
  }

  /** As many as the picker shows: the recent ones, then what many take. */
  get likely(): readonly string[] {
    return [...new Set([...this.recent, ...popular])].slice(0, mostRecent);
  }

  get tone(): Tone {
    const kept = this.#shelf.get(toneKey);
    return tones.find((one) => one === kept) ?? '';
  }

  set tone(tone: Tone) {
    this.#shelf.set(toneKey, tone);
  }

  took(sign: string): void {
    const before = this.recent.filter((one) => one !== sign);
    this.#shelf.set(recentKey, [sign, ...before].slice(0, mostRecent).join(' '));
  }
}

/** A browser that keeps nothing says so when drafts are lost; nobody misses an emoji. */
export const habits = new Habits(new LocalShelf(() => {}));
