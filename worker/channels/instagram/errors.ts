/** Instagram: Meta's error codes → what they mean and what to tell the agent (docs/channels/instagram.md). */
import { tableOf, type ErrorTable } from '../error-table.ts';
import { ambiguous, closing, messagingRows, retried } from '../messaging-errors.ts';

export const instagramErrors: ErrorTable = {
  judged: tableOf(
    messagingRows({
      label: 'Instagram',
      account: 'account',
      closed: 'The 24-hour window is closed, so Instagram takes no answer. Wait until the customer writes.',
    }),
  ),
  retried,
  ambiguous,
  closing,
};
