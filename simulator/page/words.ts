/** Times, names and colours in the words of the page. */
import type { Channel, ChatRow } from '../control.ts';

/** The channels as people call them. */
export const channelNames: Readonly<Record<Channel, string>> = {
  whatsapp: 'WhatsApp',
  messenger: 'Messenger',
  instagram: 'Instagram',
};

const hours = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const clock = new Intl.DateTimeFormat(undefined, hours);
const clockWithSeconds = new Intl.DateTimeFormat(undefined, { ...hours, second: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const longDay = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });

const minute = 60_000;
const colours = ['#b0613a', '#2f6d8f', '#8a3b68', '#3a6b4a', '#6b5aa8', '#4b5aa0', '#8a6a2f', '#5d6470'];

/** 14:03 */
export function time(at: number): string {
  return clock.format(at);
}

/** 14:03:27 */
export function exactTime(at: number): string {
  return clockWithSeconds.format(at);
}

/** The day of a message: Today, or its name. */
export function dayOf(at: number): string {
  return isToday(at) ? 'Today' : longDay.format(at);
}

/** The time of today's, the day of older ones. */
export function shortTime(at: number): string {
  return isToday(at) ? time(at) : day.format(at);
}

function isToday(at: number): boolean {
  return new Date(at).toDateString() === new Date().toDateString();
}

/** 3 h 12 m */
function duration(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / minute));
  return minutes < 60 ? `${minutes} m` : `${Math.floor(minutes / 60)} h ${minutes % 60} m`;
}

/** What Meta lets the business do in this chat now. */
export function windowWords({ windowUntil, freeUntil }: ChatRow): string {
  const now = Date.now();
  const left = (windowUntil ?? 0) - now;
  const words = left > 0 ? `window ${duration(left)}` : 'window closed';
  return freeUntil !== null && freeUntil > now ? `${words} · free ${duration(freeUntil - now)}` : words;
}

/** Two letters for a round picture. */
export function initials(name: string): string {
  const letters = name.split(/\s+/).filter(Boolean).slice(0, 2);
  return letters
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase();
}

/** The same colour for the same name. */
export function colourOf(name: string): string {
  const sum = [...name].reduce((total, letter) => (total * 31 + (letter.codePointAt(0) ?? 0)) >>> 0, 7);
  return colours[sum % colours.length] ?? '#5d6470';
}
