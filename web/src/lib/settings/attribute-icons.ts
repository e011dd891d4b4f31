/** What an attribute of each type is shown with. */
import type { AttributeType } from '#domain/attribute.ts';
import type { IconName } from '../ui/icons.ts';

export const attributeIcons: Readonly<Record<AttributeType, IconName>> = {
  text: 'text',
  number: 'keys',
  date: 'calendar',
  list: 'list',
  checkbox: 'check',
  link: 'link',
  phone: 'phone',
};
