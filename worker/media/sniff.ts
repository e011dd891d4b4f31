/** What a file is by its first bytes, whatever anybody calls it. Pure. */

/** As many first bytes as `sniff` needs. */
export const sniffBytes = 4096;

/** Text at a place of the file; `\x` escapes for bytes that are no letters. */
type Mark = { readonly at: number; readonly text: string };
type Kind = { readonly marks: readonly Mark[]; readonly mime: string; readonly also?: readonly string[] };

const kind = (text: string, mime: string, also?: readonly string[]): Kind => ({
  marks: [{ at: 0, text }],
  mime,
  ...(also && { also }),
});
const riff = (form: string, mime: string): Kind => ({
  marks: [
    { at: 0, text: 'RIFF' },
    { at: 8, text: form },
  ],
  mime,
});
/** ISO media files: the brand says which. */
const brand = (text: string, mime: string, also?: readonly string[]): Kind => ({
  marks: [{ at: 4, text: `ftyp${text}` }],
  mime,
  ...(also && { also }),
});

const office = 'application/vnd.openxmlformats-officedocument.';
const zipped = [
  `${office}wordprocessingml.document`,
  `${office}spreadsheetml.sheet`,
  `${office}presentationml.presentation`,
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
  'application/vnd.oasis.opendocument.presentation',
  'application/epub+zip',
];
const oldOffice = ['application/msword', 'application/vnd.ms-excel', 'application/vnd.ms-powerpoint'];

/** First fit wins. `also`: what the same container may be as well, if it was declared so. */
const kinds: readonly Kind[] = [
  kind('\xff\xd8\xff', 'image/jpeg'),
  kind('\x89PNG\r\n\x1a\n', 'image/png'),
  kind('GIF8', 'image/gif'),
  riff('WEBP', 'image/webp'),
  riff('WAVE', 'audio/wav'),
  riff('AVI ', 'video/x-msvideo'),
  brand('M4A', 'audio/mp4'),
  brand('M4B', 'audio/mp4'),
  brand('qt  ', 'video/quicktime'),
  brand('3g', 'video/3gpp', ['audio/3gpp']),
  brand('heic', 'image/heic'),
  brand('mif1', 'image/heic'),
  brand('avif', 'image/avif'),
  brand('', 'video/mp4', ['audio/mp4']),
  kind('OggS', 'audio/ogg', ['video/ogg']),
  kind('\x1a\x45\xdf\xa3', 'video/webm', ['audio/webm']),
  kind('ID3', 'audio/mpeg'),
  kind('#!AMR', 'audio/amr'),
  kind('fLaC', 'audio/flac'),
  kind('%PDF-', 'application/pdf'),
  kind('PK\x03\x04', 'application/zip', zipped),
  kind('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'application/octet-stream', oldOffice),
];

const plainTexts = ['text/plain', 'text/csv', 'text/calendar', 'text/vcard'];
/** Everything else that is not known: a file to save, never one to open. */
const unknown = 'application/octet-stream';

const fits = (letters: string) => (one: Kind) =>
  one.marks.every(({ at, text }) => letters.startsWith(text, at));

/** MPEG audio has no mark but the first bits of its frames: eleven set, then version and layer. */
function frame(head: Uint8Array): string | null {
  const [first = 0, next = 0] = head;
  if (first !== 0xff || (next & 0xe0) !== 0xe0) return null;
  // ADTS says layer 0 where MP3 says layer 3.
  if ((next & 0xf6) === 0xf0) return 'audio/aac';
  return (next & 0x06) === 0x02 ? 'audio/mpeg' : null;
}

function isText(head: Uint8Array): boolean {
  try {
    // `stream`: the last letter may be cut.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(head, { stream: true });
    return ![...text].some((letter) => letter < ' ' && !'\t\n\r\f\x1b'.includes(letter));
  } catch (failure) {
    if (failure instanceof TypeError) return false;
    throw failure;
  }
}

/** A MIME type without its parameters, in small letters. */
function bare(mime: string): string {
  return (mime.split(';')[0] ?? '').trim().toLowerCase();
}

/**
 * The MIME type of a file by its first bytes (up to `sniffBytes`). What was declared is believed only where it names a
 * relative of what is there, so that a page, a script or an SVG never passes as anything but text.
 */
export function sniff(head: Uint8Array, declared: string): string {
  const said = bare(declared);
  const letters = String.fromCharCode(...head.subarray(0, 64));
  const found = kinds.find(fits(letters));
  if (found) return found.also?.includes(said) ? said : found.mime;
  const audio = frame(head);
  if (audio) return audio;
  if (head.length === 0 || !isText(head)) return unknown;
  return plainTexts.includes(said) ? said : 'text/plain';
}

const shown = /^(image\/(jpeg|png|gif|webp|avif|heic)|audio\/[a-z0-9]+|video\/[a-z0-9-]+|application\/pdf)$/;

/** Whether a browser may show it on a page of ours; everything else is saved. */
export function isShown(mime: string): boolean {
  return shown.test(mime);
}
