/** WhatsApp: templates with their values → wire (Meta, "Templates"; "Send template messages"). */
import type { TemplateButtonValue, TemplateCardValues, TemplateValue } from '#domain/content.ts';
import type { Draft } from '#domain/draft.ts';
import { placeOf, type MetaFiles } from '../to-send.ts';

type Template = Extract<Draft, { kind: 'template' }>;
type Wire = Record<string, unknown>;

function renderValue(value: TemplateValue, files: MetaFiles): Wire {
  const named = 'name' in value && value.name !== undefined && { parameter_name: value.name };
  switch (value.type) {
    case 'text':
      return { type: 'text', ...named, text: value.text };
    case 'currency': {
      const { fallback, code, amount1000 } = value;
      const currency = { fallback_value: fallback, code, amount_1000: amount1000 };
      return { type: 'currency', ...named, currency };
    }
    case 'date':
      return { type: 'date_time', ...named, date_time: { fallback_value: value.fallback } };
    case 'file': {
      const { type, name } = value.file;
      const filename = type === 'document' && name !== undefined && { filename: name };
      return { type, [type]: { ...placeOf(value.file, files), ...filename } };
    }
    case 'location':
      return { type: 'location', location: value.location };
  }
}

/** Meta's word for the kind of button, and its one parameter. */
function renderButtonValue(button: TemplateButtonValue): readonly [subType: string, parameter: Wire] {
  switch (button.type) {
    case 'reply':
      return ['quick_reply', { type: 'payload', payload: button.payload }];
    case 'url':
      return ['url', { type: 'text', text: button.suffix }];
    case 'code':
      return ['copy_code', { type: 'coupon_code', coupon_code: button.code }];
    case 'flow': {
      const { token, data } = button;
      const action = {
        ...(token !== undefined && { flow_token: token }),
        ...(data && { flow_action_data: data }),
      };
      return ['flow', { type: 'action', action }];
    }
    case 'catalog':
      return ['catalog', { type: 'action', action: { thumbnail_product_retailer_id: button.productId } }];
  }
}

function renderButton(button: TemplateButtonValue): Wire {
  const [subType, parameter] = renderButtonValue(button);
  return { type: 'button', sub_type: subType, index: String(button.index), parameters: [parameter] };
}

/** Header, body and buttons: of the template, or of one card. */
function renderParts(part: TemplateCardValues, files: MetaFiles): Wire[] {
  const component = (type: 'header' | 'body'): Wire[] =>
    part[type].length === 0
      ? []
      : [{ type, parameters: part[type].map((value) => renderValue(value, files)) }];
  return [...component('header'), ...component('body'), ...part.buttons.map(renderButton)];
}

function renderOffer(endsAt: number | undefined): Wire[] {
  if (endsAt === undefined) return [];
  const offer = { type: 'limited_time_offer', limited_time_offer: { expiration_time_ms: endsAt } };
  return [{ type: 'limited_time_offer', parameters: [offer] }];
}

function renderCards(cards: readonly TemplateCardValues[] | undefined, files: MetaFiles): Wire[] {
  if (!cards) return [];
  const rendered = cards.map((card, index) => ({ card_index: index, components: renderParts(card, files) }));
  return [{ type: 'carousel', cards: rendered }];
}

/** The value of `template`. */
export function renderTemplate({ name, language, values }: Template, files: MetaFiles): Wire {
  const components = [
    ...renderParts(values, files),
    ...renderOffer(values.offerEndsAt),
    ...renderCards(values.cards, files),
  ];
  return { name, language: { code: language }, ...(components.length > 0 && { components }) };
}
