/** Secrets of channels at rest: AES-256-GCM under a versioned key of the Worker's secrets. Text form `v1.<iv>.<sealed>`. */
import { z } from 'zod';

const keyring = z.object({ current: z.string(), keys: z.record(z.string(), z.string()) });

const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

function importKey(keys: string, version: string): Promise<CryptoKey> {
  const key = keyring.parse(JSON.parse(keys)).keys[version];
  if (key === undefined)
    throw new Error(`SEAL_KEYS has no key ${version}. Put it back: tokens are sealed under it.`);
  return crypto.subtle.importKey('raw', fromBase64(key), 'AES-GCM', false, ['encrypt', 'decrypt']);
}

/** Seals `secret`. `purpose` says what it belongs to; it must be the same when unsealing. */
export async function seal(keys: string, purpose: string, secret: string): Promise<string> {
  const version = keyring.parse(JSON.parse(keys)).current;
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const additionalData = new TextEncoder().encode(`${version}:${purpose}`);
  const key = await importKey(keys, version);
  const sealed = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData },
    key,
    new TextEncoder().encode(secret),
  );
  return `v${version}.${toBase64(iv)}.${toBase64(new Uint8Array(sealed))}`;
}

/** Opens what `seal` made; throws when it was tampered with or belongs to something else. */
export async function unseal(keys: string, purpose: string, sealedText: string): Promise<string> {
  const [version = '', iv = '', sealed = ''] = sealedText.replace(/^v/, '').split('.');
  const additionalData = new TextEncoder().encode(`${version}:${purpose}`);
  const key = await importKey(keys, version);
  const opened = await crypto.subtle.decrypt(
    { name: 'AES-GCM', iv: fromBase64(iv), additionalData },
    key,
    fromBase64(sealed),
  );
  return new TextDecoder().decode(opened);
}
