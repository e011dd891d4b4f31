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

function randomText(length: number): string {
  const random = crypto.getRandomValues(new Uint8Array(length));
  return [...random].map((byte) => alphabet[byte % alphabet.length]).join('');
}

/** A Messenger message id. */
export function newMessengerMid(): string {
  return `m_${randomText(72)}`;
}

/** An Instagram message id: base64 of a few words and digits. */
export function newInstagramMid(account: string): string {
  return `aWdfZAG1faXRlbToxOk${btoa(`:${account}:${randomHex(16)}`).replaceAll('=', 'ZD')}`;
}

/** An id of `length` digits: media, ads, attachments, templates. */
export function newDigits(length: number): string {
  const random = crypto.getRandomValues(new Uint8Array(length));
  return [...random].map((byte, index) => String(index === 0 ? (byte % 9) + 1 : byte % 10)).join('');
}

/** The id of a WhatsApp call. */
export function newCallId(): string {
  return `wacid.${btoa(randomHex(16))}`;
}

/** The `fbtrace_id` of an error. */
export function newTraceId(): string {
  return `A${randomText(22)}`;
}

/** The id of a free entry point window. */
export function newConversationId(): string {
  return randomHex(16).toLowerCase();
}
