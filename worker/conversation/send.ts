/** One send: from the outbox to Meta and back, as an input of the loop. */
import type { Head } from '#domain/head.ts';
import { accessOf, type Access } from '../accounts/accounts.ts';
import type { CustomerName, SendResult } from '../channels/channel.ts';
import { postToGraph } from '../channels/graph.ts';
import { judge } from '../channels/whatsapp/errors.ts';
import { renderText } from '../channels/whatsapp/render.ts';
import type { Env } from '../env.ts';
import { logFailure } from '../log.ts';
import type { OutboxRow, StoredMessage } from './state.ts';

type Postponed = Extract<SendResult, { type: 'later' | 'failed' }>;

/** What the object offers to a send. */
export type Line = {
  head(): Head | null;
  names(): readonly CustomerName[];
  /** Commits that the next message left, and gives it; null when nothing may leave any more. */
  take(): { readonly row: OutboxRow; readonly message: StoredMessage } | null;
  answer(row: OutboxRow, result: SendResult): void;
  /** The next message cannot leave at all now. */
  postpone(result: Postponed): void;
};

async function accessFor(env: Env, head: Head): Promise<Access | Postponed> {
  try {
    const access = await accessOf(env, { channel: head.channel, id: head.accountId }, Date.now());
    return (
      access ?? {
        type: 'failed',
        error: {
          code: 'not-connected',
          title: '',
          details: 'This account is not connected. An admin must connect it in the settings.',
        },
      }
    );
  } catch (failure) {
    logFailure('send.account-unreadable', failure);
    const details = 'The account could not be read. It goes out by itself in a moment.';
    return { type: 'later', afterMs: null, error: { code: 'account-unreadable', title: '', details } };
  }
}

/** Sends the next message of the outbox. */
export async function sendRow(env: Env, line: Line): Promise<void> {
  const head = line.head();
  if (!head) return;
  const access = await accessFor(env, head);
  if ('type' in access) return line.postpone(access);
  const taken = line.take();
  if (!taken) return;
  const { row, message } = taken;
  const text = 'text' in message.content ? message.content.text : '';
  const answer = await postToGraph({
    baseUrl: env.GRAPH_URL,
    version: env.GRAPH_VERSION,
    token: access.token,
    path: `${access.accountId}/messages`,
    body: renderText({ id: message.id, text, names: line.names() }),
  });
  line.answer(row, judge(answer));
}
