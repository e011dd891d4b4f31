/** What the composer of a deep link begins with, before anything is drawn. */
import type { ConversationView, Me } from '#domain/http.ts';
import { composerState, rightsOf, speaks } from './state.ts';
import { queuedOf, slowOf, troubleOf } from './told.ts';

/** Whether the composer of this conversation has something to say at once. It then comes along with the page. */
export function beginsWithBanner({ head, messages }: ConversationView, me: Me): boolean {
  const { actor, now } = me;
  const account = me.accounts.find(({ channel, id }) => channel === head.channel && id === head.accountId);
  const queued = queuedOf(messages);
  const { banner } = composerState({
    ...{ actor, head, now, rights: rightsOf(account ?? null), confirmed: false, mode: 'reply' },
    trouble: account ? (account.trouble ?? troubleOf(queued)) : '',
    slow: slowOf(queued, now),
    ...{ mayManage: false, offline: false, waiting: 0, busy: null, news: null },
  });
  return speaks(banner);
}
