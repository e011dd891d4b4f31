/** Finding a quick reply: after a slash at the beginning of a line, or in the list. Pure. */
import type { QuickReply } from '#domain/http-kept.ts';
import { plain } from '../../ui/menu.ts';
import type { Trigger } from '../suggest/source.ts';

/** What stands after a slash at the beginning of the line that the caret is in (B-50). */
export function triggerAt(text: string, caret: number): Trigger | null {
  const from = text.lastIndexOf('\n', caret - 1) + 1;
  const line = text.slice(from, caret);
  return /^\/[\p{L}\p{M}\p{N}_-]{0,40}$/u.test(line) ? { from, to: caret, query: line.slice(1) } : null;
}

/** The nearer to the person, the earlier. */
const nearness: Readonly<Record<QuickReply['scope'], number>> = { mine: 0, group: 1, all: 2 };

/** How well it fits what was typed, 0 being best; null when it does not. */
function fit({ shortcut, title, text }: QuickReply, words: readonly string[], typed: string): number | null {
  const [key, name] = [plain(shortcut), plain(title)];
  if (key === typed) return 0;
  if (key.startsWith(typed)) return 1;
  if (name.startsWith(typed)) return 2;
  const all = (where: string): boolean => words.every((word) => where.includes(word));
  if (all(key)) return 3;
  if (all(name)) return 4;
  return all(`${key} ${name} ${plain(text)}`) ? 5 : null;
}

/** Those that fit, best first; of equals the nearer scope wins, then the shortcut. */
export function ranked(replies: readonly QuickReply[], query: string): QuickReply[] {
  const typed = plain(query.trim().replace(/^\//, ''));
  const words = typed.split(/\s+/u);
  return replies
    .flatMap((reply) => {
      const rank = fit(reply, words, typed);
      return rank === null ? [] : [{ reply, rank }];
    })
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        nearness[a.reply.scope] - nearness[b.reply.scope] ||
        a.reply.shortcut.localeCompare(b.reply.shortcut),
    )
    .map(({ reply }) => reply);
}

/** A shortcut for a text that is to be kept: of its first words. */
export function shortcutFor(text: string): string {
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.slice(0, 2).join('-').toLocaleLowerCase().slice(0, 40);
}
