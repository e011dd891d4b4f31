/** People of the team after `@`, in what only the team sees (B-51). */
import { found } from '../../ui/menu.ts';
import { t } from '../../words/t.ts';
import type { Hand } from '../hand.ts';
import type { Source, Suggestion } from '../suggest/source.ts';
import { chosenIn } from './chosen.ts';
import { mayBeNamed } from './named.ts';

/** A first word and a second one: that is how far a name is typed. */
const asked = /(?:^|[\s([{"'])(@((?:[\p{L}\p{M}\p{N}.'’-]+ ?){0,2}))$/u;
const most = 50;

function offered({ desk: { directory, session }, head }: Hand): readonly Suggestion[] {
  const { team, groups } = directory;
  return mayBeNamed(team, { me: session.actor, groups, of: head }).map(({ id, name, role }) => ({
    id,
    title: name,
    detail: t(`role.${role}`),
  }));
}

/** Who begins with what was typed, before who only has it somewhere. */
function ranked(people: readonly Suggestion[], query: string): readonly Suggestion[] {
  const begins = (title: string): boolean => title.toLocaleLowerCase().startsWith(query.toLocaleLowerCase());
  return found(
    people.map((one) => ({ ...one, label: one.title })),
    query,
  ).toSorted((a, b) => Number(begins(b.title)) - Number(begins(a.title)));
}

export const mentionSource: Source = {
  name: 'mention',
  triggered(text, caret, hand) {
    if (hand.mode !== 'comment') return null;
    const [, whole, query] = asked.exec(text.slice(Math.max(0, caret - 80), caret)) ?? [];
    if (whole === undefined || query === undefined || query.endsWith(' ')) return null;
    return { from: caret - whole.length, to: caret, query };
  },
  async suggest(query, hand) {
    return ranked(offered(hand), query).slice(0, most);
  },
  choose({ id, title }, { from, to }, hand) {
    chosenIn(hand.thread).add(id);
    hand.replace(from, to, `@${title} `);
  },
};
