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

/** What comes with the bytes. `id`: the client's own, so that it may ask again; `owner`: id of the person. */
export type NewUpload = Pick<Incoming, 'body' | 'bytes' | 'mime'> & {
  readonly id?: string | undefined;
  readonly name: string;
  readonly type: FileType;
  readonly owner: string;
};

const fileTypes = z.enum(['image', 'video', 'audio', 'voice', 'document', 'sticker']);
const about = z.object({
  name: z.string().transform(decodeURIComponent),
  type: fileTypes,
  owner: z.string().default(''),
});

type Kept = { readonly upload: Uploaded; readonly owner: string };

async function keptUnder(env: Place, uploadId: string): Promise<Kept | null> {
  const key = uploadKey(uploadId);
  const object = key === null ? null : await env.MEDIA.head(key);
  const facts = about.safeParse(object?.customMetadata);
  if (!object || !facts.success) return null;
  const { type, name, owner } = facts.data;
  const mime = object.httpMetadata?.contentType ?? 'application/octet-stream';
  return { upload: { uploadId, type, mime, bytes: object.size, ...(name !== '' && { name }) }, owner };
}

/** A file name as it may stand in a header and in somebody's folder. */
function plainName(name: string): string {
  return name.replace(/[\p{Cc}\p{Cs}\\/]/gu, '_').trim();
}

const refused = (problem: string): { refusal: Refusal } => ({ refusal: { code: 'invalid-input', problem } });

/** What is there already under the id of an upload that comes again: one that arrived whole is never written over. */
async function saved(
  env: Place,
  { id, owner, body }: NewUpload,
): Promise<Kept | { refusal: Refusal } | null> {
  const there = id === undefined ? null : await keptUnder(env, id);
  // Whoever sends has to be heard out, or their browser takes the answer for a broken line.
  if (there) await body.pipeTo(new WritableStream());
  return there && there.owner !== owner ? refused('the id belongs to another file') : there;
}

/**
 * Keeps a file for a message that is still to be sent. The same id of the same person again is the same file.
 * @throws when the bucket does not answer
 */
export async function saveUpload(env: Place, upload: NewUpload): Promise<Uploaded | { refusal: Refusal }> {
  const before = await saved(env, upload);
  if (before) return 'refusal' in before ? before : before.upload;
  const uploadId = upload.id ?? crypto.randomUUID();
  const { body, bytes, mime, type, owner } = upload;
  const name = plainName(upload.name);
  // Headers of the bucket are ASCII.
  const facts = { owner, type, name: encodeURIComponent(name) };
  const stored = await storeFile(env.MEDIA, `upload/${uploadId}`, { body, bytes, mime, about: facts });
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
  return (await keptUnder(env, uploadId))?.upload ?? null;
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
