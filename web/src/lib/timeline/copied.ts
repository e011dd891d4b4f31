/** What a copied stretch of the timeline says: a line for each message, with its time and author (B-40). */

export type CopiedPart = { readonly at: string; readonly author: string; readonly text: string };

/** `[3 Nov 2026, 14:09] Maria: text`, one message after the other. */
export function copiedText(parts: readonly CopiedPart[]): string {
  return parts.map(({ at, author, text }) => `[${at}] ${author}: ${text.trim()}`).join('\n');
}
