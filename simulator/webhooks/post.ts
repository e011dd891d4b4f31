/** One POST to the product, with Meta's headers. */
import type { Settings } from '../settings.ts';
import { signatureHeader, type SignatureKind } from './signature.ts';

export type Answer = {
  /** The HTTP status; 0 when there was no answer. */
  readonly status: number;
  readonly text: string;
  readonly at: number;
  readonly tookMs: number;
};

const longestText = 2000;

async function headers(body: Uint8Array, secret: string, kind: SignatureKind): Promise<Headers> {
  const signature = await signatureHeader(body, secret, kind);
  const all = new Headers({ 'Content-Type': 'application/json', 'User-Agent': 'facebookexternalua' });
  if (signature !== null) all.set('X-Hub-Signature-256', signature);
  return all;
}

/** Sends a body as it stands and tells what came back. No answer is an answer too: status 0 and the reason. */
export async function post(settings: Settings, body: string, kind: SignatureKind): Promise<Answer> {
  const bytes = new TextEncoder().encode(body);
  const at = Date.now();
  const answered = (status: number, text: string): Answer => ({ status, text, at, tookMs: Date.now() - at });
  try {
    const response = await fetch(settings.productUrl, {
      method: 'POST',
      headers: await headers(bytes, settings.appSecret, kind),
      body: bytes,
      redirect: 'manual',
      signal: AbortSignal.timeout(settings.answerTimeoutMs),
    });
    return answered(response.status, (await response.text()).slice(0, longestText));
  } catch (error) {
    return answered(0, error instanceof Error ? error.message : String(error));
  }
}
