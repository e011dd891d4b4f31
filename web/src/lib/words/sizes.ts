/** Sizes, prices and lengths as a person reads them. */
import { count, t } from './t.ts';

const kilobyte = 1000;
const megabyte = 1000 * kilobyte;

function rounded(value: number): string {
  return count(value >= 10 ? Math.round(value) : Math.round(value * 10) / 10);
}

/** 812 B, 34 kB, 1.2 MB. */
export function fileSize(bytes: number): string {
  if (bytes < kilobyte) return t('file.bytes', { n: count(bytes) });
  if (bytes < megabyte) return t('file.kilobytes', { n: rounded(bytes / kilobyte) });
  return t('file.megabytes', { n: rounded(bytes / megabyte) });
}

/** A price in its currency; one that no currency list knows keeps its letters. */
export function money(amount: number, currency: string, shown: Intl.NumberFormatOptions = {}): string {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency, ...shown }).format(amount);
  } catch {
    return `${count(amount)} ${currency}`.trim();
  }
}

/** 0:14, 12:03, 1:02:03. */
export function duration(seconds: number): string {
  const whole = Number.isFinite(seconds) ? Math.max(0, Math.round(seconds)) : 0;
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const end = String(rest).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${end}` : `${minutes}:${end}`;
}
