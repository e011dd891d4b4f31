/** Addresses that Meta may fetch an upload from, for an hour: signed by us, known to nobody else. */
import type { Env } from '../env.ts';

type Place = Pick<Env, 'AUTH_SECRET' | 'PUBLIC_URL'>;

const hour = 60 * 60 * 1000;
const encoder = new TextEncoder();

/** A key for this purpose alone. */
async function keyOf({ AUTH_SECRET }: Pick<Env, 'AUTH_SECRET'>): Promise<CryptoKey> {
  const secret = await crypto.subtle.importKey('raw', encoder.encode(AUTH_SECRET), 'HKDF', false, [
    'deriveKey',
  ]);
  const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: encoder.encode('media/out') };
  const usage = { name: 'HMAC', hash: 'SHA-256', length: 256 };
  return crypto.subtle.deriveKey(how, secret, usage, false, ['sign', 'verify']);
}

const toText = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

function toBytes(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[\w-]{43}$/.test(text)) return null;
  const letters = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}

/** The public address of an upload; null where nobody has said what our own address is. `now` in ms. */
export async function signedAddress(
  env: Place,
  { uploadId, name }: { readonly uploadId: string; readonly name?: string },
  now: number,
): Promise<string | null> {
  if (env.PUBLIC_URL === '') return null;
  const said = `${uploadId}.${now + hour}`;
  const signature = await crypto.subtle.sign('HMAC', await keyOf(env), encoder.encode(said));
  // Messenger calls the file by the end of its address.
  const end = encodeURIComponent(name ?? 'file');
  return `${env.PUBLIC_URL}/media/out/${said}.${toText(signature)}/${end}`;
}

/** The upload that a token opens; null when we did not sign it, or its hour is over. */
export async function uploadIn(
  env: Pick<Env, 'AUTH_SECRET'>,
  token: string,
  now: number,
): Promise<string | null> {
  const [uploadId = '', until = '', signed = ''] = token.split('.');
  const signature = toBytes(signed);
  if (!signature || token.split('.').length !== 3) return null;
  const said = encoder.encode(`${uploadId}.${until}`);
  const isOurs = await crypto.subtle.verify('HMAC', await keyOf(env), signature, said);
  return isOurs && Number(until) > now ? uploadId : null;
}
