/** Days of the calendar as a person's time zone has them. */

const dayLength = 24 * 60 * 60 * 1000;
const forms = new Map<string, Intl.DateTimeFormat>();

function formIn(zone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
}

/** They are slow to make: one a zone. */
function formOf(zone: string): Intl.DateTimeFormat {
  const known = forms.get(zone);
  if (known) return known;
  let form: Intl.DateTimeFormat;
  try {
    form = formIn(zone);
  } catch {
    // A browser may name a zone in a way that is not known everywhere.
    form = formIn('UTC');
  }
  forms.set(zone, form);
  return form;
}

/** What clocks there show at `at` (ms), as if they showed UTC. */
function shownAt(at: number, zone: string): number {
  const parts = formOf(zone).formatToParts(at);
  const shown = Object.fromEntries(parts.map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** The first moment (ms) at which clocks there show `shown` (as if it were UTC), or later where a change leaves that out. */
function firstOf(shown: number, zone: string): number {
  // With what clocks there differ by a day before, and a day after: a change lies between.
  const candidates = [shown - dayLength, shown + dayLength].map(
    (near) => shown - (shownAt(near, zone) - near),
  );
  const fitting = candidates.filter((at) => shownAt(at, zone) >= shown);
  return Math.min(...(fitting.length > 0 ? fitting : candidates));
}

/** 00:00 in UTC of a day that the calendar has. */
function midnightOf(day: string): number | null {
  const at = /^[1-9]\d{3}-\d\d-\d\d$/u.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day) ? at : null;
}

/** The day of `at` (ms) in `zone`: 2026-11-03. */
export function dayOf(at: number, zone: string): string {
  return new Date(shownAt(at, zone)).toISOString().slice(0, 10);
}

/** When `day` (2026-11-03) begins in `zone`, in ms; null for what is no day. An unknown zone is UTC. */
export function beginningOf(day: string, zone: string): number | null {
  const midnight = midnightOf(day);
  return midnight === null ? null : firstOf(midnight, zone);
}

/** When the day after `day` begins in `zone`, in ms; null for what is no day. */
export function endOf(day: string, zone: string): number | null {
  const midnight = midnightOf(day);
  return midnight === null ? null : firstOf(midnight + dayLength, zone);
}

/** When clocks in `zone` show on `day` what they show at `at` (ms), to the second; null for what is no day. */
export function sameTimeOn(day: string, at: number, zone: string): number | null {
  const midnight = midnightOf(day);
  if (midnight === null) return null;
  const shown = shownAt(at, zone);
  return firstOf(midnight + shown - Math.floor(shown / dayLength) * dayLength, zone);
}
