/** The addresses of media and what they answer: WhatsApp's want the token, the CDN's only live for a time. */
import type { Simulation } from '../simulation.ts';
import { readSettings } from '../kept.ts';
import { streamOf, type Media } from './store.ts';

const disposition = (name: string): string => `inline; filename*=UTF-8''${encodeURIComponent(name)}`;

/** The file as an answer, with its size; `Range` is not served, as Meta's addresses may ignore it too. */
export async function fileAnswer({ sql }: Simulation, media: Media): Promise<Response> {
  const { readable, writable } = new FixedLengthStream(media.bytes);
  // A reader that goes away ends the writing; there is nobody left to tell.
  (await streamOf(sql, media)).pipeTo(writable).catch(() => undefined);
  return new Response(readable, {
    headers: {
      'Content-Type': media.mime,
      'Content-Length': String(media.bytes),
      'Content-Disposition': disposition(media.name),
    },
  });
}

/** WhatsApp: the address that a media id resolves to, good for five minutes. */
export function whatsappAddress({ sql }: Simulation, base: string, { id }: Media): string {
  const end = Math.floor(Date.now() / 1000) + readSettings(sql).mediaUrlSeconds;
  return `${base}/whatsapp_business/attachments/?mid=${id}&source=getMedia&ext=${end}&hash=AT${id.slice(0, 8)}`;
}

/** Messenger and Instagram: an address that anybody may read for some days. */
export function cdnAddress({ sql }: Simulation, base: string, { id, name }: Media): string {
  const end = Math.floor(Date.now() / 1000) + readSettings(sql).cdnUrlSeconds;
  return `${base}/cdn/${id}/${encodeURIComponent(name)}?_nc_cat=1&oe=${end.toString(16)}`;
}

/** Whether Meta still has the file. */
export function isKept({ until }: Media): boolean {
  return until === null || Date.now() < until;
}
