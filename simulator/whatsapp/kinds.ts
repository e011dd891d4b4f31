/** The kinds of message that WhatsApp takes besides interactive ones and templates, and their limits. */
import { z } from 'zod';

/** Text of at most so many characters (not code units). */
export function atMost(longest: number, shortest = 1) {
  return z
    .string()
    .min(shortest)
    .refine((text) => [...text].length <= longest, `must be at most ${longest} characters long.`);
}

const link = z.string().regex(/^https?:\/\/\S+$/, 'is not a valid URL');
const address = { id: z.string().min(1).optional(), link: link.optional() };

/** A file by upload or by address: exactly one of them. */
function media<S extends z.ZodRawShape>(more: S) {
  return z
    .strictObject({ ...address, ...more })
    .refine(
      (file) => ('id' in file && file.id !== undefined) !== ('link' in file && file.link !== undefined),
      'must have exactly one of id and link.',
    );
}

const caption = { caption: atMost(1024, 0).optional() };
export const image = media(caption);
export const video = media(caption);
export const document = media({ ...caption, filename: z.string().min(1).max(240).optional() });

const numberLike = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+(\.\d+)?$/)
    .transform(Number),
]);
export const location = z.strictObject({
  latitude: numberLike.refine((value) => Math.abs(value) <= 90, 'must be between -90 and 90.'),
  longitude: numberLike.refine((value) => Math.abs(value) <= 180, 'must be between -180 and 180.'),
  name: z.string().max(1000).optional(),
  address: z.string().max(1000).optional(),
});

const word = z.string().optional();
const typed = { type: word };
const contact = z.strictObject({
  name: z
    .strictObject({
      formatted_name: z.string().min(1),
      ...{ first_name: word, last_name: word, middle_name: word, prefix: word, suffix: word },
    })
    .refine(
      ({ formatted_name: _, ...parts }) => Object.values(parts).some((part) => part !== undefined),
      'needs one more part besides formatted_name.',
    ),
  phones: z.array(z.strictObject({ phone: word, wa_id: word, ...typed })).optional(),
  emails: z.array(z.strictObject({ email: word, ...typed })).optional(),
  addresses: z
    .array(
      z.strictObject({
        ...{ street: word, city: word, state: word, zip: word, country: word, country_code: word },
        ...typed,
      }),
    )
    .optional(),
  urls: z.array(z.strictObject({ url: word, ...typed })).optional(),
  org: z.strictObject({ company: word, department: word, title: word }).optional(),
  birthday: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .optional(),
});

const emoji = /^(\p{Extended_Pictographic}|\p{Regional_Indicator}|[0-9#*]\u{fe0f}?\u{20e3})/u;

/** By their names in the body. */
export const kinds = {
  text: z.strictObject({ body: atMost(4096), preview_url: z.boolean().optional() }),
  image,
  video,
  document,
  audio: media({ voice: z.boolean().optional() }),
  sticker: media({}),
  location,
  contacts: z.array(contact).min(1).max(257),
  reaction: z.strictObject({
    message_id: z.string().min(1),
    emoji: z.string().refine((text) => text === '' || emoji.test(text), 'must be an emoji or empty.'),
  }),
};
