/** GET and POST /webhooks/meta, for all three Meta objects. */
import { Hono } from 'hono';
import { z } from 'zod';
import type { Env } from '../env.ts';
import { enclose } from '../letters/envelope.ts';
import { log, logFailure } from '../log.ts';
import { problemOf } from '../problem.ts';
import { heedTemplates } from '../templates/templates.ts';
import { deliver } from './deliver.ts';
import { isSameToken, isSigned } from './signature.ts';
import { readJson, understand } from './understand.ts';

/** Meta sends at most 3 MB. */
const bodyLimit = 3 * 1024 * 1024;
const secretList = z.array(z.string().min(1)).min(1);

type Read = { readonly bytes: ArrayBuffer } | { readonly tooLarge: true };

/** Reads at most the limit, whatever the length header says. */
async function readBody(request: Request): Promise<Read> {
  const announced = request.headers.get('content-length');
  if (announced !== null && Number(announced) > bodyLimit) return { tooLarge: true };
  // The runtime holds a body to its announced length.
  if (announced !== null && Number(announced) >= 0) return { bytes: await request.arrayBuffer() };
  const chunks: Uint8Array[] = [];
  let size = 0;
  const body: AsyncIterable<Uint8Array> | null = request.body;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > bodyLimit) return { tooLarge: true };
    chunks.push(chunk);
  }
  return { bytes: await new Blob(chunks).arrayBuffer() };
}

function parseJson(bytes: ArrayBuffer): unknown {
  try {
    return readJson(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes));
  } catch {
    return undefined;
  }
}

export const webhooks = new Hono<{ Bindings: Env; Variables: { requestId: string } }>();

webhooks.get('/meta', async (c) => {
  const { 'hub.mode': mode, 'hub.verify_token': token = '', 'hub.challenge': challenge = '' } = c.req.query();
  if (mode === 'subscribe' && (await isSameToken(token, c.env.META_VERIFY_TOKEN))) return c.text(challenge);
  return problemOf({ code: 'verify-token-wrong' }, c.get('requestId'));
});

webhooks.post('/meta', async (c) => {
  const requestId = c.get('requestId');
  const read = await readBody(c.req.raw);
  if ('tooLarge' in read) return problemOf({ code: 'too-large', limitBytes: bodyLimit }, requestId);
  const secrets = secretList.parse(JSON.parse(c.env.META_APP_SECRETS));
  if (!(await isSigned(read.bytes, c.req.header('x-hub-signature-256') ?? null, secrets))) {
    log('webhook.bad-signature', { requestId, bytes: read.bytes.byteLength });
    return problemOf({ code: 'bad-signature' }, requestId);
  }
  const body = parseJson(read.bytes);
  if (body === undefined) return problemOf({ code: 'not-json' }, requestId);
  const parsed = enclose(body, understand(body));
  try {
    await deliver(c.env, parsed, Date.now());
  } catch (failure) {
    // Not 200: Meta comes again with all of it, and what did commit is nothing new.
    logFailure('webhook.not-committed', failure, { requestId });
    return c.text('not committed', 503);
  }
  c.executionCtx.waitUntil(heedTemplates(c.env, parsed.events));
  return c.text('ok');
});
