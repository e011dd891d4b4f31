/** The files that customers send: made anew from a few words each time, so nothing large has to be kept. */
import type { FileType } from '../control.ts';
import { ascii, joined } from './bytes.ts';
import { film } from './film.ts';
import { landscape, sticker } from './picture.ts';
import { tone, voice } from './sound.ts';

/** What a sample is made of. */
export type Sample = { readonly type: FileType; readonly seed: number };

/** Letters that a PDF string may hold as they are. */
function pdfText(text: string): string {
  return text.replaceAll(/[^ -~]|[\\()]/g, '?');
}

/** One page with one line. */
function pdf(line: string): Uint8Array<ArrayBuffer> {
  const stream = `BT /F1 22 Tf 60 760 Td (${pdfText(line)}) Tj ET`;
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${stream.length}>>stream\n${stream}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ];
  let text = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const place = text.length;
    text += `${index + 1} 0 obj${object}endobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const table = `xref\n0 6\n0000000000 65535 f \n${places.join('')}`;
  return joined(ascii(`${text}${table}trailer<</Size 6/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF\n`));
}

/** The bytes of a sample: the same for the same words. */
export async function sampleBytes({ type, seed }: Sample): Promise<Uint8Array<ArrayBuffer>> {
  switch (type) {
    case 'image':
      return landscape(seed);
    case 'video':
      return film(seed);
    case 'audio':
      return tone(3, seed);
    case 'voice':
      return voice(2 + (seed % 9));
    case 'document':
      return pdf(`Sample document ${seed}`);
    case 'sticker':
      return sticker(seed);
  }
}

/** MIME type and usual name of a sample. */
export const sampleKinds: Readonly<Record<FileType, { mime: string; name: string }>> = {
  image: { mime: 'image/png', name: 'photo.png' },
  video: { mime: 'video/mp4', name: 'film.mp4' },
  audio: { mime: 'audio/wav', name: 'sound.wav' },
  voice: { mime: 'audio/ogg; codecs=opus', name: 'voice.ogg' },
  document: { mime: 'application/pdf', name: 'document.pdf' },
  sticker: { mime: 'image/webp', name: 'sticker.webp' },
};
