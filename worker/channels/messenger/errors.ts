/** Messenger: Meta's error codes → what they mean and what to tell the agent (docs/channels/messenger.md). */
import { tableOf, type ErrorTable } from '../error-table.ts';
import { ambiguous, closing, messagingRows, retried } from '../messaging-errors.ts';

export const messengerErrors: ErrorTable = {
  judged: tableOf(
    messagingRows({
      label: 'Messenger',
      account: 'page',
      closed:
        'The 24-hour window is closed, so Messenger takes no answer. Wait until the customer writes, or use a template.',
    }),
  ),
  retried,
  ambiguous,
  closing,
};
