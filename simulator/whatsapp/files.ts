/** Files of sends: what WhatsApp takes (types and sizes, Meta's page on media), found by upload or fetched by address. */
import type { FileType } from '../control.ts';
import type { GraphError } from '../graph/errors.ts';
import { fetchFile, plainMime } from '../media/fetch.ts';
import { addBytes, findMedia, type Media } from '../media/store.ts';

const mega = 1024 * 1024;
const office = 'application/vnd.openxmlformats-officedocument.';

type Rule = { readonly mimes: readonly string[]; readonly most: number };
type SentType = Exclude<FileType, 'voice'>;

const rules: Readonly<Record<SentType, Rule>> = {
  image: { mimes: ['image/jpeg', 'image/png'], most: 5 * mega },
  video: { mimes: ['video/mp4', 'video/3gpp'], most: 16 * mega },
  audio: {
    mimes: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'],
    most: 16 * mega,
  },
  sticker: { mimes: ['image/webp'], most: 500 * 1024 },
  document: { mimes: [], most: 100 * mega },
};
const documents = [
  ...['text/plain', 'application/pdf', 'application/msword', 'application/vnd.ms-excel'],
  ...['application/vnd.ms-powerpoint', `${office}wordprocessingml.document`, `${office}spreadsheetml.sheet`],
  `${office}presentationml.presentation`,
];

/** Every type that may be uploaded. */
const uploadable = [...new Set([...Object.values(rules).flatMap(({ mimes }) => mimes), ...documents])];

/** Why a file may not be uploaded, or null. */
export function wrongUpload({ mime, bytes }: Pick<Media, 'mime' | 'bytes'>): GraphError | null {
  const plain = plainMime(mime);
  if (!uploadable.includes(plain)) {
    const details = `Param file must be a file with one of the following types: ${uploadable.join(', ')}. Received file of type '${plain}'.`;
    return { code: 100, details };
  }
  const fits = Object.values(rules).some(({ mimes, most }) => mimes.includes(plain) && bytes <= most);
  if (fits || (documents.includes(plain) && bytes <= rules.document.most)) return null;
  return { code: 131053, details: `File size ${bytes} exceeds the allowed size for ${plain}.` };
}

/** What kind of file an upload is. */
export function typeOfUpload(mime: string): FileType {
  const plain = plainMime(mime);
  const [found] = Object.entries(rules).find(([, { mimes }]) => mimes.includes(plain)) ?? ['document'];
  return found as FileType;
}

function unfit(type: SentType, { mime, bytes }: Pick<Media, 'mime' | 'bytes'>): string | null {
  const { mimes, most } = rules[type];
  const plain = plainMime(mime);
  if (mimes.length > 0 && !mimes.includes(plain)) return `${type} of type ${plain} is not supported`;
  if (bytes > most) return `${type} of ${bytes} bytes is larger than ${most}`;
  return null;
}

/** A file as a send names it. */
export type Named = {
  readonly type: SentType;
  readonly of: Readonly<Record<string, unknown>>;
};

/** Files of a content: the file itself, or the one in an interactive header. */
export function filesIn(type: string, content: Readonly<Record<string, unknown>>): Named[] {
  if (type in rules) return [{ type: type as SentType, of: content }];
  const header = content['header'];
  if (type !== 'interactive' || typeof header !== 'object' || header === null) return [];
  const { type: kind, ...rest } = header as Record<string, unknown>;
  const of = rest[String(kind)];
  return typeof of === 'object' && of !== null
    ? [{ type: kind as SentType, of: of as Record<string, unknown> }]
    : [];
}

/** The error about an upload that is not there, or null. */
export function wrongId(sql: SqlStorage, accountId: string, { type, of }: Named): GraphError | null {
  const id = of['id'];
  if (typeof id !== 'string') return null;
  const media = findMedia(sql, id);
  if (media === null || media.accountId !== accountId) {
    const details = `Param ${type}['id'] is not a valid whatsapp business account media attachment ID`;
    return { code: 100, details };
  }
  return null;
}

/** The file itself, ready for the phone; or the error that the message fails with later. */
export async function fileOf(
  sql: SqlStorage,
  accountId: string,
  { type, of }: Named,
): Promise<Media | GraphError> {
  const id = of['id'];
  const known = typeof id === 'string' ? findMedia(sql, id) : null;
  if (known !== null) {
    const why = unfit(type, known);
    return why === null ? known : { code: 131053, details: `Media upload error: ${why}.` };
  }
  const fetched = await fetchFile(String(of['link']), rules[type].most);
  if ('why' in fetched)
    return { code: 131053, details: `Media upload error: downloading failed, ${fetched.why}.` };
  const why = unfit(type, { mime: fetched.mime, bytes: fetched.bytes.length });
  if (why !== null) return { code: 131053, details: `Media upload error: ${why}.` };
  const { mime, bytes } = fetched;
  const name = typeof of['filename'] === 'string' ? of['filename'] : fetched.name;
  return addBytes(sql, { accountId, type, mime, name, until: null }, bytes);
}
