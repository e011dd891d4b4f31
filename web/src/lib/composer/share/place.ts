/** What a person pastes to say where something is → a place. Pure. */

export type Point = { readonly latitude: number; readonly longitude: number };

const number = String.raw`(-?\d{1,3}(?:\.\d+)?)`;
/** The most exact first: where the pin stands before where the map was looked at. */
const shapes: readonly RegExp[] = [
  new RegExp(`!3d${number}!4d${number}`),
  new RegExp(`[?&]mlat=${number}&mlon=${number}`),
  new RegExp(
    `[?&](?:q|query|ll|daddr|destination|center)=(?:loc:)?${number}(?:,|%2C)\\s*\\+?(?:%20)?${number}`,
    'i',
  ),
  new RegExp(`^geo:${number},${number}`, 'i'),
  new RegExp(`@${number},${number}`),
  new RegExp(`#map=[\\d.]+/${number}/${number}`),
  new RegExp(`^${number}°?\\s*[,;\\s]\\s*${number}°?$`),
];

/** Numbers written with a decimal comma. */
const commas = /^(-?\d{1,3}),(\d+)\s*[;\s]\s*(-?\d{1,3}),(\d+)$/;

/** The place that a link to a map or two numbers (latitude, longitude) name; null where they name none. */
export function readPlace(pasted: string): Point | null {
  const text = pasted.trim().replace(commas, '$1.$2, $3.$4');
  for (const shape of shapes) {
    const found = shape.exec(text);
    if (!found) continue;
    const [latitude, longitude] = [Number(found[1]), Number(found[2])];
    if (Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) return { latitude, longitude };
  }
  return null;
}

/** A link that says nothing by itself. */
export function isShortLink(pasted: string): boolean {
  return /^https?:\/\/(?:maps\.app\.goo\.gl|goo\.gl\/maps|g\.co)\//i.test(pasted.trim());
}
