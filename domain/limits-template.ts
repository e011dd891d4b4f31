/**
 * What a channel takes of the values of a template (Meta, "Templates"; "Utility messages"). Whether they fit the approved
 * template is checked where the template is known.
 */
import type { Channel } from './channel.ts';
import type { TemplateButtonValue, TemplateCardValues, TemplateValue, TemplateValues } from './content.ts';
import { problemOfFile } from './limits-files.ts';
import { firstOf, miscounted, repeated, unfit, type Problem } from './limits-parts.ts';

const headerFiles: ReadonlySet<string> = new Set(['image', 'video', 'document']);
const cardFiles: ReadonlySet<string> = new Set(['image', 'video']);

function problemOfHeaderFile(value: Extract<TemplateValue, { type: 'file' }>, isCard: boolean): Problem {
  const allowed = isCard ? cardFiles : headerFiles;
  if (allowed.has(value.file.type)) return problemOfFile('whatsapp', value.file);
  return isCard
    ? 'A card of a template begins with a picture or video. Choose another file.'
    : 'A template begins with a picture, video or document. Choose another file.';
}

function problemOfHeader(values: readonly TemplateValue[], isCard: boolean): Problem {
  return (
    miscounted({ what: 'values in the header', count: values.length, from: 0, to: 1 }) ??
    firstOf(values, (value) => {
      switch (value.type) {
        case 'text':
          return unfit({ what: 'The value of the header', text: value.text, limit: 60 });
        case 'file':
          return problemOfHeaderFile(value, isCard);
        case 'location':
          return null;
        case 'currency':
        case 'date':
          return 'The header of a template takes words, a file or a location. Write the value as text.';
      }
    })
  );
}

function problemOfBodyValue(value: TemplateValue, index: number): Problem {
  const what = `Value ${index + 1} of the body`;
  switch (value.type) {
    case 'text':
      return unfit({ what, text: value.text, limit: 1024 });
    case 'date':
      return unfit({ what, text: value.fallback, limit: 1024 });
    case 'currency':
      if (!/^[A-Z]{3}$/.test(value.code)) {
        return `${what} has “${value.code}” as its currency. Write its three capital letters, such as EUR.`;
      }
      return unfit({ what, text: value.fallback, limit: 1024 });
    case 'file':
    case 'location':
      return 'The body of a template takes words only. Put files and locations into the header.';
  }
}

const nameOf = (value: TemplateValue): string | undefined => ('name' in value ? value.name : undefined);

function problemOfBody(values: readonly TemplateValue[]): Problem {
  const names = values.map(nameOf).filter((name) => name !== undefined);
  if (names.length > 0 && names.length < values.length) {
    return `Only ${names.length} of ${values.length} values is named. Name all of them, or none.`;
  }
  return firstOf(values, problemOfBodyValue) ?? repeated('names of values', names);
}

function problemOfButton(button: TemplateButtonValue): Problem {
  const what = `button ${button.index + 1}`;
  switch (button.type) {
    case 'reply':
      return unfit({ what: `The payload of ${what}`, text: button.payload, limit: 2000 });
    case 'url':
      return unfit({ what: `The end of the link of ${what}`, text: button.suffix, limit: 2000 });
    case 'code':
      return unfit({ what: `The code of ${what}`, text: button.code, limit: 20 });
    case 'catalog':
      return unfit({ what: `The product of ${what}`, text: button.productId, limit: 2000 });
    case 'flow':
      return null;
  }
}

function problemOfButtons(buttons: readonly TemplateButtonValue[]): Problem {
  const highest = Math.max(-1, ...buttons.map(({ index }) => index)) + 1;
  return (
    miscounted({ what: 'buttons', count: Math.max(buttons.length, highest), from: 0, to: 10 }) ??
    repeated(
      'places of buttons',
      buttons.map(({ index }) => String(index + 1)),
    ) ??
    firstOf(buttons, problemOfButton)
  );
}

function problemOfCard(card: TemplateCardValues): Problem {
  return problemOfHeader(card.header, true) ?? problemOfBody(card.body) ?? problemOfButtons(card.buttons);
}

function problemOfWhatsApp(values: TemplateValues): Problem {
  const { header, body, buttons, cards } = values;
  return (
    problemOfHeader(header, false) ??
    problemOfBody(body) ??
    problemOfButtons(buttons) ??
    (cards === undefined
      ? null
      : (miscounted({ what: 'cards', count: cards.length, from: 2, to: 10 }) ??
        firstOf(cards, problemOfCard)))
  );
}

function problemOfMessenger(values: TemplateValues): Problem {
  const { header, body, buttons, cards, offerEndsAt } = values;
  if (cards !== undefined || offerEndsAt !== undefined) {
    return 'Messenger templates have no cards and no offers that end. Take them away.';
  }
  if ([...header, ...body].some(({ type }) => type !== 'text')) {
    return 'Messenger templates take words as values only. Write the value as text.';
  }
  if (buttons.some(({ type }) => type !== 'reply' && type !== 'url')) {
    return 'Buttons of Messenger templates are answers and links only. Take the others away.';
  }
  return problemOfHeader(header, false) ?? problemOfBody(body) ?? problemOfButtons(buttons);
}

/** What is wrong with the values of a template. */
export function problemOfTemplate(channel: Channel, values: TemplateValues): Problem {
  switch (channel) {
    case 'whatsapp':
      return problemOfWhatsApp(values);
    case 'messenger':
      return problemOfMessenger(values);
    case 'instagram':
      return 'Instagram takes no templates. Wait until the customer writes.';
  }
}
