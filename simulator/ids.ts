/** Ids that look like Meta's. Nobody may read meaning out of them, so they are random. */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';

function randomHex(bytes: number): string {
  return [...crypto.getRandomValues(new Uint8Array(bytes))]
    .map((byte) => byte.toString(16).padStart(2, '0').toUpperCase())
    .join('');
}

/** A WhatsApp message id: base64 of a small record that names the customer and holds ten random bytes. */
export function newWamid(customer: string): string {
  const name = customer.slice(0, 40);
  const head = `\x1c\x18${String.fromCharCode(name.length)}${name}\x15\x02\x00\x12\x18\x14`;
  return `wamid.${btoa(`${head}${randomHex(10)}\x00`)}`;
}

/** The `fbtrace_id` of an error. */
export function newTraceId(): string {
  const random = crypto.getRandomValues(new Uint8Array(22));
  return `A${[...random].map((byte) => alphabet[byte % alphabet.length]).join('')}`;
}

/** The id of a free entry point window. */
export function newConversationId(): string {
  return randomHex(16).toLowerCase();
}
