/** What the timeline shows of a draft. Apart from `draft.ts`, because a browser must not load zod for it. */
import type { Content, File, TemplateValue, Upload } from './content.ts';
import type { Draft } from './draft.ts';

function fileOf(from: Upload): File {
  const { type, name } = from;
  const known =
    'uploadId' in from
      ? { state: 'here' as const, mime: from.mime, bytes: from.bytes }
      : { state: 'elsewhere' as const };
  return { type, ...known, ...(name !== undefined && { name }) };
}

function headerFile(values: readonly TemplateValue[]): File | null {
  const value = values.find((one) => one.type === 'file');
  return value ? fileOf(value.file) : null;
}

type Template = Extract<Draft, { kind: 'template' }>;

function templateContent({ name, language, shown, values }: Template): Content {
  const { cards, offer, ...plain } = shown;
  const file = headerFile(values.header);
  const place = values.header.find((value) => value.type === 'location');
  return {
    kind: 'template',
    name,
    language,
    ...plain,
    ...(file && { headerFile: file }),
    ...(place && { location: place.location }),
    ...(cards && {
      cards: cards.map((card, index) => {
        const picture = headerFile(values.cards?.[index]?.header ?? []);
        return { ...card, ...(picture && { file: picture }) };
      }),
    }),
    ...(offer !== undefined && {
      offer: {
        text: offer,
        ...(values.offerEndsAt !== undefined && { endsAt: values.offerEndsAt }),
      },
    }),
  };
}

/** What the timeline shows of a draft. */
export function contentOf(of: Draft): Content {
  switch (of.kind) {
    case 'text':
      return { kind: 'text', text: of.text };
    case 'files':
      return { kind: 'files', text: of.text, files: of.files.map(fileOf) };
    case 'location':
      return { ...of, text: '' };
    case 'contacts':
      return { kind: 'contacts', text: '', contacts: of.contacts };
    case 'interactive': {
      const { headerFile, ...rest } = of;
      return { ...rest, ...(headerFile && { headerFile: fileOf(headerFile) }) };
    }
    case 'template':
      return templateContent(of);
  }
}
