/** What a person has to fill in before a template can be sent: one field for each variable, file, place and time. Pure. */
import type { Location, Upload } from './content.ts';
import type { MessageTemplate, TemplateButton, TemplateHeader } from './template.ts';
import { addressBefore, variablesIn } from './template-text.ts';

export type TemplateField = {
  /** Names it among the fields of its template. */
  readonly key: string;
  /** The card that it is on, from 0; null: of the template itself. */
  readonly card: number | null;
  readonly part: 'header' | 'body' | 'button' | 'offer';
  readonly input: 'text' | 'code' | 'link-end' | 'file' | 'location' | 'time';
  /** The number or name of its variable. */
  readonly variable?: string;
  /** The title of its button. */
  readonly title?: string;
  /** The address that a `link-end` continues. */
  readonly before?: string;
  readonly file?: 'image' | 'video' | 'document';
  /** As Meta approved it. */
  readonly example?: string;
  /** The most characters of what is written. */
  readonly limit: number;
};

/** What was filled in. Times in ms. */
export type Filled =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'file'; readonly file: Upload }
  | { readonly type: 'location'; readonly location: Location }
  | { readonly type: 'time'; readonly at: number };

/** By the key of the field. */
export type Filling = Readonly<Record<string, Filled | undefined>>;

/** The template without its cards, or one of them. */
export type TemplatePart = {
  readonly card: number | null;
  readonly header: TemplateHeader | null;
  readonly body: string;
  readonly buttons: readonly TemplateButton[];
  readonly examples: Readonly<Record<string, string>>;
};

/** Meta's limits, in characters: "Template components"; codes of coupons, and of authentication templates. */
const limits = { header: 60, body: 1024, address: 2000, coupon: 20, authentication: 15 } as const;

/** The template itself, then its cards. */
export function partsOf({ cards, ...template }: MessageTemplate): readonly TemplatePart[] {
  const { header, body, buttons, examples } = template;
  const own: TemplatePart = { card: null, header, body, buttons, examples };
  const others = cards.map((card, index): TemplatePart => ({
    ...card,
    card: index,
    header: { type: 'file', file: card.header },
  }));
  return [own, ...others];
}

/** How a field of a part is named: `body.1`, `card.0.header`. */
export function keyOf(card: number | null, ...rest: readonly (string | number)[]): string {
  return [...(card === null ? [] : ['card', card]), ...rest].join('.');
}

/** The one variable of a header, null where it has none. */
export function headerVariable(header: TemplateHeader | null): string | null {
  return header?.type === 'text' ? (variablesIn(header.text)[0] ?? null) : null;
}

function ofHeader({ card, header }: TemplatePart): TemplateField[] {
  const common = { key: keyOf(card, 'header'), card, part: 'header', limit: limits.header } as const;
  const variable = headerVariable(header);
  if (header?.type === 'text' && variable !== null) {
    const { example } = header;
    return [{ ...common, input: 'text', variable, ...(example !== undefined && { example }) }];
  }
  if (header?.type === 'file' && !header.fixed) return [{ ...common, input: 'file', file: header.file }];
  return header?.type === 'location' ? [{ ...common, input: 'location' }] : [];
}

function ofBody({ card, body, buttons, examples }: TemplatePart): TemplateField[] {
  const isCode = buttons.some(({ type }) => type === 'otp');
  return variablesIn(body).map((variable) => ({
    ...{ key: keyOf(card, 'body', variable), card, part: 'body', input: 'text', variable },
    ...(examples[variable] !== undefined && { example: examples[variable] }),
    limit: isCode ? limits.authentication : limits.body,
  }));
}

function ofButton(card: number | null, button: TemplateButton, index: number): TemplateField[] {
  const common = { key: keyOf(card, 'button', index), card, part: 'button', title: button.title } as const;
  if (button.type === 'code') {
    const example = button.example !== undefined && { example: button.example };
    return [{ ...common, ...example, input: 'code', limit: limits.coupon }];
  }
  if (button.type !== 'url' || !button.filled) return [];
  const before = addressBefore(button.url);
  const example = button.example !== undefined && { example: button.example };
  return [{ ...common, ...example, input: 'link-end', before, limit: limits.address - before.length }];
}

function ofPart(part: TemplatePart): TemplateField[] {
  const { card, buttons } = part;
  return [
    ...ofHeader(part),
    ...ofBody(part),
    ...buttons.flatMap((button, index) => ofButton(card, button, index)),
  ];
}

/** Everything that has to be filled in, in the order in which it stands in the message. */
export function fieldsOf(template: MessageTemplate): readonly TemplateField[] {
  const [own, ...cards] = partsOf(template);
  const end: TemplateField = { key: 'offer', card: null, part: 'offer', input: 'time', limit: 0 };
  return [
    ...(own ? ofPart(own) : []),
    ...(template.offer?.ends === true ? [end] : []),
    ...cards.flatMap(ofPart),
  ];
}
