/** Quick replies as the field suggests them, after a slash at the beginning of a line (B-50). */
import { fill } from '#domain/variables.ts';
import type { Source } from '../suggest/source.ts';
import { factsOf } from './facts.ts';
import { putReply } from './put.ts';
import { ranked, triggerAt } from './quick.ts';

const mostSuggested = 50;

export const quickSource: Source = {
  name: 'quick',
  triggered: (text, caret, hand) => (hand.mayReply ? triggerAt(text, caret) : null),
  async suggest(query, hand) {
    const replies = await (await hand.desk.kept.replies.load()).known();
    const facts = factsOf(hand);
    return ranked(replies, query)
      .slice(0, mostSuggested)
      .map(({ id, shortcut, title, text }) => ({
        id,
        title,
        detail: `/${shortcut}`,
        preview: fill(text, facts).text,
      }));
  },
  choose({ id }, { from, to }, hand) {
    const reply = hand.desk.kept.replies.now?.all?.find((one) => one.id === id);
    if (reply) putReply(hand, reply.text, { from, to });
  },
};
