/** JSON as a person reads it. */

/** Two spaces deep; what is no JSON (its end is missing, or it never was) stays as it is. Large numbers keep their digits. */
export function readable(raw: string): string {
  try {
    JSON.parse(raw);
  } catch {
    return raw;
  }
  return indented(raw);
}

/** By the letters, not by parsing: an id above 2^53 would lose its last digits. */
function indented(raw: string): string {
  const tokens = raw.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  let depth = 0;
  let text = '';
  const line = (): string => `\n${'  '.repeat(depth)}`;
  tokens.forEach((token, index) => {
    const opens = token === '{' || token === '[';
    const closes = token === '}' || token === ']';
    const empty = closes && (tokens[index - 1] === '{' || tokens[index - 1] === '[');
    if (closes) depth -= 1;
    if (closes && !empty) text += line();
    text += token === ':' ? ': ' : token;
    if (opens) depth += 1;
    const next = tokens[index + 1];
    if ((opens && next !== '}' && next !== ']') || token === ',') text += line();
  });
  return text;
}
