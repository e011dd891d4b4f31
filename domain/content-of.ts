/** What the timeline shows of a draft. Apart from `draft.ts`, because a browser must not load zod for it. */
import type { Content, File, Upload } from './content.ts';
import type { Draft } from './draft.ts';

function fileOf(from: Upload): File {
  const { type, name } = from;
  const known =
    'uploadId' in from
      ? { state: 'here' as const, mime: from.mime, bytes: from.bytes }
      : { state: 'elsewhere' as const };
  return { type, ...known, ...(name !== undefined && { name }) };
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
    case 'template': {
      const { name, language, shown, values } = of;
      const file = values.header.find((value) => value.type === 'file');
      return { kind: 'template', name, language, ...shown, ...(file && { headerFile: fileOf(file.file) }) };
    }
  }
}
