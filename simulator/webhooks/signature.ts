/** The exact bytes of a webhook and the signature over them. */

export const signatureKinds = ['good', 'missing', 'forged', 'truncated'] as const;
export type SignatureKind = (typeof signatureKinds)[number];

/** JSON as Meta writes it: non-ASCII as lower-case \uXXXX, slashes escaped. */
export function metaJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('/', '\\/')
    .replaceAll(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** `sha256=<hex>`: HMAC-SHA256 of the body's bytes under the app secret. */
export async function sign(body: Uint8Array, appSecret: string): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const secret = new TextEncoder().encode(appSecret);
  const key = await crypto.subtle.importKey('raw', secret, algorithm, false, ['sign']);
  const digest = new Uint8Array(await crypto.subtle.sign('HMAC', key, body));
  return `sha256=${[...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** The header's value for a good or a bad signature; null when there is to be none. */
export async function signatureHeader(
  body: Uint8Array,
  appSecret: string,
  kind: SignatureKind,
): Promise<string | null> {
  switch (kind) {
    case 'missing':
      return null;
    case 'forged':
      return sign(body, `not ${appSecret}`);
    case 'truncated':
      return (await sign(body, appSecret)).slice(0, -8);
    case 'good':
      return sign(body, appSecret);
  }
}
