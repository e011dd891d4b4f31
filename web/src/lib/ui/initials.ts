/** How a person is drawn without a picture: two letters and a colour that stay the same. */

const colours = 10;

/** Up to two letters of a name; `#` for a number, `?` for nothing. */
export function initialsOf(name: string): string {
  const words = name
    .replace(/^@/, '')
    .split(/[\s._-]+/u)
    .filter((word) => /\p{L}/u.test(word));
  const [first, ...rest] = words;
  if (first === undefined) return /\d/.test(name) ? '#' : '?';
  const letters = [...first.replace(/[^\p{L}\p{M}]/gu, '')];
  const last = rest.at(-1);
  const second = last === undefined ? letters[1] : [...last.replace(/[^\p{L}\p{M}]/gu, '')][0];
  return `${letters[0] ?? ''}${second ?? ''}`.toLocaleUpperCase('en');
}

/** The token of the colour that belongs to `id`. */
export function colourOf(id: string): string {
  let hash = 7;
  for (let index = 0; index < id.length; index += 1) hash = (hash * 31 + id.charCodeAt(index)) % 1_000_003;
  return `var(--avatar-${hash % colours})`;
}
