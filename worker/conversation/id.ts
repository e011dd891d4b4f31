/** The id of a conversation, and how its object is reached. */
import type { Channel } from '#domain/channel.ts';
import type { CustomerName } from '../channels/channel.ts';
import type { Env } from '../env.ts';
import type { Conversation } from './object.ts';

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
const idLength = 24;

function base32(bytes: Uint8Array): string {
  let bits = 0;
  let held = 0;
  let text = '';
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(held >>> bits) & 31] ?? '';
    }
    held &= (1 << bits) - 1;
  }
  return text;
}

export type Line = { readonly channel: Channel; readonly accountId: string };

/** Derived from channel, account and a customer's name, without a look-up; it shows no phone number. */
export async function conversationId(line: Line, name: CustomerName): Promise<string> {
  const key = new TextEncoder().encode(JSON.stringify([line.channel, line.accountId, name]));
  const hash = await crypto.subtle.digest('SHA-256', key);
  return base32(new Uint8Array(hash)).slice(0, idLength);
}

/** Whether a text from outside could be such an id. */
export function isConversationId(text: string): boolean {
  return text.length === idLength && [...text].every((letter) => alphabet.includes(letter));
}

/** The one place where conversation objects are addressed: the first caller decides where they live (docs/decisions). */
export function conversationStub(
  env: Pick<Env, 'CONVERSATION' | 'LOCATION_HINT'>,
  id: string,
): DurableObjectStub<Conversation> {
  return env.CONVERSATION.getByName(id, { locationHint: env.LOCATION_HINT });
}

/** The id of the conversation whose object this is. */
export function nameOf(ctx: DurableObjectState): string {
  const { name } = ctx.id;
  if (name === undefined) throw new Error('A conversation object must be addressed by name.');
  return name;
}
