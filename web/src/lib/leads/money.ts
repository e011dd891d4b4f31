/** Values of leads: kept in hundredths, written and read as amounts. Pure. */
import { money } from '../words/sizes.ts';

const hundred = 100;

/** € 1,299.50 */
export function worthWords(value: number, currency: string): string {
  return money(value / hundred, currency);
}

const thousand = 1000;
const tenThousand = 10_000;

/** The same in the room of a card: from a thousand on without cents, from ten thousand on as € 45K. */
export function worthRoughly(value: number, currency: string): string {
  const amount = value / hundred;
  if (amount < thousand) return money(amount, currency);
  return money(
    amount,
    currency,
    amount < tenThousand ? { maximumFractionDigits: 0 } : { notation: 'compact' },
  );
}

/** Everything that leads are worth, the currencies one after the other; '' where nothing is. */
export function sumWords(values: Readonly<Record<string, number>> | undefined): string {
  return Object.entries(values ?? {})
    .filter(([, value]) => value > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, value]) => worthWords(value, currency))
    .join(' + ');
}

/** An amount as a field shows it: 1299.50. */
export function amountText(value: number | undefined): string {
  return value === undefined ? '' : (value / hundred).toFixed(2).replace(/\.00$/u, '');
}

/**
 * The hundredths that somebody wrote: the last of `.` and `,` before one or two digits is the decimal sign, the others part
 * thousands. '' is no value (null); undefined for what is no amount.
 */
export function readAmount(text: string): number | null | undefined {
  const plain = text.replace(/[\s\u00A0\u202F'’]/gu, '');
  if (plain === '') return null;
  const [, whole, sign, part = ''] = /^(\d[\d.,]*?)(?:([.,])(\d{1,2}))?$/u.exec(plain) ?? [];
  if (whole === undefined) return undefined;
  const parted = /^(?:\d+|\d{1,3}([.,])\d{3}(?:\1\d{3})*)$/u.exec(whole);
  // One sign cannot part thousands and begin the decimals.
  if (!parted || (parted[1] !== undefined && parted[1] === sign)) return undefined;
  const units = Number(whole.replace(/[.,]/gu, ''));
  return units * hundred + Number(part.padEnd(2, '0') || 0);
}

/** Currencies of most businesses first, then all others by their code. */
export function currencies(): readonly string[] {
  const first = ['EUR', 'USD', 'GBP', 'BRL', 'INR', 'MXN', 'CHF'];
  return [...first, ...Intl.supportedValuesOf('currency').filter((code) => !first.includes(code))];
}
