/** Send and archive: the one after the other, because a reply that came later would bring the conversation back. */
import { untrack } from 'svelte';
import { can } from '#domain/permission.ts';
import type { Desk } from '../state/desk.ts';

/** What is needed of the desk. */
export type Archiving = Pick<Desk, 'actions' | 'outbox' | 'session' | 'threads'>;

/** Archives as soon as the edge took all of `sent` (client ids); not where it refused one, or where this person may not. */
export function archiveOnceSent(desk: Archiving, id: string, sent: ReadonlySet<string>): void {
  const { actions, outbox, session, threads } = desk;
  const stop = $effect.root(() => {
    $effect(() => {
      const left = outbox.of(id).filter(({ clientId }) => sent.has(clientId));
      if (left.some(({ refusal }) => refusal === null)) return;
      queueMicrotask(() => stop());
      const head = untrack(() => threads.get(id).head);
      if (left.length > 0 || !head || !can(session.actor, 'conversation.archive', head)) return;
      void untrack(() => actions.one(id, { type: 'archive' }));
    });
  });
}
