import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
type Theme = 'light' | 'dark';

/** `#rrggbb` of a token; tokens with one value are the same in both themes. */
function colour(token: string, theme: Theme): string {
  const both = new RegExp(`--${token}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\);`).exec(css);
  const one = new RegExp(`--${token}: (#[0-9a-f]{6});`).exec(css);
  const found = both ? both[theme === 'light' ? 1 : 2] : one?.[1];
  if (found === undefined) throw new Error(`There is no colour --${token}.`);
  return found;
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((start) => parseInt(hex.slice(start, start + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** Text on the grounds where it stands: at least 4.5 (WCAG 1.4.3). */
const text: Readonly<Record<string, readonly string[]>> = {
  ink: [
    'canvas',
    'panel',
    'raise',
    'tint',
    'hover',
    'in',
    'out',
    'closed-wash',
    'soon-wash',
    'fep-wash',
    'glass',
  ],
  soft: ['canvas', 'panel', 'raise', 'tint', 'hover', 'in', 'out', 'glass'],
  faint: ['canvas', 'panel', 'raise', 'tint', 'hover', 'in'],
  accent: ['canvas', 'panel', 'tint', 'hover', 'in', 'glass'],
  fep: ['panel', 'tint', 'hover', 'fep-wash'],
  'accent-ink': ['accent', 'accent-strong'],
  'badge-ink': ['badge'],
  badge: ['panel', 'tint', 'hover'],
  open: ['panel', 'tint', 'hover'],
  soon: ['panel', 'tint', 'hover', 'canvas', 'soon-wash'],
  closed: ['panel', 'tint', 'hover', 'canvas', 'closed-wash'],
  link: ['in', 'out', 'note', 'panel'],
  'note-ink': ['note', 'note-wash'],
  'note-soft': ['note', 'note-wash'],
  note: ['note-ink'],
};

/** Marks and borders that carry meaning: at least 3 (WCAG 1.4.11). */
const graphics: Readonly<Record<string, readonly string[]>> = {
  edge: ['panel', 'canvas'],
  soft: ['out', 'panel', 'tint'],
  read: ['out', 'panel', 'tint', 'hover'],
  closed: ['out', 'in', 'panel', 'tint', 'hover', 'canvas'],
  open: ['panel', 'tint', 'hover', 'canvas'],
  soon: ['panel', 'tint', 'hover', 'canvas'],
  whatsapp: ['panel', 'tint', 'hover'],
  messenger: ['panel', 'tint', 'hover'],
  instagram: ['panel', 'tint', 'hover'],
  focus: ['canvas', 'panel', 'tint', 'hover', 'in', 'out', 'note'],
  accent: ['panel', 'canvas', 'tint'],
};

const tags = [...css.matchAll(/--(tag-[a-z]+): /g)].map((found) => found[1] ?? '');
const avatars = [...css.matchAll(/--(avatar-(?:\d|nobody)): /g)].map((found) => found[1] ?? '');

describe.each<Theme>(['light', 'dark'])('%s', (theme) => {
  const pairs = (table: Readonly<Record<string, readonly string[]>>): [string, string][] =>
    Object.entries(table).flatMap(([front, grounds]) =>
      grounds.map((ground): [string, string] => [front, ground]),
    );

  test.each(pairs(text))('text %s on %s', (front, ground) => {
    expect(contrast(colour(front, theme), colour(ground, theme))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(tags)('mark %s on the grounds of rows, chips and menus', (tag) => {
    for (const ground of ['panel', 'canvas', 'tint', 'hover'])
      expect(contrast(colour(tag, theme), colour(ground, theme))).toBeGreaterThanOrEqual(3);
  });

  test.each(pairs(graphics))('mark %s on %s', (front, ground) => {
    expect(contrast(colour(front, theme), colour(ground, theme))).toBeGreaterThanOrEqual(3);
  });
});

test.each(avatars)('initials on %s', (avatar) => {
  expect(contrast(colour('avatar-ink', 'light'), colour(avatar, 'light'))).toBeGreaterThanOrEqual(4.5);
});

test('there are avatars of several colours', () => {
  expect(avatars.length).toBeGreaterThan(8);
});
