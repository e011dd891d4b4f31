/** How the sample business sorts its conversations: tags, groups, leads, follow-ups, attributes, views and pins. */
import type { attributeBody } from '#domain/http-contact.ts';
import type { tagBody, viewBody } from '#domain/http.ts';
import type { z } from 'zod';
import type { team } from './people.ts';

const minute = 1;
const hour = 60 * minute;

export const tags = [
  { name: 'VIP', colour: 'violet' },
  { name: 'Order', colour: 'green' },
  { name: 'Complaint', colour: 'red' },
  { name: 'Delivery', colour: 'orange' },
  { name: 'Project', colour: 'blue' },
  { name: 'Care advice', colour: 'teal' },
] as const satisfies readonly z.input<typeof tagBody>[];

/** Their ids follow from their names: `order`, `company`… */
export const attributes: readonly z.input<typeof attributeBody>[] = [
  { name: 'Order', type: 'text', of: 'conversation' },
  { name: 'Company', type: 'text' },
  { name: 'Rooms', type: 'number' },
  { name: 'City', type: 'text' },
  { name: 'Language', type: 'list', options: ['Arabic', 'English', 'Portuguese', 'Spanish'] },
  { name: 'Customer since', type: 'date' },
  { name: 'Wholesale', type: 'checkbox' },
  { name: 'Website', type: 'link' },
];

type Member = (typeof team)[number]['email'];
export const groups: readonly { readonly name: 'Sales' | 'Care'; readonly members: readonly Member[] }[] = [
  { name: 'Sales', members: ['ana@casement.example', 'tom@casement.example'] },
  { name: 'Care', members: ['ana@casement.example'] },
];

export const sharedViews: readonly z.input<typeof viewBody>[] = [
  { name: 'Waiting', shared: true, tab: 'active', sort: 'waiting', filter: { unanswered: true } },
  { name: 'Closing soon', shared: true, tab: 'active', sort: 'closing', filter: { windows: ['3h'] } },
];
export const anasView: z.input<typeof viewBody> = {
  ...{ name: 'My follow-ups', shared: false, tab: 'active', sort: 'newest' },
  filter: { agents: ['me'], followUps: ['any'] },
};
/** Whom Ana keeps at the top. */
export const anasPin = 'Olivia Brooks';

export type Sorting = {
  readonly tags?: readonly (typeof tags)[number]['name'][];
  readonly group?: (typeof groups)[number]['name'];
  /** Id of a lead status, as the product comes with them. */
  readonly lead?: string;
  /** In so many minutes. */
  readonly followUp?: number;
  readonly attributes?: Readonly<Record<string, string>>;
};

/** By the name of the customer. */
export const sortings: Readonly<Record<string, Sorting>> = {
  'Olivia Brooks': { tags: ['Order'], group: 'Sales', lead: 'qualified', followUp: 3 * hour },
  'Daniel Whitaker': { tags: ['Complaint', 'Delivery'], group: 'Care', attributes: { order: 'LH-20418' } },
  'Camille Laurent': { group: 'Sales', lead: 'new' },
  'Jack Nguyen': { tags: ['Delivery'], lead: 'contacted' },
  'Priya Raman': {
    ...{ tags: ['VIP', 'Project'], group: 'Sales', lead: 'qualifying', followUp: 20 * hour },
    attributes: { company: 'Haven hotels', rooms: '22' },
  },
  // Overdue a moment later.
  'Amina Hassan': { group: 'Care', followUp: minute, attributes: { order: 'LH-20533', language: 'Arabic' } },
  'Marcus Hill': { tags: ['Care advice'] },
  'Grace Kim': { tags: ['Order'], group: 'Care', attributes: { order: 'LH-20397' } },
  'Samuel Ortega': { lead: 'converted', attributes: { order: 'LH-20288', language: 'Spanish' } },
  'Isabel Moreno': { tags: ['VIP'], lead: 'follow-up', followUp: 48 * hour },
  'Anna Berg': { lead: 'qualified', attributes: { city: 'Oslo' } },
  'Chloe Evans': { tags: ['Complaint', 'Care advice'], group: 'Care' },
  'Sofia Rossi': { tags: ['Project'], group: 'Sales', lead: 'qualifying', followUp: 5 * hour },
  'Ruby Walsh': { lead: 'lost' },
};
