/** What a customer can say, on any channel; POST /control/customers/:phone/say. */
import { z } from 'zod';
import { fileTypes, type FileType } from '../control.ts';

const text = z.string().max(65_536);
const shared = {
  accountId: z.string().min(1),
  /** When it was said, in ms; now if left out. */
  at: z.number().int().positive().optional(),
  /** Meta's referral object, as it stands. */
  referral: z.looseObject({}).optional(),
  /** Id of the message that it answers. */
  replyTo: z.string().min(1).optional(),
  forwarded: z.enum(['once', 'often']).optional(),
  /** WhatsApp: id of the group that it is written in. */
  group: z.string().min(1).optional(),
  /** Messenger and Instagram: another app holds the thread. */
  standby: z.boolean().optional(),
};

const file = z.strictObject({
  /** Which sample: the same number is the same file. */
  seed: z.int().min(0).max(100_000).optional(),
  name: z.string().min(1).max(240).optional(),
  /** What Meta says that it is, whatever it is. */
  mime: z.string().min(3).max(100).optional(),
  /** Size in bytes: zeros are added, or it is cut off. */
  bytes: z
    .int()
    .min(1)
    .max(110 * 1024 * 1024)
    .optional(),
  /** Meta has lost it: its address answers 404. */
  gone: z.boolean().optional(),
});
export type SaidFile = z.infer<typeof file>;

function fileKind<T extends FileType>(kind: T) {
  return z.strictObject({
    ...shared,
    kind: z.literal(kind),
    text: text.optional(),
    file: file.default({}),
    animated: z.boolean().optional(),
  });
}

const [image, video, audio, voice, document, sticker] = fileTypes;
const contact = z.strictObject({
  name: z.string().min(1),
  phones: z.array(z.string()).default([]),
  emails: z.array(z.string()).default([]),
  organisation: z.string().optional(),
});
const item = z.strictObject({
  id: z.string().min(1),
  quantity: z.int().min(1).default(1),
  price: z.number().default(10),
  currency: z.string().length(3).default('EUR'),
});
const story = z.strictObject({ id: z.string().optional(), url: z.string().optional() }).default({});

const spoken = z.discriminatedUnion('kind', [
  z.strictObject({ ...shared, kind: z.literal('text'), text: text.min(1) }),
  fileKind(image),
  fileKind(video),
  fileKind(audio),
  fileKind(voice),
  fileKind(document),
  fileKind(sticker),
  z.strictObject({
    ...shared,
    kind: z.literal('location'),
    latitude: z.number(),
    longitude: z.number(),
    name: z.string().optional(),
    address: z.string().optional(),
  }),
  z.strictObject({ ...shared, kind: z.literal('contacts'), contacts: z.array(contact).min(1) }),
  /** WhatsApp: a cart. */
  z.strictObject({
    ...shared,
    kind: z.literal('order'),
    items: z.array(item).min(1),
    text: text.default(''),
  }),
  /** WhatsApp: a flow or an address form is filled in. */
  z.strictObject({
    ...shared,
    kind: z.literal('form'),
    name: z.enum(['flow', 'address_message']).default('flow'),
    data: z.record(z.string(), z.unknown()),
  }),
  /** A question about a product of the catalogue. */
  z.strictObject({ ...shared, kind: z.literal('product'), text: text.min(1), productId: z.string().min(1) }),
  /** Instagram: an answer to a story of the business; a story that mentions the business. */
  z.strictObject({ ...shared, kind: z.literal('story-reply'), text: text.min(1), story }),
  z.strictObject({ ...shared, kind: z.literal('story-mention'), story }),
  z.strictObject({
    ...shared,
    kind: z.literal('share'),
    of: z.enum(['post', 'reel', 'story', 'link', 'product']),
    title: z.string().default('A shared post'),
    url: z.string().optional(),
  }),
  /** Instagram: a photo that disappears. */
  z.strictObject({ ...shared, kind: z.literal('ephemeral') }),
  /** Something that Meta does not pass on; `type` is Meta's word for it. */
  z.strictObject({ ...shared, kind: z.literal('unsupported'), type: z.string().default('poll') }),
]);

/** Without a kind it is a text. */
export const sayBody = z.preprocess(
  (value) =>
    typeof value === 'object' && value !== null && !('kind' in value) ? { ...value, kind: 'text' } : value,
  spoken,
);
export type Spoken = z.infer<typeof spoken>;
