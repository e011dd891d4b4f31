/** Text of a message → parts to draw. Never loses or changes a character; never makes a link that could run code. */

export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

/** Web addresses with or without scheme, and mail addresses. Short and linear: texts come from strangers. */
const candidate =
  /\b(?:https?:\/\/|www\.)[^\s<>"“”«»\u{202A}-\u{202E}\u{2066}-\u{2069}]{1,2000}|\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}|\bmailto:[^\s<>"“”]{3,320}/giu;
/** Numbers in the international form only: everything else may be an order, a date, a price. */
const dialled = /(?<![\p{L}\p{N}+/])\+[1-9](?:[ ().-]{0,2}\d){6,14}(?!\d)/gu;
const closers: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** Cuts what belongs to the sentence, not to the address: a full stop, a bracket that was opened before it. */
function trimmed(address: string): string {
  let end = address.length;
  while (end > 0) {
    const last = address[end - 1] ?? '';
    const opener = closers[last];
    const body = address.slice(0, end);
    const unopened = opener !== undefined && body.split(opener).length < body.split(last).length;
    if (!unopened && !/[.,;:!?'*_~،؛؟。、！？]/u.test(last)) break;
    end -= 1;
  }
  return address.slice(0, end);
}

/** The address that a link leads to, or null when it is not one that is safe to follow. */
export function safeAddress(text: string): string | null {
  const guess = /^www\./iu.test(text) ? `https://${text}` : text;
  const full = /^[\w.+-]+@/u.test(guess) ? `mailto:${guess}` : guess;
  if (!URL.canParse(full)) return null;
  const { protocol, hostname, href } = new URL(full);
  if (protocol === 'mailto:') return href;
  return (protocol === 'https:' || protocol === 'http:') && hostname.includes('.') ? href : null;
}

/** The address of a web page, or null for anything else. */
export function webAddress(text: string): string | null {
  const href = safeAddress(text);
  return href?.startsWith('http') ? href : null;
}

/** The numbers of a stretch without other links. */
function numbersIn(text: string): Part[] {
  const parts: Part[] = [];
  let done = 0;
  for (const found of text.matchAll(dialled)) {
    if (found.index > done) parts.push({ kind: 'text', text: text.slice(done, found.index) });
    parts.push({ kind: 'link', text: found[0], href: `tel:${found[0].replaceAll(/[^+\d]/gu, '')}` });
    done = found.index + found[0].length;
  }
  if (done < text.length) parts.push({ kind: 'text', text: text.slice(done) });
  return parts;
}

/** Splits a text into words and links. */
export function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let done = 0;
  for (const found of text.matchAll(candidate)) {
    const link = trimmed(found[0]);
    const href = safeAddress(link);
    if (href === null) continue;
    parts.push(...numbersIn(text.slice(done, found.index)), { kind: 'link', text: link, href });
    done = found.index + link.length;
  }
  parts.push(...numbersIn(text.slice(done)));
  return parts;
}

/** Signs that turn the direction of what follows: a file name can pretend to be another with them. */
const turning = /[\u{202A}-\u{202E}\u{2066}-\u{2069}]/gu;

/** A name or sentence without them, for a place where it stands among our own words. */
export function untricked(text: string): string {
  return text.replaceAll(turning, '');
}

const emoji = /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|[0-9#*]\u{FE0F}?\u{20E3})/u;
const segments = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** No three emoji are longer than this, families with skin tones included. */
const longestFew = 120;

/** How many emoji a text is, from one to three; 0 when it is more, or anything else (B-34). */
export function fewEmoji(text: string): number {
  const bare = text.trim();
  if (bare.length > longestFew || !emoji.test(bare)) return 0;
  const marks = [...segments.segment(bare)].map((one) => one.segment).filter((one) => one.trim() !== '');
  return marks.length <= 3 && marks.every((mark) => emoji.test(mark)) ? marks.length : 0;
}
