/** One row of a file → a contact, or why it is none. Pure but for the phone plans. */
import { readValue, type Attribute } from '#domain/attribute.ts';
import { plainCell, type CsvRow } from '#domain/csv.ts';
import { attributeOf, importDetails, type ImportColumn } from '#domain/import-column.ts';
import type { ImportPlan, ImportReason } from '#domain/http-imports.ts';
import { dayOf } from '#domain/import-date.ts';
import { longestDetails } from '#domain/panel.ts';
import type { LeadStatus, Tag } from '#domain/http.ts';
import type { ContactFacts } from '../contacts/contact.ts';
import { phoneOf } from '../contacts/phone.ts';
import { isEmail } from '../email.ts';

/** What columns name, as it is now. */
export type Offered = {
  readonly tags: readonly Pick<Tag, 'id' | 'name'>[];
  readonly leads: readonly Pick<LeadStatus, 'id' | 'name' | 'final'>[];
  readonly attributes: readonly Attribute[];
};

export type ReadFacts = Omit<ContactFacts, 'at' | 'from'>;
export type ReadRow =
  | { readonly phone: string; readonly facts: ReadFacts }
  | { readonly reason: ImportReason; readonly sentence: string };

/** Thrown within, so that the first thing that is wrong ends the reading of a row. */
class Unfit extends Error {
  readonly reason: ImportReason;

  constructor(reason: ImportReason, sentence: string) {
    super(sentence);
    this.reason = reason;
  }
}

/** Of a sentence about a row, in characters: its beginning, and its end, which says what to do. */
const told = { first: 120, last: 160 };
const mostTags = 50;

/** A number that a spreadsheet cut short, as 5.51E+12: its last digits are lost. */
const cutShort = /^\d([.,]\d+)?E\+\d+$/iu;

/** A cell may be as long as its row is; what is said of it stays a sentence, or what is kept of an import had no bound. */
function short(sentence: string): string {
  if (sentence.length <= told.first + told.last) return sentence;
  return `${sentence.slice(0, told.first)} … ${sentence.slice(-told.last)}`.toWellFormed();
}

/** What a row says under `column`, one text a cell. */
type Cells = (column: ImportColumn) => string[];

function cellsOf({ cells, problem }: CsvRow, { columns }: ImportPlan): Cells {
  if (problem === 'quote') {
    throw new Unfit('quote', 'A quote opens here and never closes. Close it, or write "" for a quote.');
  }
  if (problem === 'too-long') throw new Unfit('too-long', 'This row is longer than 64 kB. Make it shorter.');
  const beyond = cells.slice(columns.length).some((cell) => cell.trim() !== '');
  if (cells.length < columns.length || beyond) {
    const sentence = `This row has ${cells.length} columns and the file ${columns.length}. Look for a separator too much or too little.`;
    throw new Unfit('columns', sentence);
  }
  return (column) => columns.flatMap((one, index) => (one === column ? [plainCell(cells[index] ?? '')] : []));
}

function readPhone(text: string, country: string): string {
  if (text === '') throw new Unfit('no-phone', 'There is no phone number in this row.');
  if (cutShort.test(text)) {
    throw new Unfit(
      'phone',
      `The spreadsheet cut “${text}” short. Format the column as text, and save again.`,
    );
  }
  const read = phoneOf(text, country);
  if ('phone' in read) return read.phone;
  throw new Unfit('phone', `“${text}” is not a phone number. Write it with its country code.`);
}

function readName(parts: readonly string[]): string {
  const name = parts
    .filter((part) => part !== '')
    .join(' ')
    .replace(/\s+/gu, ' ');
  if (name.length <= longestDetails.name) return name;
  throw new Unfit('name', `The name is longer than ${longestDetails.name} characters. Make it shorter.`);
}

function readDetails(cells: Cells): NonNullable<ReadFacts['details']> {
  const said = importDetails.flatMap((detail) => {
    const [text = ''] = cells(detail);
    if (text.length > longestDetails[detail])
      throw new Unfit(
        'detail',
        `The ${detail} is longer than ${longestDetails[detail]} characters. Make it shorter.`,
      );
    return text === '' ? [] : [[detail, text] as const];
  });
  const details: NonNullable<ReadFacts['details']> = Object.fromEntries(said);
  if (details.email === undefined || isEmail(details.email)) return details;
  throw new Unfit('email', `“${details.email}” is not an e-mail address. Write it as name@example.com.`);
}

function readTags(cells: readonly string[], plan: ImportPlan, { tags }: Offered): string[] {
  const names = cells.flatMap((cell) => cell.split(/[,;|]/u)).map((name) => name.trim());
  const found = names
    .filter((name) => name !== '')
    .map((name) => {
      const tag = tags.find((one) => one.name.toLowerCase() === name.toLowerCase());
      if (!tag)
        throw new Unfit('tag', `There is no tag “${name}”. Ask an admin to make it, or correct the row.`);
      return tag.id;
    });
  return [...new Set([...plan.tags, ...found])].slice(0, mostTags);
}

function readLead(text: string, plan: ImportPlan, { leads }: Offered): { lead: string; final: boolean } {
  const wanted = (one: Offered['leads'][number]): boolean =>
    text === '' ? one.id === plan.lead : one.name.toLowerCase() === text.toLowerCase() || one.id === text;
  const found = leads.find(wanted);
  if (found) return { lead: found.id, final: found.final };
  const names = leads.map(({ name }) => name).join(', ');
  throw new Unfit('lead', `There is no lead status “${text || plan.lead}”. There are: ${names}.`);
}

/** Spreadsheets write days and ticks in other ways than people do on the screen. */
function typed({ type, name }: Attribute, text: string, plan: ImportPlan): string {
  if (type === 'date') {
    const day = dayOf(text, plan.dates);
    if (day === null) throw new Unfit('value', `“${text}” is not a day. Write ${name} as 2026-11-21.`);
    return day;
  }
  if (type !== 'checkbox') return text;
  if (/^(yes|true|1|x|y)$/iu.test(text)) return 'yes';
  return /^(no|false|0|n)$/iu.test(text) ? 'no' : text;
}

function readAttributes(cells: Cells, plan: ImportPlan, { attributes }: Offered): Record<string, string> {
  const found: Record<string, string> = {};
  for (const column of plan.columns) {
    const attribute = attributes.find(({ id }) => id === attributeOf(column));
    const [text = ''] = attribute ? cells(column) : [];
    if (!attribute || text === '') continue;
    const read = readValue(attribute, typed(attribute, text, plan), (phone) => {
      const number = phoneOf(phone, plan.country);
      return 'phone' in number ? number.phone : null;
    });
    if ('problem' in read) throw new Unfit('value', read.problem);
    found[attribute.id] = read.value;
  }
  return found;
}

/** The contact of a row as `plan` reads it. */
export function readRow(row: CsvRow, plan: ImportPlan, offered: Offered): ReadRow {
  try {
    const cells = cellsOf(row, plan);
    const phone = readPhone(cells('phone')[0] ?? '', plan.country);
    const details = readDetails(cells);
    const facts = {
      name: readName(cells('name')),
      ...(Object.keys(details).length > 0 && { details }),
      tags: readTags(cells('tags'), plan, offered),
      ...readLead(cells('lead')[0] ?? '', plan, offered),
      attributes: readAttributes(cells, plan, offered),
    };
    return { phone, facts };
  } catch (failure) {
    if (failure instanceof Unfit) return { reason: failure.reason, sentence: short(failure.message) };
    throw failure;
  }
}
