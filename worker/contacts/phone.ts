/** Phone numbers as people write them, made `+` and digits. The numbering plans of the world are too heavy for a browser. */
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { notAPhone } from '#domain/attribute.ts';
import type { Refusal } from '#domain/refusal.ts';

/**
 * The number that `text` says, read in `country` (ISO 3166) where it has no country code. A number that is only possible is
 * taken: whether somebody has it is for the channel to tell, and plans change faster than programs.
 */
export function phoneOf(
  text: string,
  country: string | undefined,
): { readonly phone: string } | { readonly refusal: Refusal } {
  const region = country !== undefined && isSupportedCountry(country) ? country : undefined;
  const found = parsePhoneNumberFromString(text, {
    ...(region && { defaultCountry: region }),
    extract: false,
  });
  if (found?.isPossible() && found.ext === undefined) return { phone: found.number };
  return { refusal: { code: 'invalid-input', problem: notAPhone(text) } };
}
