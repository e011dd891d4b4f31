/** Which templates a picker lists, in which order. Pure. */
import { isOffered, type MessageTemplate } from '#domain/template.ts';

export type Wanted = {
  readonly typed: string;
  /** '' for all. */
  readonly category: string;
  readonly language: string;
};

/** As many are drawn at once; whoever looks further types a word. */
export const mostShown = 150;

/** Names one template of an account. */
export function idOf({ name, language }: Pick<MessageTemplate, 'name' | 'language'>): string {
  return `${name}:${language}`;
}

/** Letters without case and marks; what joins the words of a name is a space. */
function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('_', ' ');
}

function wordsOf({ name, body, footer, header, buttons, cards }: MessageTemplate): string {
  const titles = [...buttons, ...cards.flatMap((card) => card.buttons)].map(({ title }) => title);
  const above = header?.type === 'text' ? header.text : '';
  return plain([name, above, body, footer ?? '', ...titles, ...cards.map((card) => card.body)].join(' '));
}

/** A name that begins with what was typed stands before one that has it inside, and that before a text. */
function rank({ name }: MessageTemplate, typed: string): number {
  const at = plain(name).indexOf(typed);
  return at === 0 ? 0 : at > 0 ? 1 : 2;
}

/** Those that fit, the ones that can be sent first; every word that was typed is somewhere in them. */
export function found(templates: readonly MessageTemplate[], wanted: Wanted): readonly MessageTemplate[] {
  const typed = plain(wanted.typed).trim();
  const words = typed.split(/\s+/).filter((word) => word !== '');
  const fitting = templates.filter((template) => {
    const { category, language } = template;
    if (wanted.category !== '' && category !== wanted.category) return false;
    if (wanted.language !== '' && language !== wanted.language) return false;
    const said = wordsOf(template);
    return words.every((word) => said.includes(word));
  });
  return fitting.toSorted(
    (one, other) =>
      Number(isOffered(other)) - Number(isOffered(one)) ||
      (typed === '' ? 0 : rank(one, typed) - rank(other, typed)) ||
      one.name.localeCompare(other.name) ||
      one.language.localeCompare(other.language),
  );
}

/** What there is to choose from, each once, in order. */
export function choicesOf(
  templates: readonly MessageTemplate[],
  of: 'category' | 'language',
): readonly string[] {
  return [...new Set(templates.map((template) => template[of]))].filter((one) => one !== '').toSorted();
}
