/** Media at Meta: upload, resolve, download, delete; the CDN; profile pictures. */
import { Hono, type Context } from 'hono';
import type { Account } from '../control.ts';
import { admit, callerOf, guarded } from '../graph/door.ts';
import { errorAnswer, unknownObjectAnswer, type GraphAnswer, type GraphError } from '../graph/errors.ts';
import { seedOf } from '../graph/nodes.ts';
import { toResponse } from '../graph/play-fault.ts';
import { fetchFile } from './fetch.ts';
import { typeOfUpload as messagingType, wrongUpload as wrongForMessaging } from '../messaging/files.ts';
import { rulesOf } from '../messaging/post.ts';
import type { Simulation } from '../simulation.ts';
import { typeOfUpload, wrongUpload } from '../whatsapp/files.ts';
import { face } from './picture.ts';
import { fileAnswer, isKept, whatsappAddress } from './serve.ts';
import { addBytes, dropMedia, findMedia, type Media } from './store.ts';

const uploadsLive = { whatsapp: 30, messenger: 90, instagram: 90 };
const day = 24 * 60 * 60 * 1000;

function fails(account: Account, error: GraphError): GraphAnswer {
  return errorAnswer(error, { channel: account.channel, accountId: account.id });
}

function until({ channel }: Account): number {
  return Date.now() + uploadsLive[channel] * day;
}

type Upload = { readonly file: File; readonly form: FormData };

/** The multipart form with its file, or the error. */
async function formOf(c: Context, field: string): Promise<Upload | GraphError> {
  if (!(c.req.header('Content-Type') ?? '').startsWith('multipart/form-data'))
    return { code: 100, details: 'The body must be multipart/form-data.' };
  const form = await c.req.formData();
  const file = form.get(field);
  if (file === null || typeof file === 'string')
    return { code: 100, details: `(#100) The parameter ${field} is required.` };
  return { file, form };
}

async function uploadToWhatsapp({ sql }: Simulation, account: Account, c: Context): Promise<GraphAnswer> {
  const upload = await formOf(c, 'file');
  if ('code' in upload) return fails(account, upload);
  const { file, form } = upload;
  if (form.get('messaging_product') !== 'whatsapp')
    return fails(account, { code: 100, details: 'The parameter messaging_product is required.' });
  const said = form.get('type');
  const mime = file.type || (typeof said === 'string' ? said : '');
  const wrong = wrongUpload({ mime, bytes: file.size });
  if (wrong !== null) return fails(account, wrong);
  const given = { accountId: account.id, type: typeOfUpload(mime), mime, name: file.name };
  const bytes = new Uint8Array(await file.arrayBuffer());
  const { id } = await addBytes(sql, { ...given, until: until(account) }, bytes);
  return { status: 200, json: { id } };
}

type AttachmentForm = { attachment?: { type?: string; payload?: { url?: string } } };

async function bytesOfAttachment(
  c: Context,
): Promise<{ type: string; mime: string; name: string; bytes: Uint8Array<ArrayBuffer> } | GraphError> {
  if ((c.req.header('Content-Type') ?? '').startsWith('application/json')) {
    const { message } = await c.req.json<{ message?: AttachmentForm }>();
    const fetched = await fetchFile(message?.attachment?.payload?.url ?? '', Infinity);
    if ('why' in fetched)
      return {
        code: 100,
        subcode: 2018008,
        details: `Failed to fetch the file from the url: ${fetched.why}.`,
      };
    return { type: message?.attachment?.type ?? '', ...fetched };
  }
  const upload = await formOf(c, 'filedata');
  if ('code' in upload) return upload;
  const { file, form } = upload;
  const said = form.get('message');
  const { attachment } = JSON.parse(typeof said === 'string' ? said : '{}') as AttachmentForm;
  const bytes = new Uint8Array(await file.arrayBuffer());
  return { type: attachment?.type ?? '', mime: file.type, name: file.name, bytes };
}

async function uploadAttachment({ sql }: Simulation, account: Account, c: Context): Promise<GraphAnswer> {
  const upload = await bytesOfAttachment(c);
  if ('code' in upload) return fails(account, upload);
  const { type, mime, name, bytes } = upload;
  const wrong = wrongForMessaging(rulesOf(account), type, { mime, bytes: bytes.length });
  if (wrong !== null) return fails(account, wrong);
  const given = { accountId: account.id, type: messagingType(type), mime, name };
  const { id } = await addBytes(sql, { ...given, until: until(account) }, bytes);
  return { status: 200, json: { attachment_id: id } };
}

/** What a media id resolves to. */
export function describeMedia(simulation: Simulation, base: string, media: Media): GraphAnswer {
  const { id, mime, sha256, bytes } = media;
  const hex = [...atob(sha256)].map((letter) => letter.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  const url = whatsappAddress(simulation, base, media);
  const file = { url, mime_type: mime, sha256: hex, file_size: bytes };
  return { status: 200, json: { ...file, id, messaging_product: 'whatsapp' } };
}

const forgotten = () => new Response('URL signature expired', { status: 403 });
const missing = () => new Response('Not found', { status: 404 });

/** The bytes behind a resolved WhatsApp address: only with a token of the account, and only for minutes. */
function whatsappBytes(simulation: Simulation, c: Context): Promise<Response> | Response {
  const caller = callerOf(simulation, c);
  if ('no' in caller) return toResponse(caller.no);
  const media = findMedia(simulation.sql, c.req.query('mid') ?? '');
  const account = caller.accounts.find(({ id }) => id === media?.accountId);
  if (media === null || account === undefined) return missing();
  return guarded(simulation, { account, occasion: 'download' }, () =>
    isKept(media) && Number(c.req.query('ext')) * 1000 > Date.now()
      ? fileAnswer(simulation, media)
      : missing(),
  );
}

function cdnBytes(
  simulation: Simulation,
  c: Context,
  account: Account | undefined,
): Promise<Response> | Response {
  const media = findMedia(simulation.sql, c.req.param('id') ?? '');
  if (media === null || account === undefined) return missing();
  return guarded(simulation, { account, occasion: 'download' }, () =>
    isKept(media) && parseInt(c.req.query('oe') ?? '0', 16) * 1000 > Date.now()
      ? fileAnswer(simulation, media)
      : forgotten(),
  );
}

/** Routes of media, to be mounted at the root, before the other nodes of the Graph API. */
export function mediaRoutes(simulation: Simulation, accountById: (id: string) => Account | null) {
  const version = ':version{v[0-9]+\\.[0-9]+}';
  const upload =
    (to: typeof uploadToWhatsapp) =>
    async (c: Context): Promise<Response> => {
      const admitted = admit(simulation, c, { verb: 'post', id: c.req.param('id') ?? '' });
      if ('no' in admitted) return toResponse(admitted.no);
      const { account } = admitted;
      return guarded(simulation, { account, occasion: 'upload' }, () => to(simulation, account, c));
    };
  return new Hono()
    .post(`/${version}/:id/media`, upload(uploadToWhatsapp))
    .post(`/${version}/:id/message_attachments`, upload(uploadAttachment))
    .delete(`/${version}/:id{[0-9]+}`, (c) => {
      const caller = callerOf(simulation, c);
      if ('no' in caller) return toResponse(caller.no);
      const media = findMedia(simulation.sql, c.req.param('id'));
      if (media === null) return toResponse(unknownObjectAnswer('delete', c.req.param('id')));
      dropMedia(simulation.sql, media.id);
      return c.json({ success: true });
    })
    .get('/whatsapp_business/attachments/', (c) => whatsappBytes(simulation, c))
    .get('/cdn/:id/:name', (c) => {
      const owner = findMedia(simulation.sql, c.req.param('id'))?.accountId;
      return cdnBytes(simulation, c, (owner === undefined ? null : accountById(owner)) ?? undefined);
    })
    .get('/pictures/:name{[0-9]+\\.png}', async (c) => {
      const bytes = await face(seedOf(c.req.param('name')));
      return c.body(bytes, 200, { 'Content-Type': 'image/png' });
    })
    .get('/control/media/:id', (c) => {
      const media = findMedia(simulation.sql, c.req.param('id'));
      return media === null ? missing() : fileAnswer(simulation, media);
    });
}
