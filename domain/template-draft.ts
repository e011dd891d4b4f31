/** A template with its fields filled in → the draft that is sent, and what the customer sees of it. Pure. */
import type { Button, TemplateButtonValue, TemplateCardValues, TemplateValue } from './content.ts';
import type { Draft } from './draft.ts';
import {
  headerVariable,
  keyOf,
  partsOf,
  type Filled,
  type Filling,
  type TemplatePart,
} from './template-fields.ts';
import type { MessageTemplate, TemplateButton } from './template.ts';
import { addressBefore, fillIn, variablesIn } from './template-text.ts';

export type TemplateDraft = Extract<Draft, { kind: 'template' }>;
type Values = TemplateDraft['values'];
type Shown = TemplateDraft['shown'];
type PartValues = Pick<Values, 'header' | 'body' | 'buttons'>;

/** Meta’s word for a flow that nobody gave a token. */
const noToken = 'unused';

const textOf = (filled: Filled | undefined): string => (filled?.type === 'text' ? filled.text : '');

function headerValues({ card, header }: TemplatePart, named: boolean, filling: Filling): Values['header'] {
  const filled = filling[keyOf(card, 'header')];
  const variable = headerVariable(header);
  if (header?.type === 'text') {
    if (variable === null) return [];
    return [{ type: 'text', text: textOf(filled), ...(named && { name: variable }) }];
  }
  if (filled?.type === 'file') return [{ type: 'file', file: filled.file }];
  return filled?.type === 'location' ? [{ type: 'location', location: filled.location }] : [];
}

function buttonValue(
  button: TemplateButton,
  index: number,
  filled: { readonly own: string; readonly code: string },
): Values['buttons'] {
  switch (button.type) {
    case 'url':
      return button.filled ? [{ index, type: 'url', suffix: filled.own }] : [];
    case 'code':
      return [{ index, type: 'code', code: filled.own }];
    case 'otp':
      return [{ index, type: 'url', suffix: filled.code }];
    case 'flow':
      return [{ index, type: 'flow', token: noToken }];
    case 'reply':
      return button.payload === undefined ? [] : [{ index, type: 'reply', payload: button.payload }];
    case 'phone':
    case 'catalog':
    case 'other':
      return [];
  }
}

function partValues(part: TemplatePart, named: boolean, filling: Filling): PartValues {
  const { card, body, buttons } = part;
  const texts = variablesIn(body).map((variable) => ({
    variable,
    text: textOf(filling[keyOf(card, 'body', variable)]),
  }));
  const code = texts[0]?.text ?? '';
  return {
    header: headerValues(part, named, filling),
    body: texts.map(({ variable, text }) => ({ type: 'text', text, ...(named && { name: variable }) })),
    buttons: buttons.flatMap((button, index) =>
      buttonValue(button, index, { own: textOf(filling[keyOf(card, 'button', index)]), code }),
    ),
  };
}

function wordsOf(value: TemplateValue): string {
  switch (value.type) {
    case 'text':
      return value.text;
    case 'currency':
    case 'date':
      return value.fallback;
    case 'file':
    case 'location':
      return '';
  }
}

/** A text as the customer reads it: by the names of the values, or by their places. */
function filledText(text: string, values: readonly TemplateValue[]): string {
  const variables = variablesIn(text);
  const pairs = values.map((value, index) => {
    const name = 'name' in value ? value.name : undefined;
    return [name ?? variables[index] ?? '', wordsOf(value)] as const;
  });
  return fillIn(text, new Map(pairs));
}

function shownButton(button: TemplateButton, value: TemplateButtonValue | undefined): Button {
  const { title } = button;
  switch (button.type) {
    case 'reply':
      return { type: 'reply', id: value?.type === 'reply' ? value.payload : title, title };
    case 'url': {
      const url = value?.type === 'url' ? addressBefore(button.url) + value.suffix : button.url;
      return { type: 'url', title, url };
    }
    case 'phone':
      return { type: 'phone', title, phone: button.phone };
    case 'code':
      return { type: 'other', title, word: value?.type === 'code' ? value.code : 'copy_code' };
    case 'otp':
      return { type: 'other', title, word: value?.type === 'url' ? value.suffix : 'otp' };
    case 'flow':
    case 'catalog':
      return { type: 'other', title, word: button.type };
    case 'other':
      return { type: 'other', title, word: button.word };
  }
}

function shownButtons(buttons: readonly TemplateButton[], values: readonly TemplateButtonValue[]): Button[] {
  return buttons.map((button, index) =>
    shownButton(
      button,
      values.find((value) => value.index === index),
    ),
  );
}

/** What the customer sees of a template with these values; a variable without a value stands as it is. */
export function shownOf(template: MessageTemplate, values: Values): Shown {
  const { header, footer, offer } = template;
  const [own, ...cards] = partsOf(template);
  const cardValues = (index: number): TemplateCardValues | undefined => values.cards?.[index];
  return {
    text: filledText(template.body, values.body),
    ...(header?.type === 'text' && { header: filledText(header.text, values.header) }),
    ...(footer !== null && { footer }),
    buttons: shownButtons(own?.buttons ?? [], values.buttons),
    ...(cards.length > 0 && {
      cards: cards.map(({ body, buttons }, index) => ({
        text: filledText(body, cardValues(index)?.body ?? []),
        buttons: shownButtons(buttons, cardValues(index)?.buttons ?? []),
      })),
    }),
    ...(offer !== null && { offer: offer.text }),
  };
}

/** The draft of a template with its fields as they are filled in; whether that may be sent, `problemsOf` says. */
export function draftOf(template: MessageTemplate, filling: Filling): TemplateDraft {
  const { name, language, named } = template;
  const [own, ...cards] = partsOf(template).map((part) => partValues(part, named, filling));
  const end = filling['offer'];
  const values: Values = {
    header: own?.header ?? [],
    body: own?.body ?? [],
    buttons: own?.buttons ?? [],
    ...(cards.length > 0 && { cards }),
    ...(template.offer?.ends === true && end?.type === 'time' && { offerEndsAt: end.at }),
  };
  return { kind: 'template', name, language, values, shown: shownOf(template, values) };
}
