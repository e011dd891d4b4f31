/** Files of sends on Messenger and Instagram: found by upload, or fetched by address before Meta answers. */
import type { Account, FileType } from '../control.ts';
import type { GraphError } from '../graph/errors.ts';
import { fetchFile, plainMime } from '../media/fetch.ts';
import { addBytes, findMedia, type Media } from '../media/store.ts';
import type { Rules } from './rules.ts';
import type { Attachment, MessageBody } from './send-body.ts';

/** What a phone takes an attachment for. */
const fileTypes: Readonly<Record<string, FileType>> = {
  image: 'image',
  video: 'video',
  audio: 'audio',
  file: 'document',
};

function unfit(
  rules: Rules,
  type: string,
  { mime, bytes }: Pick<Media, 'mime' | 'bytes'>,
): GraphError | null {
  const rule = rules.attachments[type];
  if (rule === null || rule === undefined) return null;
  if (bytes > rule.most) {
    const details = `Attachment size exceeds allowable limit: ${bytes} bytes, at most ${rule.most}.`;
    return { code: 100, subcode: 2018109, details };
  }
  if (rule.mimes.some((mimes) => mimes.test(plainMime(mime)))) return null;
  const details = `The type of file you're trying to attach isn't allowed: ${plainMime(mime)} as ${type}.`;
  return { code: 100, subcode: 2018047, details };
}

/** Why an upload is refused, or null. */
export function wrongUpload(
  rules: Rules,
  type: string,
  media: Pick<Media, 'mime' | 'bytes'>,
): GraphError | null {
  if (!(type in fileTypes))
    return {
      code: 100,
      details: `Param message[attachment][type] must be one of {image, video, audio, file}.`,
    };
  return unfit(rules, type, media);
}

/** What a phone takes an upload for. */
export function typeOfUpload(type: string): FileType {
  return fileTypes[type] ?? 'document';
}

type Ground = { readonly sql: SqlStorage; readonly account: Account; readonly rules: Rules };

async function fileOf(
  { sql, account, rules }: Ground,
  { type, payload }: Attachment,
): Promise<string | null | GraphError> {
  if (rules.attachments[type] === null || payload === undefined) return null;
  if (payload.attachment_id !== undefined) {
    const media = findMedia(sql, payload.attachment_id);
    return media?.accountId === account.id || media?.accountId === account.pageId
      ? media.id
      : { code: 100, subcode: 2018074, details: 'Invalid attachment ID.' };
  }
  const fetched = await fetchFile(payload.url ?? '', Infinity);
  if ('why' in fetched) {
    const details = `Failed to fetch the file from the url: ${fetched.why}.`;
    return { code: 100, subcode: 2018008, details };
  }
  const { bytes, mime, name } = fetched;
  const wrong = unfit(rules, type, { mime, bytes: bytes.length });
  if (wrong !== null) return wrong;
  const given = { accountId: account.id, type: typeOfUpload(type), mime, name, until: null };
  return (await addBytes(sql, given, bytes)).id;
}

/** Ids of the files in the order of the attachments (null for those without one), or the error. */
export async function filesOf(
  ground: Ground,
  { attachment, attachments }: MessageBody,
): Promise<readonly (string | null)[] | GraphError> {
  const ids: (string | null)[] = [];
  for (const one of attachments ?? (attachment === undefined ? [] : [attachment])) {
    const file = await fileOf(ground, one);
    if (file !== null && typeof file === 'object') return file;
    ids.push(file);
  }
  return ids;
}
