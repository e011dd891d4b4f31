/** Attachments of Messenger and Instagram → what is shown. Several in one message become one content; nothing is left out. */
import type { Content, File, FileType, ShareType } from '#domain/content.ts';
import type { Story } from '#domain/message.ts';
import type { FileSource } from './channel.ts';
import { shared } from './instagram/wire.ts';
import { templateContent } from './messaging-templates.ts';
import { appointment } from './messenger/wire.ts';
import * as wire from './messaging-wire.ts';
import { metaTime } from './tolerant.ts';

/** Content that an attachment can become; `text` is a caption of its own. */
export type Attached = Extract<
  Content,
  { kind: 'location' | 'share' | 'form' | 'interactive' | 'unsupported' }
>;

type Part =
  | { readonly is: 'file'; readonly file: File; readonly url?: string; readonly stickerId?: string }
  | { readonly is: 'words'; readonly text: string }
  | { readonly is: 'other'; readonly word: string; readonly content: Attached; readonly story?: Story };

export type Attachments = {
  readonly content: Content;
  readonly sources: readonly FileSource[];
  readonly story?: Story;
};

const fileTypes = new Map<string, FileType>([
  ['image', 'image'],
  ['video', 'video'],
  ['audio', 'audio'],
  ['file', 'document'],
  ['sticker', 'sticker'],
]);

/** What is shared, by Meta's word. The copies of Instagram's own things die with Meta's link, so only the link is kept. */
const shareTypes = new Map<string, ShareType>([
  ['fallback', 'link'],
  ['share', 'post'],
  ['post', 'post'],
  ['ig_post', 'post'],
  ['media_share', 'post'],
  ['reel', 'reel'],
  ['ig_reel', 'reel'],
  ['story', 'story'],
  ['ig_story', 'story'],
  ['story_mention', 'story-mention'],
  ['media', 'other'],
]);
/** `share` is the older twin of these (Instagram Platform, “Webhooks”, ig_post). */
const shareTwins: ReadonlySet<string> = new Set(['post', 'ig_post', 'reel', 'ig_reel']);

/** Text parts under each other; empty ones leave no line. */
function lines(...texts: readonly (string | undefined)[]): string {
  return texts.filter(Boolean).join('\n');
}

/** The name in an address that ends like a file. */
function nameIn(url: string | undefined): string | undefined {
  if (!url || !URL.canParse(url)) return undefined;
  const last = new URL(url).pathname.split('/').at(-1) ?? '';
  if (!/\.\w{1,8}$/.test(last)) return undefined;
  try {
    return decodeURIComponent(last);
  } catch {
    // No valid escape: the name as it stands.
    return last;
  }
}

function filePart(attachment: wire.WireAttachment, word: FileType): Part {
  const payload = wire.payload.parse(attachment.payload);
  const url = payload.url ?? attachment.url;
  const stickerId = payload.sticker_id;
  const type = stickerId && word === 'image' ? 'sticker' : word;
  const name = type === 'document' ? (attachment.name ?? attachment.title ?? nameIn(url)) : undefined;
  return {
    is: 'file',
    file: { type, state: url ? 'waiting' : 'elsewhere', ...(name && { name }) },
    ...(url && { url }),
    ...(stickerId && { stickerId }),
  };
}

function locationContent(attachment: wire.WireAttachment): Attached | undefined {
  const { coordinates, title } = wire.payload.parse(attachment.payload);
  const { lat: latitude, long: longitude } = coordinates ?? {};
  if (latitude === undefined || longitude === undefined) return undefined;
  const name = attachment.title ?? title;
  return { kind: 'location', text: '', latitude, longitude, ...(name && { name }) };
}

const latestDate = 8_640_000_000_000_000;

/** A time as ISO text; anything else in Meta's own words. */
function timeText(value: unknown): string {
  const at = metaTime(value);
  return at !== null && at <= latestDate ? new Date(at).toISOString() : wire.wordIn(value);
}

function appointmentContent(raw: unknown): Attached {
  const { booking_id, status, start_time, end_time, timezone } = appointment.parse(raw);
  const times = { start_time: timeText(start_time), end_time: timeText(end_time) };
  const fields = Object.entries({ status, ...times, timezone, booking_id });
  return {
    kind: 'form',
    text: '',
    name: 'appointment_booking',
    fields: fields.flatMap(([name, value]) => (value ? [{ name, value }] : [])),
  };
}

function sharePart(attachment: wire.WireAttachment, word: string, of: ShareType): Part {
  const payload = shared.parse(attachment.payload);
  const url = payload.url ?? attachment.url;
  const title = payload.title ?? attachment.title;
  if (!url && !title && of === 'link') return unsupported(word, '');
  const content: Attached = {
    kind: 'share',
    text: '',
    of,
    ...(of === 'other' && { word }),
    ...(title && { title }),
    ...(url && { url }),
  };
  const isStory = of === 'story' || of === 'story-mention';
  const story: Story = { ...(payload.id && { id: payload.id }), ...(url && { url }) };
  return { is: 'other', word, content, ...(isStory && { story }) };
}

function unsupported(word: string, text: string): Part {
  return { is: 'other', word, content: { kind: 'unsupported', type: word, text } };
}

function partOf(raw: unknown): Part {
  const parsed = wire.attachment.safeParse(raw);
  if (!parsed.success) return unsupported('attachment', '');
  const attachment = parsed.data;
  const word = attachment.type ?? 'attachment';
  const lower = word.toLowerCase();
  const file = fileTypes.get(lower);
  if (file) return filePart(attachment, file);
  const share = shareTypes.get(lower);
  if (share) return sharePart(attachment, lower, share);
  switch (lower) {
    case 'ephemeral':
      return { is: 'file', file: { type: 'image', state: 'elsewhere' } };
    case 'like_heart':
      return { is: 'words', text: '❤️' };
    case 'location': {
      const content = locationContent(attachment);
      return content ? { is: 'other', word, content } : unsupported(word, attachment.title ?? '');
    }
    case 'template':
      return { is: 'other', word, content: templateContent(attachment) };
    case 'appointment_booking':
      return { is: 'other', word, content: appointmentContent(attachment.payload) };
    default:
      return unsupported(word, attachment.title ?? '');
  }
}

type FilePart = Extract<Part, { is: 'file' }>;

function isSameSticker(one: FilePart, other: FilePart): boolean {
  const byUrl = one.url !== undefined && one.url === other.url;
  return byUrl || (one.stickerId !== undefined && one.stickerId === other.stickerId);
}

/** Stickers came twice for a while, as `sticker` and as `image` (Messenger, “messages”): one of them goes, never the sticker. */
function isTwin(part: Part, index: number, all: readonly Part[]): boolean {
  if (part.is !== 'file' || !['image', 'sticker'].includes(part.file.type)) return false;
  return all.some(
    (other, at) =>
      other.is === 'file' &&
      other.file.type === 'sticker' &&
      isSameSticker(part, other) &&
      (part.file.type === 'image' || at < index),
  );
}

function withoutTwins(parts: readonly Part[]): Part[] {
  const isShared = parts.some((part) => part.is === 'other' && shareTwins.has(part.word));
  return parts.filter(
    (part, index) =>
      !isTwin(part, index, parts) && !(isShared && part.is === 'other' && part.word === 'share'),
  );
}

/** A part that another one has taken the place of, as words. */
function inWords(content: Attached): string {
  switch (content.kind) {
    case 'location':
      return lines(content.name, `${content.latitude}, ${content.longitude}`);
    case 'share':
      return lines(content.title, content.url, content.text);
    case 'form':
      return lines(...content.fields.map(({ name, value }) => `${name}: ${value}`));
    case 'interactive':
      return content.text;
    case 'unsupported':
      return lines(content.text, `(${content.type})`);
  }
}

function filesContent(parts: readonly Part[], text: string): Attachments {
  const files = parts.flatMap((part) => (part.is === 'file' ? [part] : []));
  return {
    content: { kind: 'files', text, files: files.map(({ file }) => file) },
    sources: files.flatMap(({ url }, index) => (url ? [{ slot: String(index), url }] : [])),
  };
}

/** A list, or the one thing that stands in its place. */
function listOf(raw: unknown): unknown[] {
  if (raw === undefined || raw === null) return [];
  return Array.isArray(raw) ? raw : [raw];
}

/**
 * What `raw` (Meta's `attachments`) and the text beside it say; undefined when nothing is attached. Files come first, then what
 * can be shown, then what cannot; the rest is told in the text.
 */
export function attachedContent(raw: unknown, text: string): Attachments | undefined {
  const parts = withoutTwins(listOf(raw).map(partOf));
  if (parts.length === 0) return undefined;
  const said = lines(text, ...parts.map((part) => (part.is === 'words' ? part.text : '')));
  const others = parts.flatMap((part) => (part.is === 'other' ? [part] : []));
  const story = others.find((part) => part.story)?.story;
  const withStory = story && { story };
  if (parts.some(({ is }) => is === 'file')) {
    const rest = others.map(({ content }) => inWords(content));
    return { ...filesContent(parts, lines(said, ...rest)), ...withStory };
  }
  const first = others.find(({ content }) => content.kind !== 'unsupported') ?? others[0];
  // An empty fallback beside a text is only the shadow of a link in it.
  const isShadow = first?.word === 'fallback' && first.content.kind === 'unsupported' && said !== '';
  if (!first || isShadow) return { content: { kind: 'text', text: said }, sources: [] };
  const rest = others.filter((part) => part !== first).map(({ content }) => inWords(content));
  const content = { ...first.content, text: lines(said, first.content.text, ...rest) };
  return { content, sources: [], ...withStory };
}
