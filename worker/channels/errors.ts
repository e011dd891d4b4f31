/** One sentence for every failure, whichever channel it is of. */
import type { Channel } from '#domain/channel.ts';
import type { MetaError } from './channel.ts';
import * as whatsApp from './whatsapp/errors.ts';

/** What to tell the agent about a failure. Messenger and Instagram get tables of their own with their senders. */
export function sentenceFor(_channel: Channel, error: MetaError): string {
  return whatsApp.sentenceFor(error);
}

/** What to tell the agent while a message waits for its next try. */
export function waitingSentenceFor(_channel: Channel, error: MetaError): string {
  return whatsApp.waitingSentenceFor(error);
}
