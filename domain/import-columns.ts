/** What the columns of a file probably are, by what stands over them. Pure. */
import type { Attribute } from './attribute.ts';
import { columnOf, fixedColumns, type ImportColumn } from './import-column.ts';

/** Words that people and other programs write over such a column, in the languages of our customers. */
const words: Readonly<Record<Exclude<(typeof fixedColumns)[number], 'ignore'>, readonly string[]>> = {
  phone: [
    ...['phone', 'phone number', 'mobile', 'mobile phone', 'mobile number', 'whatsapp', 'whatsapp number'],
    ...['telephone', 'tel', 'cell', 'cellphone', 'number', 'celular', 'telefone', 'telefono', 'movil'],
    ...['telefon', 'handy', 'mobil', 'telephone portable', 'portable', 'phone 1 - value', 'primary phone'],
  ],
  name: [
    ...['name', 'full name', 'first name', 'last name', 'contact', 'contact name', 'customer', 'given name'],
    ...['family name', 'surname', 'nome', 'nome completo', 'sobrenome', 'nombre', 'apellido', 'apellidos'],
    ...['vorname', 'nachname', 'nom', 'prenom', 'firstname', 'lastname', 'fullname'],
  ],
  email: [
    ...[
      'email',
      'e-mail',
      'mail',
      'email address',
      'e-mail address',
      'correo',
      'correo electronico',
      'courriel',
    ],
    ...['e-mail 1 - value', 'primary email', 'adresse e-mail', 'e-mail-adresse', 'endereco de e-mail'],
  ],
  company: [
    ...[
      'company',
      'company name',
      'organization',
      'organisation',
      'organization name',
      'business',
      'empresa',
    ],
    ...['firma', 'unternehmen', 'entreprise', 'societe'],
  ],
  address: [
    'address',
    'street address',
    'endereco',
    'direccion',
    'adresse',
    'anschrift',
    'address 1 - formatted',
  ],
  tags: ['tags', 'tag', 'labels', 'label', 'etiquetas', 'etiqueta', 'group membership'],
  lead: ['lead', 'lead status', 'status', 'stage', 'lead stage', 'estado', 'etapa'],
};

/** Small letters without accents and signs. */
function plain(text: string): string {
  const bare = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return bare
    .replace(/[_.:*]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}

function guessed(header: string, attributes: readonly Attribute[]): ImportColumn {
  const text = plain(header);
  const attribute = attributes.find(({ name }) => plain(name) === text);
  if (attribute) return columnOf(attribute);
  return fixedColumns.find((one) => one !== 'ignore' && words[one].includes(text)) ?? 'ignore';
}

/** A guess for each column; of two that would be the same, the first is it. */
export function guessColumns(header: readonly string[], attributes: readonly Attribute[]): ImportColumn[] {
  const columns: ImportColumn[] = [];
  for (const text of header) {
    const guess = guessed(text, attributes);
    const isTaken = guess !== 'name' && columns.includes(guess);
    columns.push(isTaken ? 'ignore' : guess);
  }
  return columns;
}

const digits = /^[\s'+()\d./-]{7,}$/u;

/** Whether the first row says what the columns are: no cell of it is a phone number. */
export function hasHeader(first: readonly string[]): boolean {
  return !first.some((cell) => digits.test(cell));
}

/** The guess where no header says anything: the first column that looks like phones, and the first other one as the name. */
export function guessWithoutHeader(rows: readonly (readonly string[])[]): ImportColumn[] {
  const width = Math.max(0, ...rows.map((row) => row.length));
  const share = (column: number): number => rows.filter((row) => digits.test(row[column] ?? '')).length;
  const counted = Array.from({ length: width }, (_none, column) => share(column));
  const phone = counted.indexOf(Math.max(...counted));
  const name = phone === 0 ? 1 : 0;
  return counted.map((_count, column) => (column === phone ? 'phone' : column === name ? 'name' : 'ignore'));
}
