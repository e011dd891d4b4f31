/** What Messenger and Instagram take of an interactive message (Meta, "Message templates", "Quick replies"). In characters. */
import { abilities, type Channel } from './channel.ts';
import type { Action, Button, Card } from './content.ts';
import type { Draft } from './draft.ts';
import { fieldLimits } from './limits-fields.ts';
import { firstOf, miscounted, notWeb, tooLong, unfit, type Problem } from './limits-parts.ts';

type Interactive = Extract<Draft, { kind: 'interactive' }>;

const payloadLimit = 1000;

/** Longest body where it stands above buttons; null where it is an ordinary text of the channel. */
export function messagingBodyLimit(type: Action['type']): number | null {
  return type === 'buttons' || type === 'link' ? 640 : null;
}

function problemOfButton(channel: Channel, button: Button, what: string): Problem {
  const problem = unfit({ what: `The title of ${what}`, text: button.title, limit: fieldLimits.button });
  if (problem !== null) return problem;
  switch (button.type) {
    case 'reply':
      return unfit({ what: `The id of ${what}`, text: button.id, limit: payloadLimit });
    case 'url':
      return notWeb(`The link of ${what}`, button.url);
    case 'phone':
      if (channel === 'messenger')
        return unfit({ what: `The number of ${what}`, text: button.phone, limit: 40 });
      return `Instagram takes no buttons that call a number, and ${what} is one. Write the number into the text.`;
    case 'other':
      return `${abilities[channel].label} takes answers and links as buttons, and ${what} is neither. Take it away.`;
  }
}

const problemOfButtons = (channel: Channel, buttons: readonly Button[], of: string): Problem =>
  firstOf(buttons, (button, index) => problemOfButton(channel, button, `button ${index + 1}${of}`));

function problemOfCard(channel: Channel, card: Card, index: number): Problem {
  const what = `card ${index + 1}`;
  return (
    unfit({ what: `The title of ${what}`, text: card.title, limit: fieldLimits.cardTitle }) ??
    tooLong({ what: `The second line of ${what}`, text: card.subtitle ?? '', limit: fieldLimits.cardLine }) ??
    (card.imageUrl === undefined ? null : notWeb(`The picture of ${what}`, card.imageUrl)) ??
    (card.url === undefined ? null : notWeb(`The link of ${what}`, card.url)) ??
    miscounted({
      what: `buttons on ${what}`,
      count: card.buttons.length,
      from: 0,
      to: fieldLimits.buttons,
    }) ??
    problemOfButtons(channel, card.buttons, ` of ${what}`)
  );
}

function problemOfCards(channel: Channel, text: string, cards: readonly Card[]): Problem {
  if (text.trim() !== '') {
    return `${abilities[channel].label} takes no words beside cards. Send the words as a message of their own.`;
  }
  return (
    miscounted({ what: 'cards', count: cards.length, from: 1, to: fieldLimits.cards }) ??
    firstOf(cards, (card, index) => problemOfCard(channel, card, index))
  );
}

function problemOfReplies(replies: readonly { readonly id: string; readonly title: string }[]): Problem {
  return (
    miscounted({ what: 'quick replies', count: replies.length, from: 1, to: fieldLimits.replies }) ??
    firstOf(replies, ({ id, title }, index) => {
      const what = `quick reply ${index + 1}`;
      return (
        unfit({ what: `The title of ${what}`, text: title, limit: fieldLimits.reply }) ??
        unfit({ what: `The id of ${what}`, text: id, limit: payloadLimit })
      );
    })
  );
}

function problemOfAction(channel: Channel, { action, text }: Interactive): Problem {
  const { label } = abilities[channel];
  switch (action.type) {
    case 'buttons':
      return (
        miscounted({ what: 'buttons', count: action.buttons.length, from: 1, to: fieldLimits.buttons }) ??
        problemOfButtons(channel, action.buttons, '')
      );
    case 'link':
      return (
        unfit({ what: 'The title of the link', text: action.title, limit: fieldLimits.link }) ??
        notWeb('The link', action.url)
      );
    case 'quick-replies':
      return problemOfReplies(action.replies);
    case 'cards':
      return problemOfCards(channel, text, action.cards);
    case 'contact-request':
      if (channel === 'messenger') return null;
      return 'Instagram has no button that asks for a contact. Ask for it in the text.';
    case 'list':
      return `${label} has no lists. Use up to 13 quick replies, or up to 10 cards.`;
    case 'location-request':
      return `${label} has no button that asks for a location. Ask for it in the text.`;
    case 'flow':
      return `${label} has no forms. Ask in the text, or send a link to a form.`;
  }
}

/** What is wrong with an interactive message besides its body. */
export function problemOfMessagingInteractive(channel: Channel, draft: Interactive): Problem {
  const { header, headerFile, footer } = draft;
  if (header !== undefined || headerFile !== undefined || footer !== undefined) {
    return `${abilities[channel].label} has no headers and no footers. Put everything into the text, and send a file before.`;
  }
  return problemOfAction(channel, draft);
}
