/** The variables in the texts of a template: `{{1}}`, `{{name}}` (Meta, "Template variables"). Pure. */

const variable = /\{\{\s*([^{}\s]+)\s*\}\}/g;

/** The variables of a text, each once: numbers by their size, as Meta counts them; names as they come. */
export function variablesIn(text: string): readonly string[] {
  const all = [...new Set([...text.matchAll(variable)].map(([, name = '']) => name))];
  const numbered = all.every((name) => /^\d+$/.test(name));
  return numbered ? all.toSorted((one, other) => Number(one) - Number(other)) : all;
}

/** The text with its values; a variable without one stays as it is. */
export function fillIn(text: string, values: ReadonlyMap<string, string>): string {
  return text.replaceAll(variable, (whole, name: string) => values.get(name) || whole);
}

/** An address without the variable at its end. */
export function addressBefore(url: string): string {
  const [found] = url.matchAll(variable);
  return found ? url.slice(0, found.index) : url;
}

/** What Meta refuses in any value (error 132018), in words that follow the name of the value; null when it is fine. */
export function strangeIn(text: string): string | null {
  if (/[\r\n\u2028\u2029]/.test(text)) return 'has a line break. Write it in one line.';
  if (text.includes('\t')) return 'has a tab. Use a space instead.';
  return / {4,}/.test(text) ? 'has four spaces or more in a row. Take some away.' : null;
}
