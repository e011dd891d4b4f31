/**
 * What a channel takes of a draft: asked by the composer before it sends, and by the edge again.
 * Numbers: Meta's send pages, see docs/channels.
 */
import { abilities, textLength, type Channel } from './channel.ts';
import type { Draft } from './draft.ts';
import { problemOfFiles } from './limits-files.ts';
import { messagingBodyLimit, problemOfMessagingInteractive } from './limits-interactive-messaging.ts';
import { problemOfWhatsAppInteractive, whatsAppBodyLimit } from './limits-interactive-whatsapp.ts';
import { characters, firstOf, type Problem } from './limits-parts.ts';
import { problemOfTemplate } from './limits-template.ts';
import type { Refusal } from './refusal.ts';

export { fileLimits, kindName, takesMime } from './limits-files.ts';

type Of<K extends Draft['kind']> = Extract<Draft, { kind: K }>;

function refuseText(channel: Channel, text: string): Refusal | null {
  if (text.trim() === '') return { code: 'text-empty' };
  const limit = abilities[channel].textLimit;
  const length = textLength(channel, text);
  return length > limit ? { code: 'text-too-long', limit, length } : null;
}

/** How long the body of an interactive message is, and may be: as the channel's text, or shorter above buttons. */
export function bodyMeasure(
  channel: Channel,
  { text, action }: Pick<Of<'interactive'>, 'text' | 'action'>,
): { readonly length: number; readonly limit: number } {
  const limit = channel === 'whatsapp' ? whatsAppBodyLimit(action.type) : messagingBodyLimit(action.type);
  if (limit !== null) return { length: characters(text), limit };
  return { length: textLength(channel, text), limit: abilities[channel].textLimit };
}

function refuseBody(channel: Channel, draft: Of<'interactive'>): Refusal | null {
  if (draft.action.type === 'cards') return null;
  if (draft.text.trim() === '') return { code: 'text-empty' };
  const { length, limit } = bodyMeasure(channel, draft);
  return length > limit ? { code: 'text-too-long', limit, length } : null;
}

function asRefusal(channel: Channel, problem: Problem): Refusal | null {
  return problem === null ? null : { code: 'draft-not-allowed', channel, problem };
}

function problemOfContacts(channel: Channel, { contacts }: Of<'contacts'>): Problem {
  if (channel !== 'whatsapp') {
    return `${abilities[channel].label} takes no contact cards. Write the name and number as text.`;
  }
  return firstOf(contacts, ({ name }, index) =>
    name.trim() === '' ? `Contact ${index + 1} has no name. Write one.` : null,
  );
}

function problemOfLocation(channel: Channel): Problem {
  if (channel === 'whatsapp') return null;
  return `${abilities[channel].label} takes no locations. Send the address, or a link to a map, as text.`;
}

function refuseInteractive(channel: Channel, draft: Of<'interactive'>): Refusal | null {
  const problem =
    channel === 'whatsapp'
      ? problemOfWhatsAppInteractive(draft)
      : problemOfMessagingInteractive(channel, draft);
  return refuseBody(channel, draft) ?? asRefusal(channel, problem);
}

/**
 * Why the channel does not take this draft, or null when it does: `text-empty`, `text-too-long` (of its text or body), or
 * `draft-not-allowed` with two sentences. Says nothing of windows and rights: see window.ts.
 */
export function refuseDraft(channel: Channel, draft: Draft): Refusal | null {
  switch (draft.kind) {
    case 'text':
      return refuseText(channel, draft.text);
    case 'files':
      return asRefusal(channel, problemOfFiles(channel, draft.text, draft.files));
    case 'location':
      return asRefusal(channel, problemOfLocation(channel));
    case 'contacts':
      return asRefusal(channel, problemOfContacts(channel, draft));
    case 'interactive':
      return refuseInteractive(channel, draft);
    case 'template':
      return asRefusal(channel, problemOfTemplate(channel, draft.values));
  }
}
