/** The words of messages in the index, for the search. */
import { messageTokens } from '#domain/facets.ts';
import { placeOfSaid } from './place.ts';
import type { Published } from './published.ts';

/** As much of a text as is searched and kept, in characters; the longest that WhatsApp sends. */
const longest = 4096;
/** Characters of one statement; D1 takes no value of more than 2 MB. */
const statementSize = 500_000;

const remember = `INSERT OR REPLACE INTO said (rowid, tokens, conversation, message, at, text)
SELECT (value ->> 0 << 31) + (value ->> 1), value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6
FROM json_each(?)`;
const forget = `DELETE FROM said
WHERE rowid IN (SELECT (value ->> 0 << 31) + (value ->> 1) FROM json_each(?))`;

/** The beginning of a text; a character is never cut in two. */
function beginning(text: string): string {
  const cut = text.toWellFormed().slice(0, longest);
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}

function* inParts(rows: readonly unknown[]): Generator<string> {
  let part: string[] = [];
  let size = 0;
  for (const row of rows) {
    const text = JSON.stringify(row);
    if (part.length > 0 && size + text.length > statementSize) {
      yield `[${part.join()}]`;
      [part, size] = [[], 0];
    }
    part.push(text);
    size += text.length;
  }
  if (part.length > 0) yield `[${part.join()}]`;
}

/**
 * The statements that bring the words of all of `published` up to date: one for what was said, one for what says nothing
 * any more, none where there is nothing. A text without words is not kept.
 */
export function writeSaid(db: D1Database, published: readonly Published[]): readonly D1PreparedStatement[] {
  const said: unknown[] = [];
  const unsaid: unknown[] = [];
  for (const { head, ...words } of published) {
    for (const message of words.said) {
      const text = beginning(message.text);
      const tokens = messageTokens(text).join(' ');
      const place = placeOfSaid(head.id, message);
      if (tokens === '') unsaid.push(place);
      else said.push([...place, tokens, head.id, message.message, message.at, text]);
    }
    for (const message of words.unsaid) unsaid.push(placeOfSaid(head.id, message));
  }
  return [
    ...Array.from(inParts(unsaid), (rows) => db.prepare(forget).bind(rows)),
    ...Array.from(inParts(said), (rows) => db.prepare(remember).bind(rows)),
  ];
}
