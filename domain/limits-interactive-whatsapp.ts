/** What WhatsApp takes of an interactive message (Meta, "Interactive messages"). Lengths in characters. */
import type { Action, Button, ListSection } from './content.ts';
import type { Draft } from './draft.ts';
import { fieldLimits } from './limits-fields.ts';
import { problemOfFile } from './limits-files.ts';
import { firstOf, miscounted, notWeb, repeated, tooLong, unfit, type Problem } from './limits-parts.ts';

type Interactive = Extract<Draft, { kind: 'interactive' }>;
type ActionType = Action['type'];

const bodyLimits: Readonly<Partial<Record<ActionType, number>>> = { list: 4096 };
/** Longest body of an interactive message. */
export function whatsAppBodyLimit(type: ActionType): number {
  return bodyLimits[type] ?? 1024;
}

/** Kinds that carry their body only. */
const bare: ReadonlySet<ActionType> = new Set(['location-request', 'contact-request']);
/** Kinds that may begin with a picture, video or document. */
const withFile: ReadonlySet<ActionType> = new Set(['buttons', 'link', 'flow']);
const headerFiles: ReadonlySet<string> = new Set(['image', 'video', 'document']);
const emoji = /[\p{Extended_Pictographic}\p{Regional_Indicator}\u20e3]/u;

function problemOfHeaderFile({ headerFile, header, action }: Interactive): Problem {
  if (!headerFile) return null;
  if (header !== undefined)
    return 'A message has one header, and this one has words and a file. Take one away.';
  if (!withFile.has(action.type))
    return 'A list has no file as its header. Take the file away, or send it before.';
  if (!headerFiles.has(headerFile.type)) {
    return 'A header is a picture, video or document. Choose another file, or send this one before.';
  }
  return problemOfFile('whatsapp', headerFile);
}

function problemOfFrame(draft: Interactive): Problem {
  const { header, headerFile, footer, action } = draft;
  const framed = header !== undefined || headerFile !== undefined || footer !== undefined;
  if (framed && bare.has(action.type)) {
    return 'A request for a location or contact has no header and no footer. Put everything into the text.';
  }
  return (
    (header === undefined ? null : unfit({ what: 'The header', text: header, limit: fieldLimits.header })) ??
    (footer === undefined ? null : unfit({ what: 'The footer', text: footer, limit: fieldLimits.footer })) ??
    problemOfHeaderFile(draft)
  );
}

function problemOfButton(button: Button, index: number): Problem {
  const what = `button ${index + 1}`;
  if (button.type !== 'reply') {
    return `On WhatsApp a button is an answer, and ${what} is something else. Use a link message, or a template.`;
  }
  return (
    unfit({ what: `The title of ${what}`, text: button.title, limit: fieldLimits.button }) ??
    unfit({ what: `The id of ${what}`, text: button.id, limit: 256 })
  );
}

function problemOfButtons(buttons: readonly Button[]): Problem {
  return (
    miscounted({ what: 'buttons', count: buttons.length, from: 1, to: fieldLimits.buttons }) ??
    firstOf(buttons, problemOfButton) ??
    repeated(
      'titles of buttons',
      buttons.map(({ title }) => title),
    ) ??
    repeated(
      'ids of buttons',
      buttons.flatMap((button) => (button.type === 'reply' ? [button.id] : [])),
    )
  );
}

function problemOfSection(section: ListSection, index: number): Problem {
  const what = `section ${index + 1}`;
  return (
    tooLong({ what: `The title of ${what}`, text: section.title, limit: fieldLimits.section }) ??
    miscounted({ what: `rows in ${what}`, count: section.rows.length, from: 1, to: fieldLimits.rows }) ??
    firstOf(section.rows, ({ id, title, description }, row) => {
      const which = `row ${row + 1} of ${what}`;
      return (
        unfit({ what: `The title of ${which}`, text: title, limit: fieldLimits.row }) ??
        unfit({ what: `The id of ${which}`, text: id, limit: 200 }) ??
        tooLong({
          what: `The description of ${which}`,
          text: description ?? '',
          limit: fieldLimits.description,
        })
      );
    })
  );
}

function problemOfList(button: string, sections: readonly ListSection[]): Problem {
  const rows = sections.flatMap((section) => section.rows);
  const untitled = sections.length > 1 && sections.some(({ title }) => title.trim() === '');
  return (
    unfit({ what: 'The button of the list', text: button, limit: fieldLimits.listButton }) ??
    miscounted({ what: 'sections', count: sections.length, from: 1, to: fieldLimits.rows }) ??
    (untitled ? 'A list of several sections has one without a title. Give each section a title.' : null) ??
    miscounted({ what: 'rows in all', count: rows.length, from: 1, to: fieldLimits.rows }) ??
    firstOf(sections, problemOfSection) ??
    repeated(
      'ids of rows',
      rows.map(({ id }) => id),
    )
  );
}

function problemOfFlow({ flowId, title }: Extract<Action, { type: 'flow' }>): Problem {
  const what = 'The button of the form';
  return (
    unfit({ what: 'The id of the form', text: flowId, limit: 2000 }) ??
    unfit({ what, text: title, limit: fieldLimits.form }) ??
    (emoji.test(title) ? `${what} has an emoji in it, and WhatsApp takes none there. Take it away.` : null)
  );
}

function problemOfAction(action: Action): Problem {
  switch (action.type) {
    case 'buttons':
      return problemOfButtons(action.buttons);
    case 'list':
      return problemOfList(action.button, action.sections);
    case 'link':
      return (
        unfit({ what: 'The title of the link', text: action.title, limit: fieldLimits.link }) ??
        notWeb('The link', action.url)
      );
    case 'flow':
      return problemOfFlow(action);
    case 'location-request':
    case 'contact-request':
      return null;
    case 'quick-replies':
      return 'WhatsApp has no quick replies. Use up to 3 buttons, or a list of up to 10 rows.';
    case 'cards':
      return 'WhatsApp takes cards only as an approved template. Use a template, or send pictures.';
  }
}

/** What is wrong with an interactive message besides its body. */
export function problemOfWhatsAppInteractive(draft: Interactive): Problem {
  return problemOfAction(draft.action) ?? problemOfFrame(draft);
}
