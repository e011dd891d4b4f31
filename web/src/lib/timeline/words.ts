/** Sentences about messages: who wrote, what happened. */
import type { Happening, Message } from '#domain/message.ts';
import { t } from '../words/t.ts';

/** Who wrote a message, as the person at this screen calls them. */
export function authorOf(message: Message, customer: string, me: string): string {
  if (message.direction === 'in') return customer;
  if (!message.by) return t('message.business');
  return message.by.id === me ? t('message.you') : message.by.name;
}

/** What happened to the conversation, as a sentence. */
export function happened(what: Happening, by: Message['by']): string {
  switch (what.what) {
    case 'assigned':
      if (by?.id === what.to.id) return t('line.took', { to: what.to.name });
      return by
        ? t('line.assigned', { by: by.name, to: what.to.name })
        : t('line.assigned-rule', { to: what.to.name });
    case 'released':
      if (by?.id === what.from.id) return t('line.released', { by: by.name });
      return by
        ? t('line.released-from', { by: by.name, from: what.from.name })
        : t('line.released-rule', { from: what.from.name });
    case 'archived':
      return by ? t('line.archived', { by: by.name }) : t('line.archived-rule');
    case 'reopened':
      return by ? t('line.reopened', { by: by.name }) : t('line.reopened-rule');
    case 'window-closed':
      return t('line.window-closed');
  }
}

/** The text that a person reads in a message; '' for a line. */
export function textOf(message: Message): string {
  return message.content.kind === 'line' ? '' : message.content.text;
}
