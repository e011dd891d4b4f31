/** What channels would refuse; comes with the first file, because most replies have none. */
import { abilities, type Channel } from '#domain/channel.ts';
import type { FileType } from '#domain/content.ts';
import { kindName, refuseDraft } from '#domain/limits.ts';
import { sentenceOf } from '#domain/refusal.ts';
import { t } from '../words/en-files.ts';
import type { About, Judged } from './attachment.ts';
import type { Composed } from './outbox.svelte.ts';

/** Why a channel would not take a draft, as a sentence; null when it would. */
export function whyNot(channel: Channel, draft: Composed): string | null {
  const refusal = refuseDraft(channel, draft);
  return refusal && sentenceOf(refusal);
}

/** Browsers do not know the type of every picture that a telephone makes. */
const typesByName: Readonly<Record<string, string>> = {
  heic: 'image/heic',
  heif: 'image/heif',
  avif: 'image/avif',
  '3gp': 'video/3gpp',
  mkv: 'video/x-matroska',
  opus: 'audio/ogg',
  amr: 'audio/amr',
};

/** A file's MIME type; by its name where the browser knows none. */
export function typeOf({ name, type }: Pick<About, 'name' | 'type'>): string {
  if (type !== '') return type;
  const end = name.split('.').at(-1)?.toLowerCase() ?? '';
  return typesByName[end] ?? '';
}

/** What a file is by its MIME type. */
function guessType(mime: string): FileType {
  const [kind] = mime.split('/');
  return kind === 'image' || kind === 'video' || kind === 'audio' ? kind : 'document';
}

/** Drawings have no pixels of their own, and a browser draws only a first picture of what moves. */
const neverShrunk = new Set(['image/svg+xml']);

/** The picture that telephones of one maker take, and only few programs open. */
export function isHeic(mime: string): boolean {
  return mime === 'image/heic' || mime === 'image/heif';
}

/**
 * As what a channel takes a file. A picture that it refuses may still be made another here, so that is left to the
 * person; anything else goes as a document where it can. `wanted`: as what the person wants it.
 */
export function judge(channel: Channel, about: About, wanted?: FileType): Judged {
  const mime = typeOf(about);
  const { name, size: bytes } = about;
  const refusal = (type: FileType, text = ''): string | null =>
    whyNot(channel, { kind: 'files', text, files: [{ uploadId: 'chosen', type, mime, bytes, name }] });
  const guess = wanted ?? guessType(mime);
  const possible: readonly FileType[] = [
    ...new Set<FileType>([
      guess,
      guessType(mime),
      'document',
      ...(mime === 'image/webp' ? ['sticker' as const] : []),
    ]),
  ];
  const kinds = possible.filter((type) => refusal(type) === null);
  const isPicture = guessType(mime) === 'image' && !neverShrunk.has(mime);
  const sentence = refusal(guess);
  const asDocument = sentence !== null && !isPicture && kinds.includes('document');
  const type = asDocument ? 'document' : guess;
  return {
    type,
    sentence: asDocument ? null : sentence,
    kinds,
    mayShrink: isPicture && sentence !== null && bytes > 0,
    captions: refusal(type, 'x') === null,
  };
}

/** Why a picture could not be made another: this browser does not know its kind. */
export function undecodable(channel: Channel, about: About): string {
  const mime = typeOf(about);
  if (isHeic(mime)) return t('attach.heic', { channel: abilities[channel].label });
  return t('attach.unreadable', { kind: kindName(mime) });
}
