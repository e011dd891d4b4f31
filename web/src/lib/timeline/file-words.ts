/** What is told of a file that cannot be looked at here, and what a file is. Pure. */
import { abilities, type Channel } from '#domain/channel.ts';
import type { File } from '#domain/content.ts';
import type { Message } from '#domain/message.ts';
import { fileSize } from '../words/sizes.ts';
import { t } from '../words/t.ts';
import { untricked } from './text.ts';

/** What a file is called: its name, without what makes one name look like another; else what it is. */
export function shownName({ name, type }: File): string {
  return untricked(name ?? '').trim() || t(`kind.${type}`);
}

/** Whether a message is nothing but pictures that are here: then its time lies on them. */
export function isCovered(content: Message['content']): boolean {
  if (content.kind !== 'files' || content.text !== '') return false;
  return content.files.every(({ type, state }) => type === 'image' && state === 'here');
}

/** Why a file is not shown; null when it is here. */
export function missingWords(file: File, channel: Channel): string | null {
  if (file.state === 'here') return null;
  if (file.state === 'waiting') return t('file.waiting');
  if (file.state === 'lost') return file.sentence ?? t('file.lost');
  return t('file.elsewhere', { channel: abilities[channel].label });
}

/** The letters after the last dot of a name, else the end of the MIME type: PDF, DOCX. */
export function extensionOf({ name, mime }: File): string {
  const [, fromName] = /\.([a-z\d]{1,5})$/iu.exec(name ?? '') ?? [];
  const [, fromMime] = /\/(?:x-)?([a-z\d]{1,5})(?:;|$)/iu.exec(mime ?? '') ?? [];
  return (fromName ?? fromMime ?? '').toUpperCase();
}

/** “PDF file · 34 kB”, as far as it is known. */
export function aboutFile(file: File): string {
  const extension = extensionOf(file);
  const type = extension === '' ? t(`kind.${file.type}`) : t('file.type', { type: extension });
  return file.bytes === undefined ? type : t('file.about', { type, size: fileSize(file.bytes) });
}
