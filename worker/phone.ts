/** Phone numbers as people write them → `+` and digits (E.164). */
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min';
import { isSupportedCountry } from 'libphonenumber-js/min';

/** Whether phone numbers of `country` (ISO 3166) are known. */
function isCountry(country: string | undefined): country is CountryCode {
  return country !== undefined && isSupportedCountry(country);
}

/**
 * The number that `text` is, `+` and digits; null when it is none that can exist. Without a country code it is read as one
 * of `country` (ISO 3166); without that, too, it is none. Source: ITU-T E.164, by libphonenumber's tables.
 */
export function readPhone(text: string, country?: string): string | null {
  const defaults = isCountry(country) ? { defaultCountry: country } : {};
  const parsed = parsePhoneNumberFromString(text, { ...defaults, extract: false });
  return parsed?.isPossible() ? parsed.number : null;
}
