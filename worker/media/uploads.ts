/** Files that the team uploads: kept in the bucket, and their facts with them, so that nobody needs to be believed. */
import { z } from 'zod';
import type { FileType, Upload } from '#domain/content.ts';
import type { Draft } from '#domain/draft.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { Env } from '../env.ts';
import { uploadKey } from './keys.ts';
import { mostBytes, storeFile, type Incoming } from './store.ts';

type Place = Pick<Env, 'MEDIA'>;
export type Uploaded = Extract<Upload, { uploadId: string }>;

/** What comes with the bytes. `owner`: id of the person. */
export type NewUpload = Pick<Incoming, 'body' | 'bytes' | 'mime'> & {
  readonly name: string;
  readonly type: FileType;
  readonly owner: string;
};

const fileTypes = z.enum(['image', 'video', 'audio', 'voice', 'document', 'sticker']);
const kept = z.object({ name: z.string().transform(decodeURIComponent), type: fileTypes });

/** A file name as it may stand in a header and in somebody's folder. */
function plainName(name: string): string {
  return name.replace(/[\p{Cc}\p{Cs}\\/]/gu, '_').trim();
}

const refused = (problem: string): { refusal: Refusal } => ({ refusal: { code: 'invalid-input', problem } });

/**
 * Keeps a file for a message that is still to be sent.
 * @throws when the bucket does not answer
 */
export async function saveUpload(env: Place, upload: NewUpload): Promise<Uploaded | { refusal: Refusal }> {
  const uploadId = crypto.randomUUID();
  const { body, bytes, mime, type, owner } = upload;
  const name = plainName(upload.name);
  // Headers of the bucket are ASCII.
  const about = { owner, type, name: encodeURIComponent(name) };
  const stored = await storeFile(env.MEDIA, `upload/${uploadId}`, { body, bytes, mime, about });
  if (stored.state === 'too-large') return { refusal: { code: 'too-large', limitBytes: mostBytes } };
  if (stored.state !== 'here') return refused('the file did not arrive whole');
  if (stored.bytes === 0) return refused('the file is empty');
  return { uploadId, type, mime: stored.mime, bytes: stored.bytes, ...(name !== '' && { name }) };
}

/**
 * What is really there under the id; null when nothing is.
 * @throws when the bucket does not answer
 */
export async function uploadOf(env: Place, uploadId: string): Promise<Uploaded | null> {
  const key = uploadKey(uploadId);
  const object = key === null ? null : await env.MEDIA.head(key);
  const about = kept.safeParse(object?.customMetadata);
  if (!object || !about.success) return null;
  const { type, name } = about.data;
  const mime = object.httpMetadata?.contentType ?? 'application/octet-stream';
  return { uploadId, type, mime, bytes: object.size, ...(name !== '' && { name }) };
}

class Missing extends Error {}

/** How it is sent and what it is called may be chosen anew; what it is may not. */
async function verified<T extends Upload>(env: Place, upload: T): Promise<T> {
  if (!('uploadId' in upload)) return upload;
  const known = await uploadOf(env, upload.uploadId);
  if (!known) throw new Missing();
  const name = upload.name ?? known.name;
  return { ...upload, mime: known.mime, bytes: known.bytes, ...(name !== undefined && { name }) };
}

type Template = Extract<Draft, { kind: 'template' }>;
type Values = Template['values'];
type Value = Values['header'][number];

async function verifiedValues(env: Place, values: readonly Value[]): Promise<Value[]> {
  return Promise.all(
    values.map(async (value) =>
      value.type === 'file' ? { ...value, file: await verified(env, value.file) } : value,
    ),
  );
}

async function verifiedPart<T extends Pick<Values, 'header' | 'body'>>(env: Place, part: T): Promise<T> {
  const [header, body] = await Promise.all([
    verifiedValues(env, part.header),
    verifiedValues(env, part.body),
  ]);
  return { ...part, header, body };
}

async function verifiedDraft(env: Place, draft: Draft): Promise<Draft> {
  switch (draft.kind) {
    case 'files':
      return { ...draft, files: await Promise.all(draft.files.map((file) => verified(env, file))) };
    case 'interactive':
      if (!draft.headerFile) return draft;
      return { ...draft, headerFile: await verified(env, draft.headerFile) };
    case 'template': {
      const { cards } = draft.values;
      const values = await verifiedPart(env, draft.values);
      if (!cards) return { ...draft, values };
      return {
        ...draft,
        values: { ...values, cards: await Promise.all(cards.map((card) => verifiedPart(env, card))) },
      };
    }
    case 'text':
    case 'location':
    case 'contacts':
      return draft;
  }
}

/**
 * The draft with the facts of its uploads as they are, whatever the client said of them; `upload-not-found` when one is
 * not here.
 * @throws when the bucket does not answer
 */
export async function verifyUploads(env: Place, draft: Draft): Promise<Draft | Refusal> {
  try {
    return await verifiedDraft(env, draft);
  } catch (failure) {
    if (failure instanceof Missing) return { code: 'upload-not-found' };
    throw failure;
  }
}
