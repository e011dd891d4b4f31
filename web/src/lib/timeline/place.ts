/** Where a place can be looked at. Only numbers go into the address, so nothing else can. */
import type { Location } from '#domain/content.ts';

/** The page of an open map with a mark at the place. */
export function mapAddress({ latitude, longitude }: Location): string {
  const mark = new URLSearchParams({ mlat: String(latitude), mlon: String(longitude) });
  return `https://www.openstreetmap.org/?${mark}#map=16/${latitude}/${longitude}`;
}
