/** A message of ours as a draft once more, for sending it again. Pure. */
import type { Message } from '#domain/message.ts';
import type { Composed } from '../state/outbox.svelte.ts';

/** Null where something is missing here: the bytes of a file, the values of a template. */
export function draftAgain({ content }: Message): Composed | null {
  switch (content.kind) {
    case 'text':
      return { kind: 'text', text: content.text };
    case 'location': {
      const { text: _, ...location } = content;
      return location;
    }
    case 'contacts':
      return {
        kind: 'contacts',
        contacts: content.contacts.map(({ phones, emails, urls, ...card }) => ({
          ...card,
          phones: [...phones],
          emails: [...emails],
          ...(urls && { urls: [...urls] }),
        })),
      };
    default:
      return null;
  }
}

/** What to do instead, by the key of its words; null where nothing helps. */
export function insteadOf({ content }: Message): 'failed.files' | 'failed.template' | null {
  if (content.kind === 'template') return 'failed.template';
  return content.kind === 'files' || content.kind === 'interactive' ? 'failed.files' : null;
}
