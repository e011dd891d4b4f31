/** Dates as spreadsheets write them. Pure. */

const day = 24 * 60 * 60 * 1000;
/** Day 0 of Excel's calendar, as all days after February 1900 count: it believes that 1900 was a leap year. */
const beginning = Date.UTC(1899, 11, 30);
/** 1900-03-01 and 2199-12-31; what is outside is a number, not a day. */
const serials = { from: 61, to: 109_574 };

function written(year: number, month: number, date: number): string | null {
  const at = new Date(Date.UTC(year, month - 1, date));
  const text = Number.isNaN(at.getTime()) ? '' : at.toISOString().slice(0, 10);
  return text.startsWith(`${String(year).padStart(4, '0')}-`) && at.getUTCMonth() === month - 1 ? text : null;
}

/** Two figures of a year: up to 49 of this century, as spreadsheets read them. */
const century = (year: string): number =>
  Number(year) + (year.length === 2 ? (Number(year) < 50 ? 2000 : 1900) : 0);

/**
 * The day that a cell says, as "2026-11-21": a serial number of Excel (with the time after the point left out), year-month-day
 * with or without a time, or a date with the order of `dates`. Null when it is none of these, or not in the calendar.
 */
export function dayOf(text: string, dates: 'day-first' | 'month-first'): string | null {
  const serial = /^\d{2,6}([.,]\d+)?$/u.test(text) ? Math.floor(Number(text.replace(',', '.'))) : null;
  if (serial !== null) {
    const isDay = serial >= serials.from && serial <= serials.to;
    return isDay ? new Date(beginning + serial * day).toISOString().slice(0, 10) : null;
  }
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$/u.exec(text);
  if (iso) return written(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const other = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:,? .*)?$/u.exec(text);
  if (!other) return null;
  const [one, two, year] = [Number(other[1]), Number(other[2]), century(other[3] ?? '')];
  return dates === 'day-first' ? written(year, two, one) : written(year, one, two);
}
