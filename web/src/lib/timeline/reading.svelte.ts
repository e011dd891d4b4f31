/** When what is on the screen counts as read (B-67): the page is in front, and the newest message was seen long enough. */
import { can } from '#domain/permission.ts';
import type { Head } from '#domain/head.ts';
import { attention } from '../state/attention.svelte.ts';
import type { Desk } from '../state/desk.ts';
import type { Thread } from '../state/thread.svelte.ts';
import type { Scroll } from './scroll.svelte.ts';

/** How long a message has to be in view, in ms. */
const seenAfter = 1_000;

type Reading = { readonly thread: Thread; readonly head: Head; readonly scroll: Scroll };

/** The customer's newest message, if all of it that fits on the screen is there; null while it is not. */
function newestInSight({ thread, scroll }: Reading): string | null {
  if (thread.window) return null;
  const { drawn, sight } = scroll;
  const at = drawn.findLastIndex((item) => item.kind === 'message' && item.message.direction === 'in');
  return at >= sight.first && at <= sight.last ? (drawn[at]?.key ?? null) : null;
}

/** Tells the edge what was read, as long as the component that calls this lives. */
export function markRead({ connection, session }: Desk, current: () => Reading): void {
  const reads = $derived.by(() => {
    const { thread, head } = current();
    if (!attention.here || connection.shown !== 'live' || thread.keepUnread || head.unread === 0) return null;
    return can(session.actor, 'conversation.read', head) ? newestInSight(current()) : null;
  });
  $effect(() => {
    if (reads === null) return;
    const timer = setTimeout(() => {
      const { thread, head } = current();
      void thread.read(head.rev);
    }, seenAfter);
    return () => clearTimeout(timer);
  });
}
