/** A contact card as a file that every address book reads: vCard 3.0 (RFC 2426). Pure. */
import type { ContactCard } from '#domain/content.ts';

/** What would end a value or a line. */
function escaped(text: string): string {
  return text.replaceAll(/[\\,;]/gu, (sign) => `\\${sign}`).replaceAll(/\r\n|\r|\n/gu, '\\n');
}

/** Phone numbers, addresses: one line, nothing that ends it. */
function plain(text: string): string {
  return text.replaceAll(/[\r\n]/gu, ' ');
}

export function vcardOf({ name, phones, emails, organisation, urls = [] }: ContactCard): string {
  const lines = [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `N:;${escaped(name)};;;`,
    `FN:${escaped(name)}`,
    ...(organisation === undefined ? [] : [`ORG:${escaped(organisation)}`]),
    ...phones.map((phone) => `TEL;TYPE=CELL:${plain(phone)}`),
    ...emails.map((email) => `EMAIL:${plain(email)}`),
    ...urls.map((url) => `URL:${plain(url)}`),
    'END:VCARD',
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/** The same to be pasted: one line for each thing. */
export function contactText({ name, phones, emails, organisation, urls = [] }: ContactCard): string {
  return [name, organisation, ...phones, ...emails, ...urls].filter(Boolean).join('\n');
}
