/** Interactive messages of WhatsApp and their limits (Meta's pages on interactive messages). */
import { z } from 'zod';
import { atMost, document, image, video } from './kinds.ts';

const headerText = z.strictObject({ type: z.literal('text'), text: atMost(60) });
const header = z.discriminatedUnion('type', [
  headerText,
  z.strictObject({ type: z.literal('image'), image }),
  z.strictObject({ type: z.literal('video'), video }),
  z.strictObject({ type: z.literal('document'), document }),
]);
const footer = z.strictObject({ text: atMost(60) }).optional();
const body = (longest: number) => z.strictObject({ text: atMost(longest) });

function differ(texts: readonly string[]): boolean {
  return new Set(texts).size === texts.length;
}

const button = z.strictObject({
  type: z.literal('reply'),
  reply: z.strictObject({ id: atMost(256), title: atMost(20) }),
});
const buttons = z
  .array(button)
  .min(1, 'must have between 1 and 3 buttons')
  .max(3, 'must have between 1 and 3 buttons')
  .refine((all) => differ(all.map(({ reply }) => reply.title)), 'must have titles that differ.')
  .refine((all) => differ(all.map(({ reply }) => reply.id)), 'must have ids that differ.');

const row = z.strictObject({ id: atMost(200), title: atMost(24), description: atMost(72).optional() });
const sections = z
  .array(z.strictObject({ title: atMost(24).optional(), rows: z.array(row).min(1) }))
  .min(1)
  .max(10, 'must have at most 10 sections')
  .refine(
    (all) => all.length === 1 || all.every(({ title }) => title !== undefined),
    'needs a title in every section.',
  )
  .refine((all) => all.flatMap(({ rows }) => rows).length <= 10, 'must have at most 10 rows in all.')
  .refine(
    (all) => differ(all.flatMap(({ rows }) => rows.map(({ id }) => id))),
    'must have row ids that differ.',
  );

const product = z.strictObject({ product_retailer_id: z.string().min(1) });
const card = z.strictObject({
  card_index: z.int().min(0).max(9),
  type: z.enum(['cta_url', 'product']),
  header: z.looseObject({}).optional(),
  body: body(160).optional(),
  action: z.looseObject({}),
});
const flowParameters = z
  .strictObject({
    flow_message_version: z.literal('3'),
    flow_id: z.string().min(1).optional(),
    flow_name: z.string().min(1).optional(),
    flow_cta: atMost(30),
    flow_token: z.string().min(1).optional(),
    mode: z.enum(['draft', 'published']).optional(),
    flow_action: z.enum(['navigate', 'data_exchange']).optional(),
    flow_action_payload: z.looseObject({ screen: z.string().optional() }).optional(),
  })
  .refine(
    ({ flow_id: id, flow_name: name }) => (id === undefined) !== (name === undefined),
    'must have exactly one of flow_id and flow_name.',
  );
const common = { header: header.optional(), body: body(1024), footer };
const named = <N extends string>(name: N) => z.strictObject({ name: z.literal(name) });

/** The `interactive` of a send. */
export const interactive = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('button'), ...common, action: z.strictObject({ buttons }) }),
  z.strictObject({
    type: z.literal('list'),
    header: headerText.optional(),
    body: body(4096),
    footer,
    action: z.strictObject({ button: atMost(20), sections }),
  }),
  z.strictObject({
    type: z.literal('cta_url'),
    ...common,
    action: z.strictObject({
      name: z.literal('cta_url'),
      parameters: z.strictObject({
        display_text: atMost(20),
        url: z.string().regex(/^https?:\/\//, 'is not a valid URL'),
      }),
    }),
  }),
  z.strictObject({
    type: z.literal('flow'),
    ...common,
    action: z.strictObject({ name: z.literal('flow'), parameters: flowParameters }),
  }),
  z.strictObject({
    type: z.literal('location_request_message'),
    body: body(1024),
    action: named('send_location'),
  }),
  z.strictObject({
    type: z.literal('request_contact_info'),
    body: body(1024),
    action: named('request_contact_info'),
  }),
  z.strictObject({
    type: z.literal('product'),
    body: body(1024).optional(),
    footer,
    action: product.extend({ catalog_id: z.string().min(1) }),
  }),
  z.strictObject({
    type: z.literal('product_list'),
    header: headerText,
    body: body(1024),
    footer,
    action: z.strictObject({
      catalog_id: z.string().min(1),
      sections: z
        .array(z.strictObject({ title: atMost(24), product_items: z.array(product).min(1).max(30) }))
        .min(1)
        .max(10),
    }),
  }),
  z.strictObject({
    type: z.literal('catalog_message'),
    body: body(1024),
    footer,
    action: z.strictObject({
      name: z.literal('catalog_message'),
      parameters: z.looseObject({}).optional(),
    }),
  }),
  z.strictObject({
    type: z.literal('carousel'),
    body: body(1024),
    action: z.strictObject({ cards: z.array(card).min(2).max(10) }),
  }),
  z.looseObject({ type: z.literal('address_message'), body: body(1024) }),
  z.looseObject({ type: z.literal('call_permission_request') }),
  z.looseObject({ type: z.literal('voice_call'), body: body(1024) }),
  z.looseObject({ type: z.literal('order_details'), body: body(1024) }),
  z.looseObject({ type: z.literal('order_status'), body: body(1024) }),
]);
