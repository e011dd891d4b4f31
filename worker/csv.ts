/** Writing CSV as RFC 4180 has it, for people who open it in a spreadsheet. */

/** So that spreadsheets read it as UTF-8. */
export const byteOrderMark = '\uFEFF';

/** What spreadsheets would take for a formula: it stays text with an apostrophe before it. */
const formula = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/u;
const number = /^-?\d+(?:\.\d+)?$/u;

/** One field: harmless in a spreadsheet, quoted where RFC 4180 asks for it. */
export function csvField(text: string): string {
  const harmless = formula.test(text) && !number.test(text) ? `'${text}` : text;
  return /[",\r\n]/u.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** One line with its end. */
export function csvLine(fields: readonly string[]): string {
  return `${fields.map(csvField).join(',')}\r\n`;
}
