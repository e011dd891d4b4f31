/** A place as it is typed into four fields. Pure. */
import type { Location } from '#domain/content.ts';

export type Written = {
  readonly latitude: string;
  readonly longitude: string;
  readonly name: string;
  readonly address: string;
};

/** What the fields show of a place. */
export function placeFrom(place: Location | null): Written {
  if (!place) return { latitude: '', longitude: '', name: '', address: '' };
  const { latitude, longitude, name = '', address = '' } = place;
  return { latitude: String(latitude), longitude: String(longitude), name, address };
}

function degrees(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text.replace(',', '.'));
}

/** The place that was typed; null while nothing was. What is no number is out of every range, and told as such. */
export function placeOf({ latitude, longitude, name, address }: Written): Location | null {
  if ([latitude, longitude, name, address].every((one) => one.trim() === '')) return null;
  const beyond = 1000;
  const number = (text: string): number => (Number.isNaN(degrees(text)) ? beyond : degrees(text));
  return {
    latitude: number(latitude),
    longitude: number(longitude),
    name: name.trim(),
    address: address.trim(),
  };
}
