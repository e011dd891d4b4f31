/** A file that was chosen for a conversation, and the messages that some of them become. Pure. */
import type { Channel } from '#domain/channel.ts';
import type { FileType } from '#domain/content.ts';
import type { Uploaded } from '../api.ts';
import type { Composed } from './outbox.svelte.ts';

/** What is known of a file without its bytes. `size` in bytes, `type` its MIME type. */
export type About = Pick<File, 'name' | 'size' | 'type'>;

/** What a channel makes of a file. */
export type Judged = {
  readonly type: FileType;
  /** Why it cannot be sent; null while it can. */
  readonly sentence: string | null;
  /** As what the channel would take it. */
  readonly kinds: readonly FileType[];
  /** Whether it is a picture of which this device may make a smaller or plainer one. */
  readonly mayShrink: boolean;
  /** Whether words may stand under it. */
  readonly captions: boolean;
};

export type Attachment = Judged & {
  readonly id: string;
  /** What the server knows it by; the same however often it is tried. */
  readonly uploadId: string;
  readonly conversationId: string;
  readonly channel: Channel;
  readonly about: About;
  /** Null when only what was uploaded of it outlived a reload. */
  readonly file: Blob | null;
  /** Address of what can be looked at on this device; '' for nothing. */
  readonly local: string;
  /** How much is on the server, from 0 to 1. */
  readonly progress: number;
  readonly uploaded: Uploaded | null;
  /** Whether it is tried again, by itself too. */
  readonly mayComeAgain: boolean;
  readonly caption: string;
  /** Why the caption cannot be sent; null while it can. */
  readonly captionSentence: string | null;
  /** Its size in bytes before it was made smaller; null where it was not. */
  readonly was: number | null;
  /** Whether it is being made smaller now. */
  readonly shrinking: boolean;
  /** The message that it was sent with, while it is still on its way; null before. */
  readonly messageId: string | null;
};

/** Whether it may go with a message now: it is on the server, or will be. */
export function isReady(item: Attachment): boolean {
  const refused = item.sentence !== null && !item.mayComeAgain;
  return !refused && !item.shrinking && item.captionSentence === null && item.kinds.length > 0;
}

/** The file as a draft names it; what the server found it to be, once it is there. */
export function uploadOf(item: Attachment): Uploaded {
  const { uploadId, type, about, uploaded } = item;
  if (uploaded) return { ...uploaded, type };
  return { uploadId, type, mime: about.type, bytes: about.size, name: cutName(about.name) };
}

/** The edge's limit of a name, in characters. */
const mostName = 240;

/** A name that is too long without its middle: what it ends in says what it is. */
export function cutName(name: string): string {
  if (name.length <= mostName) return name;
  const end = /\.[^.]{1,10}$/.exec(name)?.[0] ?? '';
  return name.slice(0, mostName - end.length) + end;
}

type Captioned = { readonly file: Uploaded; readonly caption: string };

/**
 * The messages that some files and a text become: one file each, under its own caption. The text goes under the first
 * where that one has no caption and the channel takes words there, else as a message of its own after them.
 */
export function composeFiles(
  files: readonly Captioned[],
  text: string,
  refuses: (draft: Composed) => boolean,
): Extract<Composed, { kind: 'files' | 'text' }>[] {
  type OfFiles = Extract<Composed, { kind: 'files' }>;
  const drafts = files.map(({ file, caption }): OfFiles => ({ kind: 'files', text: caption, files: [file] }));
  const [first, ...rest] = drafts;
  if (!first || text === '') return drafts;
  const captioned: OfFiles = { ...first, text };
  if (first.text === '' && !refuses(captioned)) return [captioned, ...rest];
  return [...drafts, { kind: 'text', text }];
}

/** `items` with the one of that id so many places further on among those of its conversation. */
export function moved(items: readonly Attachment[], id: string, by: number): readonly Attachment[] {
  const item = items.find((one) => one.id === id);
  if (!item) return items;
  const mates = items.filter((one) => one.conversationId === item.conversationId);
  const to = Math.max(0, Math.min(mates.indexOf(item) + by, mates.length - 1));
  const ordered = mates.filter((one) => one !== item);
  ordered.splice(to, 0, item);
  let next = 0;
  return items.map((one) => (one.conversationId === item.conversationId ? (ordered[next++] ?? one) : one));
}
