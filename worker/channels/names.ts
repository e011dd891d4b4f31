/** The names of a customer, written so that two spellings of one customer are one name. */
import type { CustomerName } from './channel.ts';

const separators = /[\s().\-/]/g;
const onlyDigits = /^\d+$/;
/** A business-scoped user id: country, a dot, letters and digits; a parent's has `ENT.` in it. */
const businessScoped = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]+$/;

/** Numbers that WhatsApp knows under two spellings: country code, what one spelling has more, and the rest. */
const variants: readonly RegExp[] = [
  // Brazil: 55, area, 9, eight digits. A landline of the same area begins with 2–5, so that 9 + landline is another number.
  /^(55[1-9]\d)9([016-9]\d{7})$/,
  // Mexico: 52, 1 for a mobile, ten digits.
  /^(52)1(\d{10})$/,
  // Argentina: 54, 9 for a mobile, ten digits.
  /^(54)9(\d{10})$/,
];

/** Digits of a phone as it is written anywhere, without plus and separators; anything else stays as it is. */
export function phoneDigits(written: string): string {
  const bare = written.replace(separators, '').replace(/^\+/, '');
  return onlyDigits.test(bare) ? bare : written.replace(/^\+/, '');
}

/** The one spelling of a phone that is compared: Brazil without the ninth digit, Mexico without 1, Argentina without 9. */
export function canonicalPhone(written: string): string {
  const digits = phoneDigits(written);
  const variant = variants.map((pattern) => pattern.exec(digits)).find((found) => found !== null);
  return variant ? `${variant[1] ?? ''}${variant[2] ?? ''}` : digits;
}

/** Canonical numbers that have a second spelling: where its digit more stands, and which it is. */
const longer: readonly (readonly [RegExp, string])[] = [
  [/^(55[1-9]\d)([016-9]\d{7})$/, '9'],
  [/^(52)(\d{10})$/, '1'],
  [/^(54)(\d{10})$/, '9'],
];

/** All spellings under which one phone may be known, in digits. */
export function phoneSpellings(written: string): string[] {
  const canonical = canonicalPhone(written);
  const others = longer.flatMap(([pattern, digit]) => {
    const [, before, after] = pattern.exec(canonical) ?? [];
    return before === undefined || after === undefined ? [] : [`${before}${digit}${after}`];
  });
  return [...new Set([canonical, ...others, phoneDigits(written)])];
}

/** A BSUID or a phone under whichever field Meta wrote it; null for nothing. */
export function whatsAppName(written: string | undefined): CustomerName | null {
  if (!written) return null;
  if (businessScoped.test(written)) return `bsuid:${written}`;
  const phone = canonicalPhone(written);
  return phone === '' ? null : `phone:${phone}`;
}

/** What Meta calls one WhatsApp user. */
export type WhatsAppUser = {
  readonly bsuid?: string | undefined;
  /** BSUID of the user in a group of portfolios (managed businesses only). */
  readonly parent?: string | undefined;
  readonly phone?: string | undefined;
};

/** The names of users who are all the same customer, strongest first: BSUIDs, parents, phones. */
export function whatsAppNames(...users: readonly WhatsAppUser[]): CustomerName[] {
  const named = (value: string | undefined): CustomerName[] => (value ? [`bsuid:${value}`] : []);
  const phones = users.flatMap(({ phone }) => whatsAppName(phone) ?? []);
  const all = [
    ...users.flatMap(({ bsuid }) => named(bsuid)),
    ...phones.filter((name) => name.startsWith('bsuid:')),
    ...users.flatMap(({ parent }) => named(parent)),
    ...phones,
  ];
  return [...new Set(all)];
}

/** A name without its kind. */
export function bareName(name: CustomerName | undefined): string {
  return name?.slice(name.indexOf(':') + 1) ?? '';
}
