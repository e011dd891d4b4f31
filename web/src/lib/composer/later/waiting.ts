/** What waits on this device for a time of its own. Pure. */
import type { Pending } from '../../state/outbox.svelte.ts';

/** Whether it stands among the scheduled messages and not in the timeline: nobody has refused it. */
export function waitsForItsTime(pending: Pending): boolean {
  return pending.type === 'send' && pending.sendAt !== undefined && pending.refusal === null;
}
