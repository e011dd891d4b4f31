/** One sentence for every failure, whichever channel it is of. */
import type { Channel } from '#domain/channel.ts';
import type { MetaError } from './channel.ts';
import { sentenceFor as whatsAppSentence } from './whatsapp/errors.ts';

/** What to tell the agent about `error`. Messenger and Instagram get tables of their own with their senders. */
export function sentenceFor(_channel: Channel, error: MetaError): string {
  return whatsAppSentence(error);
}
