/** How a phone draws a message of Messenger or Instagram. */
import type { FileType, Option, ShownFile, View } from '../control.ts';
import { record, records, text, type Json } from '../json.ts';

const files: Readonly<Record<string, FileType>> = {
  image: 'image',
  video: 'video',
  audio: 'voice',
  file: 'document',
  sticker: 'sticker',
  like_heart: 'sticker',
};

/** Shares that are drawn as what they show, where this simulator has it. */
const drawn: Readonly<Record<string, FileType>> = {
  story_mention: 'image',
  post: 'image',
  ig_post: 'image',
  share: 'image',
  story: 'image',
  reel: 'video',
  ig_reel: 'video',
};

function fileType(type: string, address: string): FileType | undefined {
  return files[type] ?? (address.includes('/cdn/') ? drawn[type] : undefined);
}

/** Attachments, whether they came as a list or as one. */
function attachmentsOf(message: Json): readonly Json[] {
  return 'attachments' in message
    ? records(message['attachments'])
    : 'attachment' in message
      ? [record(message['attachment'])]
      : [];
}

function shownFiles(message: Json): ShownFile[] {
  const kept = Array.isArray(message['file_ids']) ? (message['file_ids'] as unknown[]) : [];
  return attachmentsOf(message).flatMap((attachment, index) => {
    const address = text(record(attachment['payload'])['url']);
    const type = fileType(text(attachment['type']), address);
    if (type === undefined) return [];
    const id = kept[index];
    const url = typeof id === 'string' ? `/control/media/${id}` : address || null;
    return [
      { type, url, name: decodeURIComponent(address.split(/[?#]/)[0]?.split('/').at(-1) ?? '') || type },
    ];
  });
}

/** A button tells the business something only if it is a postback. */
function optionOf(button: Json): Option {
  const payload = text(button['payload']);
  const title = text(button['title']) || text(button['text']) || text(button['type']);
  return { title, option: text(button['type']).toLowerCase() === 'postback' ? payload || title : null };
}

function cardsOf(template: Json): View['cards'] {
  const elements = records(template['elements']);
  return elements.map((element) => ({
    title: text(element['title']),
    subtitle: text(element['subtitle']),
    options: records(element['buttons']).map(optionOf),
  }));
}

const quickTitles: Readonly<Record<string, string>> = {
  user_email: 'Send my e-mail',
  user_phone_number: 'Send my phone number',
};

function quickOptions(message: Json): Option[] {
  return records(message['quick_replies']).map((reply) => {
    const kind = text(reply['content_type']);
    return {
      option: text(reply['payload']) || kind,
      title: text(reply['title']) || (quickTitles[kind] ?? kind),
    };
  });
}

const shares: Readonly<Record<string, string>> = {
  story_mention: 'mentioned you in a story',
  share: 'shared a post',
  post: 'shared a post',
  ig_post: 'shared a post',
  reel: 'shared a reel',
  ig_reel: 'shared a reel',
  story: 'shared a story',
  ig_story: 'shared a story',
  fallback: 'shared a link',
  ephemeral: 'a photo that disappears',
};

function notesOf(message: Json): string[] {
  const source = text(record(message['referral'])['source']);
  return [
    'story' in record(message['reply_to']) && 'replied to your story',
    message['is_unsupported'] === true && 'not supported here',
    source !== '' && (source === 'ADS' ? 'from an ad' : 'from a link'),
    'group_id' in message && 'in a group',
    ...attachmentsOf(message).map((attachment) => shares[text(attachment['type'])] ?? false),
  ].filter((note) => note !== false);
}

/** Titles and addresses of what was shared, the place, the words of a template. */
function attachmentWords(message: Json): string {
  return attachmentsOf(message)
    .flatMap((attachment) => {
      const type = text(attachment['type']);
      const payload = record(attachment['payload']);
      const { lat, long } = record(payload['coordinates']);
      if (type === 'location') return [`${text(lat)}, ${text(long)}`];
      if (type === 'template') return [text(payload['text'])];
      const address = text(payload['url']);
      if (type in files) return [];
      return [text(payload['title']), fileType(type, address) === undefined ? address : ''];
    })
    .filter(Boolean)
    .join('\n');
}

function typeOf(message: Json): string {
  if ('postback' in message) return 'postback';
  if ('template' in message) return 'template';
  return text(attachmentsOf(message)[0]?.['type']) || 'text';
}

/** What the phone draws of a message; `message` is Meta's object without its mid. */
export function messagingView(message: Json): View {
  const shown = record(message['shown']);
  const template = record(record(attachmentsOf(message)[0])['payload']);
  const isTemplate = text(attachmentsOf(message)[0]?.['type']) === 'template';
  const quick = quickOptions(message);
  const buttons = isTemplate ? records(template['buttons']) : records(shown['buttons']);
  const cards = isTemplate ? (cardsOf(template) ?? []) : [];
  const quotes = text(record(message['reply_to'])['mid']);
  const header = text(shown['header']);
  return {
    type: typeOf(message),
    text:
      text(message['text']) ||
      text(record(message['postback'])['title']) ||
      text(shown['body']) ||
      attachmentWords(message),
    files: shownFiles(message),
    options: [...buttons.map(optionOf), ...quick],
    notes: notesOf(message),
    ...(cards.length > 0 && { cards }),
    ...(quick.length > 0 && { quick: true }),
    ...(header !== '' && { header }),
    ...(quotes !== '' && { quotes }),
  };
}
