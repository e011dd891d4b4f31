/** Details of a customer as people write them → as they are kept, or a refusal that says what to write instead. */
import { notAPhone } from '#domain/attribute.ts';
import type { CommandBody } from '#domain/command.ts';
import { isEmail } from '../email.ts';
import { readPhone } from '../phone.ts';
import { Refused } from '../problem.ts';

type Asked = Extract<CommandBody, { type: 'details' }>;
type Patch = Asked['patch'];

const no = (problem: string): Refused => new Refused({ code: 'value-not-allowed', problem });

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** A language in its usual spelling, as "pt-BR"; null when it is none. */
function languageOf(text: string): string | null {
  try {
    return Intl.getCanonicalLocales(text)[0] ?? null;
  } catch {
    return null;
  }
}

function phoneOf(text: string, country: string | undefined): string {
  const phone = readPhone(text, country);
  if (phone === null) throw no(notAPhone(text));
  return phone;
}

/** The patch with every value as it is kept; @throws Refused where one cannot be read. */
export function readDetails({ patch, country }: Asked): Patch {
  if (patch.email && !isEmail(patch.email))
    throw no(`“${patch.email}” is not an e-mail address. Write it as name@example.com.`);
  if (patch.zone && !isZone(patch.zone))
    throw no(`“${patch.zone}” is not a time zone. Choose one of the list, as America/Sao_Paulo.`);
  const language = patch.language ? languageOf(patch.language) : patch.language;
  if (language === null) throw no(`“${patch.language}” is not a language. Write its code, as en or pt-BR.`);
  return {
    ...patch,
    ...(patch.phone && { phone: phoneOf(patch.phone, country) }),
    ...(language !== undefined && { language }),
  };
}
