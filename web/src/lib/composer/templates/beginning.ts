/** What the fields of a template hold when it is opened. Pure. */
import type { MessageTemplate } from '#domain/template.ts';
import { fieldsOf, type Filling } from '#domain/template-fields.ts';
import type { LastValues } from '../../state/last-values.ts';
import { valueOf, type Token } from './tokens.ts';

type Known = {
  /** What this person last wrote there. */
  readonly last: LastValues;
  readonly tokens: readonly Token[];
  /** A draft that is to become a template; '' for none. */
  readonly begun: string;
};

const written: ReadonlySet<string> = new Set(['text', 'code', 'link-end']);
/** Meta takes no line breaks in a value. */
const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/**
 * The last values, with this customer's own name in the place of the last one's; a draft goes into the first text of the
 * body.
 */
export function beginningOf(template: MessageTemplate, { last, tokens, begun }: Known): Filling {
  const texts = fieldsOf(template).filter(({ input }) => written.has(input));
  const first = begun === '' ? undefined : texts.find(({ part }) => part === 'body')?.key;
  return Object.fromEntries(
    texts.flatMap(({ key }) => {
      const text = key === first ? oneLine(begun) : valueOf(last[key] ?? '', tokens);
      return text === '' ? [] : [[key, { type: 'text', text } as const]];
    }),
  );
}
