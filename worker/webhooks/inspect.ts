/** What a webhook body would mean, as plain rows: for `npm run inspect`. Nothing is stored. */
import type { Broken, ChannelEvent } from '../channels/channel.ts';
import { understand } from './understand.ts';

/** One row; absent and empty mean the same. */
export type Meaning = {
  readonly kind: string;
  readonly channel: string;
  readonly account_id?: string;
  readonly peer_id?: string;
  readonly direction?: 'in' | 'out';
  readonly message_id?: string;
  readonly text?: string;
  readonly media: readonly string[];
  readonly ref_id?: string;
  readonly status?: string;
  readonly error_code?: string;
};

function meaningOf(event: ChannelEvent): Meaning {
  const { channel, accountId } = event;
  if (event.type === 'account')
    return { kind: `account.${event.kind}`, channel, account_id: accountId, media: [] };
  const where = { channel, account_id: accountId, peer_id: event.peer, message_id: event.id, media: [] };
  if (event.type === 'status') {
    const error = event.error && { error_code: event.error.code };
    return { kind: 'status', direction: 'out', ...where, status: event.step, ...error };
  }
  const text = 'text' in event.content ? event.content.text : '';
  return { kind: 'message', direction: 'in', ...where, text, ...(event.quotes && { ref_id: event.quotes }) };
}

function lost({ channel, reason, step }: Broken): Meaning {
  if (step) return { kind: 'status', channel, direction: 'out', status: step, text: reason, media: [] };
  return { kind: 'broken', channel, text: reason, media: [] };
}

/** Everything that `body` says; what could not be understood stands as kind `broken` with its reason as text. */
export function meaningsOf(body: unknown): Meaning[] {
  const { events, broken } = understand(body);
  return [...events.map(meaningOf), ...broken.map(lost)];
}
