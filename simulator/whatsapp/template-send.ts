/** The `template` of a send: its form. Whether it fits the approved template is `template-check.ts`. */
import { z } from 'zod';
import { document, image, location, video } from './kinds.ts';

const name = { parameter_name: z.string().min(1).optional() };
const parameter = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string().min(1), ...name }),
  z.strictObject({
    type: z.literal('currency'),
    currency: z.strictObject({
      fallback_value: z.string().min(1),
      code: z.string().length(3),
      amount_1000: z.number(),
    }),
    ...name,
  }),
  z.strictObject({
    type: z.literal('date_time'),
    date_time: z.looseObject({ fallback_value: z.string().min(1) }),
    ...name,
  }),
  z.strictObject({ type: z.literal('image'), image }),
  z.strictObject({ type: z.literal('video'), video }),
  z.strictObject({ type: z.literal('document'), document }),
  z.strictObject({ type: z.literal('location'), location }),
]);
export type Parameter = z.infer<typeof parameter>;

const buttonParameter = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('payload'), payload: z.string().max(256) }),
  z.strictObject({ type: z.literal('text'), text: z.string().min(1) }),
  z.strictObject({ type: z.literal('coupon_code'), coupon_code: z.string().min(1).max(20) }),
  z.strictObject({ type: z.literal('action'), action: z.looseObject({}) }),
]);
const buttonTypes = [
  'quick_reply',
  'url',
  'copy_code',
  'flow',
  'catalog',
  'mpm',
  'spm',
  'voice_call',
  'order_details',
] as const;
const index = z.union([z.int(), z.string().regex(/^\d$/)]).transform(Number);
const header = z.strictObject({ type: z.literal('header'), parameters: z.array(parameter) });
const body = z.strictObject({ type: z.literal('body'), parameters: z.array(parameter) });
const button = z.strictObject({
  type: z.literal('button'),
  sub_type: z.enum(buttonTypes),
  index,
  parameters: z.array(buttonParameter).optional(),
});
const offer = z.strictObject({
  type: z.literal('limited_time_offer'),
  parameters: z.array(
    z.strictObject({
      type: z.literal('limited_time_offer'),
      limited_time_offer: z.strictObject({ expiration_time_ms: z.number() }),
    }),
  ),
});
const plain = z.discriminatedUnion('type', [header, body, button]);
const card = z.strictObject({ card_index: z.int().min(0).max(9), components: z.array(plain) });
const carousel = z.strictObject({ type: z.literal('carousel'), cards: z.array(card).min(2).max(10) });

const component = z.discriminatedUnion('type', [header, body, button, offer, carousel]);
export type SentComponent = z.infer<typeof component>;
export type SentCard = z.infer<typeof card>;

export const template = z.strictObject({
  name: z.string().min(1).max(512),
  language: z.strictObject({ code: z.string().min(2), policy: z.literal('deterministic').optional() }),
  components: z.array(component).optional(),
});
export type TemplateSend = z.infer<typeof template>;
