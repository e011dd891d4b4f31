/** `X-Hub-Signature-256`: HMAC-SHA256 of the raw bytes under an app secret. Meta, "Webhooks: validate payloads". */

const pattern = /^sha256=([0-9a-f]{64})$/i;

function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(hex.length / 2);
  for (let index = 0; index < bytes.length; index += 1) {
    bytes[index] = Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16);
  }
  return bytes;
}

const keys = new Map<string, Promise<CryptoKey>>();

function keyOf(secret: string): Promise<CryptoKey> {
  const known = keys.get(secret);
  if (known) return known;
  const made = crypto.subtle.importKey(
    'raw',
    new TextEncoder().encode(secret),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['verify'],
  );
  keys.set(secret, made);
  return made;
}

/**
 * Whether `header` signs `body` under any of `secrets` (several during a rotation). `verify` compares in constant time.
 */
export async function isSigned(
  body: ArrayBuffer,
  header: string | null,
  secrets: readonly string[],
): Promise<boolean> {
  const hex = header?.match(pattern)?.[1];
  if (!hex) return false;
  const signature = fromHex(hex);
  const verdicts = await Promise.all(
    secrets.map(async (secret) => crypto.subtle.verify('HMAC', await keyOf(secret), signature, body)),
  );
  return verdicts.includes(true);
}

/** Whether two texts are equal, in time that does not depend on where they differ. */
export async function isSameToken(given: string, expected: string): Promise<boolean> {
  const encoder = new TextEncoder();
  const [a, b] = await Promise.all(
    [given, expected].map((text) => crypto.subtle.digest('SHA-256', encoder.encode(text))),
  );
  return a !== undefined && b !== undefined && crypto.subtle.timingSafeEqual(a, b);
}
