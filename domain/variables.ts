/** Variables of texts that are kept to be sent again (B-50): which there are, and how they are filled. Pure. */

/** As they stand in a text, in double braces: `{{first_name}}`. */
export const variables = [
  'name',
  'first_name',
  'phone',
  'username',
  'agent',
  'agent_first_name',
  'account',
  'date',
  'time',
] as const;
export type Variable = (typeof variables)[number];

/** What is known of this customer, agent and moment. Absent or empty: nothing is. */
export type Facts = Readonly<Partial<Record<Variable, string>>>;

/** A stretch of a text: its own words, what a variable became, or braces that nothing fills. */
export type Part = { readonly kind: 'plain' | 'filled' | 'missing'; readonly text: string };

/** Braces that still stand in a text: from where to where, and the name in them. */
export type Hole = { readonly from: number; readonly to: number; readonly name: string };

const braces = /\{\{\s*([^\s{}][^{}\n]{0,59}?)\s*\}\}/gu;

/** Every `{{…}}` of a text, in order. */
export function holesIn(text: string): Hole[] {
  return [...text.matchAll(braces)].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
    name: match[1] ?? '',
  }));
}

function valueOf(name: string, facts: Facts): string {
  const known = variables.find((one) => one === name.toLowerCase());
  // A customer whose name has braces in it must not become a variable of ours.
  return ((known && facts[known]) ?? '').replaceAll('{{', '{').trim();
}

/** The text in stretches, so that a preview can mark what was filled and what is missing. */
export function partsOf(text: string, facts: Facts): Part[] {
  const parts: Part[] = [];
  let done = 0;
  for (const { from, to, name } of holesIn(text)) {
    const value = valueOf(name, facts);
    if (from > done) parts.push({ kind: 'plain', text: text.slice(done, from) });
    parts.push(
      value === '' ? { kind: 'missing', text: text.slice(from, to) } : { kind: 'filled', text: value },
    );
    done = to;
  }
  if (done < text.length) parts.push({ kind: 'plain', text: text.slice(done) });
  return parts;
}

/** The text as it would be sent, and the names that nothing fills: they stay in it, in their braces. */
export function fill(
  text: string,
  facts: Facts,
): { readonly text: string; readonly missing: readonly string[] } {
  const filled = partsOf(text, facts)
    .map((part) => part.text)
    .join('');
  return { text: filled, missing: holesIn(filled).map(({ name }) => name) };
}

/** How one calls somebody of this name: its first word. */
export function firstNameOf(name: string): string {
  return name.trim().split(/\s+/u)[0] ?? '';
}
