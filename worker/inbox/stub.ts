/** The one place where Inbox objects are addressed. */
import type { Env } from '../env.ts';
import type { Inbox } from './object.ts';

/** The Inbox object that watches conversation `id`. One for now; the name is numbered so that there can be several. */
export function inboxStub(env: Pick<Env, 'INBOX' | 'LOCATION_HINT'>): DurableObjectStub<Inbox> {
  return env.INBOX.getByName('inbox:0', { locationHint: env.LOCATION_HINT });
}
