/** What a phone number says of its owner: how it is written, its country, and what time it is there. Heavy; comes later. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** Where somebody may be; `sure` false where their country has several times of the day. */
export type Whereabouts = { readonly zone: string; readonly sure: boolean };

/** The country of a phone (`+` and digits), ISO 3166; null where several share its code, or none is known. */
export function countryOf(phone: string): string | null {
  return parsePhoneNumberFromString(phone)?.country ?? null;
}

/** Grouped as its country does: +55 11 98765 4321. */
export function phoneWords(phone: string): string {
  return parsePhoneNumberFromString(phone)?.formatInternational() ?? phone;
}

/** The flag of a country, as one sign. */
export function flagOf(country: string): string {
  return String.fromCodePoint(...[...country].map((letter) => 0x1f1a5 + letter.charCodeAt(0)));
}

const countryNames = new Intl.DisplayNames('en', { type: 'region' });

export function countryName(country: string): string {
  return countryNames.of(country) ?? country;
}

/** Where most people of a country with several zones live. */
const mainZones: Readonly<Record<string, string>> = {
  AR: 'America/Argentina/Buenos_Aires',
  AU: 'Australia/Sydney',
  BR: 'America/Sao_Paulo',
  CA: 'America/Toronto',
  CD: 'Africa/Kinshasa',
  CL: 'America/Santiago',
  CN: 'Asia/Shanghai',
  CY: 'Asia/Nicosia',
  DE: 'Europe/Berlin',
  EC: 'America/Guayaquil',
  ES: 'Europe/Madrid',
  ID: 'Asia/Jakarta',
  KZ: 'Asia/Almaty',
  MN: 'Asia/Ulaanbaatar',
  MX: 'America/Mexico_City',
  MY: 'Asia/Kuala_Lumpur',
  NZ: 'Pacific/Auckland',
  PS: 'Asia/Hebron',
  PT: 'Europe/Lisbon',
  RU: 'Europe/Moscow',
  UA: 'Europe/Kyiv',
  US: 'America/New_York',
  UZ: 'Asia/Tashkent',
};

/** Brazil's area codes whose clocks differ from those of the coast (IBGE's states, by Anatel's codes). */
const brazil: Readonly<Record<string, string>> = {
  65: 'America/Cuiaba',
  66: 'America/Cuiaba',
  67: 'America/Campo_Grande',
  68: 'America/Rio_Branco',
  69: 'America/Porto_Velho',
  92: 'America/Manaus',
  95: 'America/Boa_Vista',
  97: 'America/Manaus',
};

/** All zones of a country, as far as this browser knows them. */
function zonesOf(country: string): readonly string[] {
  // Not in every browser yet.
  const locale: Partial<Pick<Intl.Locale, 'getTimeZones'>> = new Intl.Locale(`und-${country}`);
  return locale.getTimeZones?.() ?? [];
}

/** How far a zone is from UTC at a time (ms), as a text that can be compared. */
function offsetOf(zone: string, at: number): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(
    at,
  );
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

/** The zone of a phone's owner at a time (ms), by its country; null where that is not known. */
export function whereabouts(phone: string, at: number): Whereabouts | null {
  const parsed = parsePhoneNumberFromString(phone);
  const country = parsed?.country;
  if (!parsed || !country) return null;
  const zones = zonesOf(country);
  const zone = mainZones[country] ?? zones[0];
  if (zone === undefined) return null;
  if (country === 'BR') return { zone: brazil[parsed.nationalNumber.slice(0, 2)] ?? zone, sure: true };
  return { zone, sure: new Set(zones.map((one) => offsetOf(one, at))).size <= 1 };
}

/** The city that a zone is called after: "Sao Paulo". */
export function cityOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}
