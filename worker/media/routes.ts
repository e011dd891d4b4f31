/** Files: uploading one, looking at one of a conversation, and handing one to Meta. */
import { Hono, type Context } from 'hono';
import { z } from 'zod';
import type { Refusal } from '#domain/refusal.ts';
import { conversationStub, isConversationId } from '../conversation/id.ts';
import type { FilePlace } from '../conversation/reader.ts';
import { accept } from '../input.ts';
import { orRefuse, Refused } from '../problem.ts';
import { signedIn, type AppEnv } from '../session.ts';
import { uploadKey } from './keys.ts';
import { serveFile } from './serve.ts';
import { uploadIn } from './signed.ts';
import { saveUpload, uploadOf } from './uploads.ts';

const uploadQuery = z.object({
  type: z.enum(['image', 'video', 'audio', 'voice', 'document', 'sticker']),
  name: z.string().max(240).default(''),
  id: z.uuid().toLowerCase().optional(),
});

/** What lies under the address of a message's file never changes. */
const forADay = 'private, max-age=86400, immutable';
const forAWhile = 'private, max-age=3600';

function lengthOf(request: Request): number | null {
  const said = request.headers.get('content-length') ?? '';
  return /^\d+$/.test(said) ? Number(said) : null;
}

export const uploads = new Hono<AppEnv>();

uploads.post('/', signedIn, async (c) => {
  const { id, type, name } = accept(uploadQuery, c.req.query());
  const { body } = c.req.raw;
  if (!body) throw new Refused({ code: 'invalid-input', problem: 'the file is empty' });
  const mime = c.req.header('content-type') ?? '';
  const owner = c.get('caller').actor.id;
  const upload = { id, body, bytes: lengthOf(c.req.raw), mime, name, type, owner };
  return c.json(orRefuse(await saveUpload(c.env, upload)), 201);
});

type Refusing = { readonly refusal: Refusal };
type Looked = { readonly messageId: string; readonly slot: string; readonly cacheControl: string };

/** Asks the conversation whether the caller may see the file, and where it lies. */
async function look(c: Context<AppEnv>, id: string, looked: Looked): Promise<Response> {
  if (!isConversationId(id)) throw new Refused({ code: 'conversation-not-found' });
  const { messageId, slot, cacheControl } = looked;
  const { actor } = c.get('caller');
  const place: FilePlace | Refusing = await conversationStub(c.env, id).fileOf(actor, messageId, slot);
  const { key, name } = orRefuse(place);
  const served = { key, cacheControl, ...(name !== undefined && { name }) };
  const answer = await serveFile(c.env.MEDIA, c.req.raw, served);
  if (!answer) throw new Refused({ code: 'not-found' });
  return answer;
}

export const media = new Hono<AppEnv>();

media.get('/:id/picture', signedIn, (c) =>
  look(c, c.req.param('id'), { messageId: '', slot: 'picture', cacheControl: forAWhile }),
);

media.get('/:id/:messageId/:slot', signedIn, (c) => {
  const { id, messageId, slot } = c.req.param();
  return look(c, id, { messageId, slot, cacheControl: forADay });
});

/** For Meta: no session, but a signature that is good for an hour. */
export const outgoing = new Hono<AppEnv>();

outgoing.get('/out/:token/:name', async (c) => {
  const uploadId = await uploadIn(c.env, c.req.param('token'), Date.now());
  const upload = uploadId === null ? null : await uploadOf(c.env, uploadId);
  const key = upload && uploadKey(upload.uploadId);
  if (!upload || key === null) throw new Refused({ code: 'not-found' });
  const { name } = upload;
  const served = { key, cacheControl: 'no-store', ...(name !== undefined && { name }) };
  const answer = await serveFile(c.env.MEDIA, c.req.raw, served);
  if (!answer) throw new Refused({ code: 'not-found' });
  return answer;
});
