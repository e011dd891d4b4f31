/** How fields, languages and categories of templates are called on the screen. Pure. */
import type { TemplateField } from '#domain/template-fields.ts';
import { t } from '../../words/en-templates.ts';

const languages = new Intl.DisplayNames(['en'], { type: 'language', languageDisplay: 'standard' });

/** Portuguese (Brazil); the code itself where nobody knows it. */
export function languageLabel(code: string): string {
  try {
    return languages.of(code.replaceAll('_', '-')) ?? code;
  } catch {
    return code;
  }
}

const categories = ['marketing', 'utility', 'authentication'] as const;

export function categoryLabel(category: string): string {
  const known = categories.find((one) => one === category);
  return t(`templates.category-${known ?? 'other'}`);
}

function plainLabel({ part, input, variable = '', title = '', file }: TemplateField): string {
  if (part === 'offer') return t('templates.field-offer');
  if (input === 'file') return t(`templates.field-${file ?? 'document'}`);
  if (input === 'location') return t('templates.field-place');
  if (input === 'code') return t('templates.field-code', { title });
  if (input === 'link-end') return t('templates.field-link', { title });
  return part === 'header'
    ? t('templates.field-header')
    : t('templates.field-variable', { name: `{{${variable}}}` });
}

/** The label of a field. */
export function fieldLabel(field: TemplateField): string {
  const what = plainLabel(field);
  return field.card === null ? what : t('templates.on-card', { what, n: field.card + 1 });
}
