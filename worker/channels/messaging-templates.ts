/** Templates of Messenger and Instagram as they come back in echoes, and products that a customer shares. */
import type { Button, Card, Content } from '#domain/content.ts';
import * as wire from './messaging-wire.ts';

type Shown = Extract<Content, { kind: 'interactive' | 'share' | 'unsupported' }>;

function buttonOf(raw: unknown): Button[] {
  const parsed = wire.button.safeParse(raw);
  if (!parsed.success) return [];
  const { type = 'unknown', title = '', url, payload } = parsed.data;
  if (type === 'web_url' && url) return [{ type: 'url', title: title || url, url }];
  if (type === 'postback') return [{ type: 'reply', id: payload ?? '', title }];
  if (type === 'phone_number' && payload) return [{ type: 'phone', title, phone: payload }];
  return [{ type: 'other', title, word: type }];
}

function cardsOf(items: readonly unknown[]): Card[] {
  return wire.elementsOf(items).map(({ title, subtitle, image_url, default_action, buttons }) => ({
    title: title ?? '',
    ...(subtitle && { subtitle }),
    ...(image_url && { imageUrl: image_url }),
    ...(default_action?.url && { url: default_action.url }),
    buttons: buttons.flatMap(buttonOf),
  }));
}

function productContent(items: readonly unknown[], title: string | undefined): Shown {
  const products = wire.elementsOf(items);
  const titles = products.flatMap((product) => product.title ?? []).join(', ') || title;
  const text = products.flatMap(({ subtitle }) => subtitle ?? []).join(', ');
  return { kind: 'share', text, of: 'product', ...(titles && { title: titles }) };
}

function mediaContent(payload: wire.WirePayload): Shown {
  const [first] = wire.elementsOf(payload.elements);
  return {
    kind: 'interactive',
    text: payload.text ?? '',
    headerFile: { type: first?.media_type === 'video' ? 'video' : 'image', state: 'elsewhere' },
    action: { type: 'buttons', buttons: (first?.buttons ?? []).flatMap(buttonOf) },
  };
}

/** A `template` attachment: products, cards, buttons and media as such; any other kind is unsupported by its own word. */
export function templateContent(attachment: wire.WireAttachment): Shown {
  const payload = wire.payload.parse(attachment.payload);
  const { product, template_type: type, elements, buttons } = payload;
  if (product || type === 'product') {
    return productContent(product?.elements ?? elements, attachment.title ?? payload.title);
  }
  const text = payload.text ?? payload.intro_message ?? payload.title ?? attachment.title ?? '';
  switch (type) {
    case 'generic':
      return { kind: 'interactive', text, action: { type: 'cards', cards: cardsOf(elements) } };
    case 'button':
      return {
        kind: 'interactive',
        text,
        action: { type: 'buttons', buttons: buttons.flatMap(buttonOf) },
      };
    case 'media':
      return mediaContent(payload);
    default:
      return { kind: 'unsupported', type: type ?? 'template', text };
  }
}
