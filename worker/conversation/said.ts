/** The words of a message that the search finds it by. Pure. */
import type { Action, Button, ContactCard, Content } from '#domain/content.ts';
import type { Content as Shown } from '#domain/message.ts';
import type { StoredMessage } from './state.ts';

/** Of one message, in characters: more than any channel takes as text. */
const mostCharacters = 10_000;

type Words = readonly (string | undefined)[];

const titles = (buttons: readonly Button[]): Words => buttons.map(({ title }) => title);

function offered(action: Action): Words {
  switch (action.type) {
    case 'buttons':
      return titles(action.buttons);
    case 'list':
      return action.sections.flatMap(({ title, rows }) => [
        title,
        ...rows.flatMap((row) => [row.title, row.description]),
      ]);
    case 'link':
    case 'flow':
      return [action.title];
    case 'quick-replies':
      return action.replies.map(({ title }) => title);
    case 'cards':
      return action.cards.flatMap((card) => [card.title, card.subtitle, ...titles(card.buttons)]);
    case 'location-request':
    case 'contact-request':
      return [];
  }
}

const contact = ({ name, phones, emails, organisation }: ContactCard): Words => [
  name,
  ...phones,
  ...emails,
  organisation,
];

function beside(content: Content): Words {
  switch (content.kind) {
    case 'files':
      return content.files.map(({ name }) => name);
    case 'location':
      return [content.name, content.address];
    case 'contacts':
      return content.contacts.flatMap(contact);
    case 'choice':
      return [content.description];
    case 'form':
      return content.fields.flatMap(({ name, value }) => [name, value]);
    case 'order':
      return content.items.map(({ name }) => name);
    case 'share':
      return [content.title];
    case 'interactive':
      return [content.header, content.footer, ...offered(content.action)];
    case 'template': {
      const { header, footer, buttons, cards = [], location } = content;
      const ofCards = cards.flatMap((card) => [card.text, ...titles(card.buttons)]);
      return [header, location?.name, location?.address, footer, ...titles(buttons), ...ofCards];
    }
    case 'text':
    case 'unsent':
    case 'unsupported':
      return [];
  }
}

function wordsOf(content: Shown): Words {
  if (content.kind === 'line') return [];
  return content.kind === 'comment' ? [content.text] : [content.text, ...beside(content)];
}

/** Everything that a person may remember of it, on lines; '' where there are no words. What happened is not searched. */
export function saidOf({ direction, content }: Pick<StoredMessage, 'direction' | 'content'>): string {
  if (direction === 'act') return '';
  const words = wordsOf(content).filter((word) => word !== undefined && word.trim() !== '');
  const text = words.join('\n').slice(0, mostCharacters);
  return text.isWellFormed() ? text : text.slice(0, -1);
}

/** Whether a message may have said something before. */
export function mayHaveSaid({ content, edited }: Pick<StoredMessage, 'content' | 'edited'>): boolean {
  return content.kind === 'unsent' || edited !== undefined;
}
