/** Which files a channel takes, how large, and with which words (Meta, "Media"; "Send messages"; "Saving assets"). */
import { abilities, type Channel } from './channel.ts';
import type { FileType, Upload } from './content.ts';
import { characters, firstOf, type Problem } from './limits-parts.ts';

/** `mimes`: the types it takes, a star standing for all; empty where it takes none. `bytes`: the largest. */
export type FileLimits = { readonly mimes: readonly string[]; readonly bytes: number };

const kilobyte = 1024;
const megabyte = 1024 * kilobyte;
const office = 'application/vnd.openxmlformats-officedocument';
const none: FileLimits = { mimes: [], bytes: 0 };

const whatsApp: Readonly<Record<FileType, FileLimits>> = {
  image: { mimes: ['image/jpeg', 'image/png'], bytes: 5 * megabyte },
  video: { mimes: ['video/mp4', 'video/3gpp'], bytes: 16 * megabyte },
  audio: {
    mimes: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'],
    bytes: 16 * megabyte,
  },
  voice: { mimes: ['audio/ogg'], bytes: 16 * megabyte },
  document: {
    mimes: [
      'text/plain',
      'application/pdf',
      'application/msword',
      `${office}.wordprocessingml.document`,
      'application/vnd.ms-excel',
      `${office}.spreadsheetml.sheet`,
      'application/vnd.ms-powerpoint',
      `${office}.presentationml.presentation`,
    ],
    bytes: 100 * megabyte,
  },
  // A still one may have 100 KB only; which it is stands inside of the file.
  sticker: { mimes: ['image/webp'], bytes: 500 * kilobyte },
};

const messenger: Readonly<Record<FileType, FileLimits>> = {
  // 25 MB by upload, but 8 MB by address: either way may be taken.
  image: { mimes: ['image/png', 'image/jpeg', 'image/gif'], bytes: 8 * megabyte },
  video: { mimes: ['video/*'], bytes: 25 * megabyte },
  audio: { mimes: ['audio/*'], bytes: 25 * megabyte },
  voice: { mimes: ['audio/*'], bytes: 25 * megabyte },
  document: { mimes: ['*/*'], bytes: 25 * megabyte },
  sticker: none,
};

const instagramAudio: FileLimits = {
  mimes: [
    ...['audio/aac', 'audio/mp4', 'audio/m4a', 'audio/x-m4a'],
    ...['audio/wav', 'audio/wave', 'audio/x-wav', 'audio/vnd.wave'],
  ],
  bytes: 25 * megabyte,
};
const instagram: Readonly<Record<FileType, FileLimits>> = {
  image: { mimes: ['image/png', 'image/jpeg', 'image/gif'], bytes: 8 * megabyte },
  video: {
    mimes: ['video/mp4', 'video/ogg', 'video/x-msvideo', 'video/avi', 'video/quicktime', 'video/webm'],
    bytes: 25 * megabyte,
  },
  audio: instagramAudio,
  voice: instagramAudio,
  document: { mimes: ['application/pdf'], bytes: 25 * megabyte },
  sticker: none,
};

const limits = { whatsapp: whatsApp, messenger, instagram } as const;
/** How many files one message takes; more than one only if all are pictures. */
const together: Readonly<Record<Channel, number>> = { whatsapp: 1, messenger: 1, instagram: 10 };
/** Under a picture, video or document of WhatsApp, in characters. The others have no captions. */
const captionLimit = 1024;

const nouns: Readonly<Record<FileType, string>> = {
  image: 'picture',
  video: 'video',
  audio: 'audio file',
  voice: 'voice note',
  document: 'document',
  sticker: 'sticker',
};

/** What a channel takes of a kind of file. */
export function fileLimits(channel: Channel, type: FileType): FileLimits {
  return limits[channel][type];
}

/** Whether the limits take this MIME type; parameters such as `; codecs=opus` do not matter. */
export function takesMime({ mimes }: FileLimits, mime: string): boolean {
  const bare = mime.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const family = bare.split('/', 1)[0] ?? '';
  return mimes.some((taken) => taken === bare || taken === '*/*' || taken === `${family}/*`);
}

/** `5 MB`, `500 KB`. */
function sizeOf(bytes: number): string {
  return bytes < megabyte ? `${bytes / kilobyte} KB` : `${bytes / megabyte} MB`;
}

const kindNames: Readonly<Record<string, string>> = {
  'audio/mpeg': 'MP3',
  'audio/mp4': 'M4A',
  'audio/ogg': 'OGG',
  'image/jpeg': 'JPEG',
  'text/plain': 'TXT',
  'video/3gpp': '3GP',
  'video/quicktime': 'MOV',
  'video/x-msvideo': 'AVI',
  'audio/wave': 'WAV',
  'audio/vnd.wave': 'WAV',
  'application/msword': 'DOC',
  'application/vnd.ms-excel': 'XLS',
  'application/vnd.ms-powerpoint': 'PPT',
  [`${office}.wordprocessingml.document`]: 'DOCX',
  [`${office}.spreadsheetml.sheet`]: 'XLSX',
  [`${office}.presentationml.presentation`]: 'PPTX',
};

/** What people call a kind of file: WEBP, MP3, DOCX. */
export function kindName(mime: string): string {
  const bare = mime.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const named = kindNames[bare];
  if (named !== undefined) return named;
  // vnd.wave, x-m4a: what stands before is not part of the name.
  return (bare.split('/')[1] ?? bare).replace(/^(vnd\.|x-)/, '').toUpperCase();
}

function kindsOf({ mimes }: FileLimits): string {
  return [...new Set(mimes.map(kindName))].join(', ');
}

/** What is wrong with one file, as far as it is known here: of an address only the kind is. */
export function problemOfFile(channel: Channel, file: Upload): Problem {
  const { label } = abilities[channel];
  const noun = nouns[file.type];
  const taken = fileLimits(channel, file.type);
  if (taken.mimes.length === 0) return `${label} takes no ${noun}s of one’s own. Send it as a picture.`;
  if ('link' in file) return null;
  if (!takesMime(taken, file.mime)) {
    const kind = file.mime === '' ? 'unknown' : kindName(file.mime);
    return `${label} takes no ${noun}s of this kind (${kind}). It takes ${kindsOf(taken)}.`;
  }
  if (file.bytes === 0) return `This ${noun} is empty (0 bytes). Choose another file.`;
  if (file.bytes <= taken.bytes) return null;
  return `This ${noun} is larger than the ${sizeOf(taken.bytes)} that ${label} takes. Make it smaller, or send a link to it.`;
}

function problemOfCount(channel: Channel, files: readonly Upload[]): Problem {
  if (files.length <= 1) return null;
  const { label } = abilities[channel];
  const limit = together[channel];
  if (limit === 1) {
    return `These are ${files.length} files and ${label} takes 1 a message. Send each as a message of its own.`;
  }
  if (files.some(({ type }) => type !== 'image')) {
    return `${label} takes several files in a message only if all are pictures. Send the others as messages of their own.`;
  }
  if (files.length <= limit) return null;
  return `These are ${files.length} pictures and ${label} takes ${limit} a message. Send the rest in another one.`;
}

function problemOfCaption(channel: Channel, text: string, files: readonly Upload[]): Problem {
  if (text.trim() === '') return null;
  const { label } = abilities[channel];
  const without = files.find(({ type }) => type === 'audio' || type === 'voice' || type === 'sticker');
  if (channel !== 'whatsapp') {
    return `${label} takes no words with a file. Send the words as a message of their own.`;
  }
  if (without) {
    return `${label} takes no words with a ${nouns[without.type]}. Send the words as a message of their own.`;
  }
  const length = characters(text);
  if (length <= captionLimit) return null;
  return `The words under the file are ${length} characters long and ${captionLimit} is the limit. Make them shorter, or send them as a message of their own.`;
}

/** What is wrong with a message of files and its words. */
export function problemOfFiles(channel: Channel, text: string, files: readonly Upload[]): Problem {
  return (
    problemOfCount(channel, files) ??
    firstOf(files, (file) => problemOfFile(channel, file)) ??
    problemOfCaption(channel, text, files)
  );
}
