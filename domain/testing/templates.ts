/** Templates for tests. */
import type { MessageTemplate, TemplateButton, TemplateCard } from '../template.ts';

export function template(part: Partial<MessageTemplate> = {}): MessageTemplate {
  return {
    ...{ ownerId: '900', name: 'order', language: 'en', status: 'approved', category: 'utility' },
    ...{ quality: null, reason: null, named: false, header: null, body: 'Hello', footer: null },
    ...{ buttons: [], cards: [], offer: null, examples: {}, unusable: null },
    ...part,
  };
}

export const link = (filled: boolean, title = 'Look'): TemplateButton => ({
  ...{ type: 'url', title, url: `https://x.example/${filled ? '{{1}}' : 'fixed'}`, filled },
});
export const reply = (title = 'Yes', payload?: string): TemplateButton => ({
  ...{ type: 'reply', title },
  ...(payload !== undefined && { payload }),
});
export const card = (part: Partial<TemplateCard> = {}): TemplateCard => ({
  ...{ header: 'image', body: 'Oak for {{1}}', buttons: [], examples: {} },
  ...part,
});
