/** What a person (or the API, a broadcast) wants to send, before it becomes a message. The content follows from it. */
import { z } from 'zod';
import type { FileType } from './content.ts';

/** Long before any channel's limit is checked: nobody writes more by hand. */
const anyText = z.string().max(100_000);
const short = z.string().max(2000);
const fileTypes = [
  'image',
  'video',
  'audio',
  'voice',
  'document',
  'sticker',
] as const satisfies readonly FileType[];

const upload = z.union([
  z.object({
    uploadId: z.string().min(1).max(200),
    type: z.enum(fileTypes),
    mime: z.string().max(100),
    bytes: z.int().nonnegative(),
    name: z.string().max(240).optional(),
  }),
  z.object({
    link: z.url({ protocol: /^https$/ }).max(2000),
    type: z.enum(fileTypes),
    name: z.string().max(240).optional(),
  }),
]);
const location = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  name: short.optional(),
  address: short.optional(),
});
const contactCard = z.object({
  name: z.string().min(1).max(200),
  phones: z.array(z.string().max(40)).max(20),
  emails: z.array(z.string().max(254)).max(20),
  organisation: z.string().max(200).optional(),
  urls: z.array(z.string().max(2000)).max(20).optional(),
});
const button = z.discriminatedUnion('type', [
  z.object({ type: z.literal('reply'), id: short, title: short }),
  z.object({ type: z.literal('url'), title: short, url: short }),
  z.object({ type: z.literal('phone'), title: short, phone: short }),
  z.object({ type: z.literal('other'), title: short, word: short }),
]);
const card = z.object({
  title: short,
  subtitle: short.optional(),
  imageUrl: short.optional(),
  url: short.optional(),
  buttons: z.array(button).max(10),
});
const listRow = z.object({ id: short, title: short, description: short.optional() });
const action = z.discriminatedUnion('type', [
  z.object({ type: z.literal('buttons'), buttons: z.array(button).max(20) }),
  z.object({
    type: z.literal('list'),
    button: short,
    sections: z.array(z.object({ title: short, rows: z.array(listRow).max(50) })).max(50),
  }),
  z.object({ type: z.literal('link'), title: short, url: short }),
  z.object({ type: z.literal('location-request') }),
  z.object({ type: z.literal('contact-request') }),
  z.object({
    type: z.literal('flow'),
    flowId: short,
    title: short,
    token: short.optional(),
    screen: short.optional(),
  }),
  z.object({
    type: z.literal('quick-replies'),
    replies: z.array(z.object({ id: short, title: short })).max(50),
  }),
  z.object({ type: z.literal('cards'), cards: z.array(card).max(50) }),
]);
const variable = z.string().max(200).optional();
const templateValue = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: anyText, name: variable }),
  z.object({
    type: z.literal('currency'),
    fallback: short,
    code: short,
    amount1000: z.number(),
    name: variable,
  }),
  z.object({ type: z.literal('date'), fallback: short, name: variable }),
  z.object({ type: z.literal('file'), file: upload }),
  z.object({ type: z.literal('location'), location }),
]);
const index = z.int().min(0).max(20);
const templateButton = z.discriminatedUnion('type', [
  z.object({ index, type: z.literal('reply'), payload: short }),
  z.object({ index, type: z.literal('url'), suffix: short }),
  z.object({ index, type: z.literal('code'), code: short }),
  z.object({
    index,
    type: z.literal('flow'),
    token: short.optional(),
    data: z.record(z.string(), z.unknown()).optional(),
  }),
  z.object({ index, type: z.literal('catalog'), productId: short }),
]);
const filled = {
  header: z.array(templateValue).max(20),
  body: z.array(templateValue).max(100),
  buttons: z.array(templateButton).max(20),
};

export const draft = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: anyText }),
  z.object({ kind: z.literal('files'), text: anyText, files: z.array(upload).min(1).max(30) }),
  location.extend({ kind: z.literal('location') }),
  z.object({ kind: z.literal('contacts'), contacts: z.array(contactCard).min(1).max(20) }),
  z.object({
    kind: z.literal('interactive'),
    text: anyText,
    header: short.optional(),
    headerFile: upload.optional(),
    footer: short.optional(),
    action,
  }),
  z.object({
    kind: z.literal('template'),
    name: z.string().min(1).max(512),
    language: z.string().min(2).max(20),
    values: z.object({
      ...filled,
      cards: z.array(z.object(filled)).max(10).optional(),
      offerEndsAt: z.int().positive().optional(),
    }),
    /** How the customer sees it: for the timeline only. */
    shown: z.object({
      text: anyText,
      header: short.optional(),
      footer: short.optional(),
      buttons: z.array(button).max(20),
      /** One a card of `values.cards`. */
      cards: z
        .array(z.object({ text: anyText, buttons: z.array(button).max(20) }))
        .max(10)
        .optional(),
      offer: short.optional(),
    }),
  }),
]);
export type Draft = z.infer<typeof draft>;
