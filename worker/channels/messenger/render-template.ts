/** Messenger: utility templates with their values → wire (Meta, "Send a utility message"). */
import type { TemplateButtonValue, TemplateValue } from '#domain/content.ts';
import type { Draft } from '#domain/draft.ts';
import { notOnChannel } from '../to-send.ts';

type Template = Extract<Draft, { kind: 'template' }>;
type Wire = Record<string, unknown>;

function renderValue(value: TemplateValue): Wire {
  if (value.type !== 'text') return notOnChannel('messenger', `${value.type} in a template`);
  return {
    type: 'text',
    text: value.text,
    ...(value.name !== undefined && { parameter_name: value.name }),
  };
}

function renderButton(button: TemplateButtonValue): Wire {
  switch (button.type) {
    case 'reply':
      return { type: 'POSTBACK', payload: button.payload };
    case 'url':
      return { type: 'URL', url: button.suffix };
    case 'code':
    case 'flow':
    case 'catalog':
      return notOnChannel('messenger', `${button.type} button`);
  }
}

/** A component, unless it has nothing to fill in. */
const component = (type: string, parameters: readonly Wire[]): Wire[] =>
  parameters.length === 0 ? [] : [{ type, parameters }];

/** The value of `message.template`. All buttons are one component here, in their order. */
export function renderTemplate({ name, language, values }: Template): Wire {
  const buttons = values.buttons.toSorted((one, other) => one.index - other.index);
  const components = [
    ...component('header', values.header.map(renderValue)),
    ...component('body', values.body.map(renderValue)),
    ...component('buttons', buttons.map(renderButton)),
  ];
  return { name, language: { code: language }, ...(components.length > 0 && { components }) };
}
