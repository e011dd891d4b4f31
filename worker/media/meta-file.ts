/** What Meta takes in the place of an upload: an id after uploading it to WhatsApp, an address for the others to fetch. */
import { and, eq, gt } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { z } from 'zod';
import type { Upload } from '#domain/content.ts';
import type { Access } from '../accounts/accounts.ts';
import type { GraphAnswer, SendResult } from '../channels/channel.ts';
import { judgeAnswer } from '../channels/errors.ts';
import { callGraph } from '../channels/graph.ts';
import type { MetaFile } from '../channels/render.ts';
import { word } from '../channels/tolerant.ts';
import type { Env } from '../env.ts';
import { logFailure } from '../log.ts';
import { uploadKey } from './keys.ts';
import { signedAddress } from './signed.ts';
import { metaUpload } from './tables.ts';

type Hindered = Extract<SendResult, { type: 'failed' | 'later' }>;
type Uploaded = Extract<Upload, { uploadId: string }>;

const day = 24 * 60 * 60 * 1000;
/** WhatsApp keeps an uploaded file 30 days (Meta, "Media"); a message may wait a day before it leaves. */
const reusedFor = 28 * day;

const failed = (code: string, details = ''): Hindered => ({
  type: 'failed',
  error: { code, title: '', details },
});
const addressless = failed(
  'account-in-trouble',
  'Casement was not told its own address, so Meta cannot fetch files from it. Ask an admin to set PUBLIC_URL.',
);

const named = ({ channel, accountId }: Access, uploadId: string) =>
  and(
    eq(metaUpload.uploadId, uploadId),
    eq(metaUpload.channel, channel),
    eq(metaUpload.accountId, accountId),
  );

/** Meta's id from an earlier upload. Without D1 the file is uploaded again, which is safe. */
async function knownId(
  env: Env,
  access: Access,
  asked: { uploadId: string; now: number },
): Promise<string | null> {
  try {
    const [row] = await drizzle(env.DB)
      .select({ metaId: metaUpload.metaId })
      .from(metaUpload)
      .where(and(named(access, asked.uploadId), gt(metaUpload.expiresAt, asked.now)));
    return row?.metaId ?? null;
  } catch (failure) {
    logFailure('media.ids-unreadable', failure);
    return null;
  }
}

async function remember(env: Env, row: typeof metaUpload.$inferInsert): Promise<void> {
  const { uploadId, channel, accountId } = metaUpload;
  const { metaId, expiresAt } = row;
  try {
    await drizzle(env.DB)
      .insert(metaUpload)
      .values(row)
      .onConflictDoUpdate({ target: [uploadId, channel, accountId], set: { metaId, expiresAt } });
  } catch (failure) {
    logFailure('media.id-not-kept', failure);
  }
}

const answered = z.object({ id: word });

/** An upload that may have arrived may be repeated: nobody sees it (Meta, "Media"). */
function idIn(answer: GraphAnswer): string | Hindered {
  const id = answer.type === 'ok' ? answered.safeParse(answer.body).data?.id : undefined;
  if (id !== undefined) return id;
  const result = judgeAnswer('whatsapp', answer);
  if (result.type === 'later' || result.type === 'failed') return result;
  const details = result.type === 'unknown' ? result.why : '';
  return { type: 'later', afterMs: null, error: { code: 'unreachable', title: '', details } };
}

async function upload(env: Env, access: Access, { uploadId, name }: Uploaded): Promise<string | Hindered> {
  const key = uploadKey(uploadId);
  const object = key === null ? null : await env.MEDIA.get(key);
  if (!object) return failed('upload-not-found');
  const mime = object.httpMetadata?.contentType ?? 'application/octet-stream';
  const file = { field: 'file', name: name ?? 'file', mime, bytes: object.size, stream: object.body };
  const fields = { messaging_product: 'whatsapp', type: mime };
  const path = `${access.accountId}/media`;
  return idIn(await callGraph(env, access, { method: 'POST', path, form: { fields, file } }));
}

async function idFor(
  env: Env,
  access: Access,
  asked: { file: Uploaded; now: number },
): Promise<MetaFile | Hindered> {
  const { file, now } = asked;
  const known = await knownId(env, access, { uploadId: file.uploadId, now });
  if (known !== null) return { id: known };
  const metaId = await upload(env, access, file);
  if (typeof metaId !== 'string') return metaId;
  const { channel, accountId } = access;
  const { uploadId } = file;
  await remember(env, { uploadId, channel, accountId, metaId, expiresAt: now + reusedFor });
  return { id: metaId };
}

/**
 * How Meta gets a file of a message that is about to leave: WhatsApp by an id, uploaded now or within the last 28 days; the
 * others by an address that is good for an hour. `now` in ms. `failed`, `later`: the message cannot leave, or not yet.
 * Never throws.
 */
export async function metaFileFor(
  env: Env,
  access: Access,
  { file, now }: { readonly file: Upload; readonly now: number },
): Promise<MetaFile | Hindered> {
  if ('link' in file) return { link: file.link };
  try {
    if (access.channel === 'whatsapp') return await idFor(env, access, { file, now });
    const link = await signedAddress(env, file, now);
    return link === null ? addressless : { link };
  } catch (failure) {
    logFailure('media.not-handed-over', failure);
    const details = 'The file could not be read here.';
    return { type: 'later', afterMs: null, error: { code: 'unreachable', title: '', details } };
  }
}
