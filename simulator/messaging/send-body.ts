/** What may be posted to /messages of a page or an Instagram account: its form, before anybody is looked up. */
import { z } from 'zod';
import type { GraphError } from '../graph/errors.ts';

/** Longest in characters, not code units; Meta names the place. */
function atMost(longest: number, shortest = 1) {
  return z
    .string()
    .min(shortest)
    .refine((text) => [...text].length <= longest, `must be at most ${longest} characters`);
}

const id = z.union([z.string().min(1), z.number()]).transform(String);
const address = z.string().regex(/^https?:\/\/\S+$/, 'should represent a valid URL');

const button = z.looseObject({ type: z.string().min(1) }).superRefine((one, context) => {
  const wrong = wrongButton(one);
  if (wrong !== null) context.addIssue({ code: 'custom', message: wrong });
});

function wrongButton({ type, ...of }: { type: string; [key: string]: unknown }): string | null {
  const isText = (key: string, longest: number): boolean => {
    const value = of[key];
    return typeof value === 'string' && value !== '' && [...value].length <= longest;
  };
  if (['web_url', 'postback', 'phone_number'].includes(type) && !isText('title', 20))
    return 'needs a title of at most 20 characters';
  if (type === 'web_url' && !address.safeParse(of['url']).success) return 'needs a valid url';
  if (type === 'postback' && !isText('payload', 1000)) return 'needs a payload of at most 1000 characters';
  if (type === 'phone_number' && !/^\+\d{5,20}$/.test(String(of['payload'])))
    return 'needs a payload that is a phone number with +';
  return null;
}

const buttons = z.array(button).min(1, 'must have 1 to 3 buttons').max(3, 'must have 1 to 3 buttons');
const element = z.looseObject({
  title: atMost(80),
  subtitle: atMost(80, 0).optional(),
  image_url: address.optional(),
  buttons: buttons.optional(),
});
const buttonTemplate = z.strictObject({
  template_type: z.literal('button'),
  text: atMost(640),
  buttons,
  sharable: z.boolean().optional(),
});
const genericTemplate = z.looseObject({
  template_type: z.literal('generic'),
  elements: z.array(element).min(1).max(10, 'must have at most 10 elements'),
});
/** By their names; others are taken as they are. */
export const templates: Readonly<Record<string, z.ZodType>> = {
  button: buttonTemplate,
  generic: genericTemplate,
};

const attachment = z.strictObject({
  type: z.string().min(1),
  payload: z.looseObject({ url: address.optional(), attachment_id: id.optional() }).optional(),
});
export type Attachment = z.infer<typeof attachment>;

const quickReply = z
  .strictObject({
    content_type: z.enum(['text', 'user_phone_number', 'user_email']),
    title: atMost(20).optional(),
    payload: atMost(1000, 0).optional(),
    image_url: z.string().optional(),
  })
  .refine(
    ({ content_type: type, title, payload }) =>
      type !== 'text' || (title !== undefined && payload !== undefined),
    'needs title and payload',
  );

const parameter = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  parameter_name: z.string().optional(),
  payload: z.string().optional(),
});
const utility = z.strictObject({
  name: z.string().min(1),
  language: z.strictObject({ code: z.string().min(2) }),
  components: z
    .array(z.strictObject({ type: z.enum(['header', 'body', 'buttons']), parameters: z.array(parameter) }))
    .optional(),
});
export type UtilitySend = z.infer<typeof utility>;

const message = z.strictObject({
  text: z.string().min(1).optional(),
  attachment: attachment.optional(),
  attachments: z.array(attachment).min(1).optional(),
  quick_replies: z.array(quickReply).min(1).max(13, 'must have at most 13 quick replies').optional(),
  metadata: z.string().max(999, 'must have fewer than 1000 characters').optional(),
  sticker_id: id.optional(),
  template: utility.optional(),
});
export type MessageBody = z.infer<typeof message>;

const recipient = z
  .strictObject({
    id: id.optional(),
    user_ref: z.string().optional(),
    comment_id: z.string().optional(),
    post_id: z.string().optional(),
    phone_number: z.string().optional(),
    name: z.looseObject({}).optional(),
    notification_messages_token: z.string().optional(),
  })
  .refine((one) => Object.keys(one).length > 0, 'must name somebody');

const post = z.strictObject({
  recipient,
  messaging_type: z.string().optional(),
  tag: z.string().optional(),
  notification_type: z.enum(['REGULAR', 'SILENT_PUSH', 'NO_PUSH']).optional(),
  message: message.optional(),
  sender_action: z.string().optional(),
  payload: z.strictObject({ message_id: z.string().min(1), reaction: z.string().optional() }).optional(),
  reply_to: z.strictObject({ mid: z.string().min(1) }).optional(),
  persona_id: id.optional(),
  thread_control: z.looseObject({}).optional(),
  access_token: z.string().optional(),
  platform: z.literal('instagram').optional(),
});
export type Post = z.infer<typeof post>;

/** `message[text]`, as Meta writes a place in the body. */
function placeOf(path: readonly PropertyKey[]): string {
  const [first = '', ...rest] = path.map(String);
  return rest.reduce((place, key) => `${place}[${key}]`, first);
}

/** What zod says, in Meta's words. */
export function asGraphError({ issues }: z.ZodError, within = ''): GraphError {
  const [issue] = issues;
  const place = [within, placeOf(issue?.path ?? [])].filter(Boolean).join('.');
  if (issue?.code === 'unrecognized_keys')
    return { code: 100, details: `Invalid keys "${issue.keys.join(', ')}" were found in param "${place}".` };
  if (issue?.input === undefined && issue?.code !== 'custom')
    return { code: 100, details: `The parameter ${place} is required.` };
  return { code: 100, details: `Param ${place} ${issue?.message ?? 'is not valid'}.` };
}

/** The body, or the error that Meta answers. */
export function parsePost(body: unknown): { post: Post } | { error: GraphError } {
  const parsed = post.safeParse(body, { reportInput: true });
  if (!parsed.success) return { error: asGraphError(parsed.error) };
  const { message: said, sender_action: action } = parsed.data;
  if (said !== undefined && action !== undefined) {
    const details = 'Param sender_action must not be sent together with message.';
    return { error: { code: 100, subcode: 2018014, details } };
  }
  if (said === undefined && action === undefined)
    return { error: { code: 100, details: 'The parameter message is required.' } };
  return { post: parsed.data };
}
