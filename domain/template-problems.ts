/** What is still missing or wrong in the fields of a template, before it is sent. Pure. */
import { problemOfFile } from './limits-files.ts';
import { characters, type Problem } from './limits-parts.ts';
import {
  fieldsOf,
  keyOf,
  partsOf,
  type Filled,
  type Filling,
  type TemplateField,
  type TemplatePart,
} from './template-fields.ts';
import type { MessageTemplate } from './template.ts';
import { fillIn, strangeIn, variablesIn } from './template-text.ts';

const longestBody = 1024;
const files = { image: 'picture', video: 'video', document: 'document' } as const;

/** A field, as a sentence begins with it. */
function nameOfField({ part, input, card, variable = '', title = '' }: TemplateField): string {
  const where = card === null ? '' : ` of card ${card + 1}`;
  if (part === 'offer') return 'The end of the offer';
  if (input === 'file') return `The file${where}`;
  if (input === 'location') return 'The place';
  if (part === 'button') {
    return `${input === 'code' ? 'The code' : 'The end of the link'} of “${title}”${where}`;
  }
  return part === 'header' ? 'The value of the header' : `The value of {{${variable}}}${where}`;
}

function problemOfText(field: TemplateField, text: string): Problem {
  const what = nameOfField(field);
  if (text.trim() === '') return `${what} is empty. Write something there.`;
  const strange = strangeIn(text);
  if (strange !== null) return `${what} ${strange}`;
  const length = characters(text);
  if (length > field.limit)
    return `${what} is ${length} characters long and ${field.limit} is the limit. Make it shorter.`;
  if (field.input === 'text') return null;
  if (/\s/.test(text)) return `${what} has a space. Take it away.`;
  if (field.input === 'link-end' && /^https?:\/\//i.test(text))
    return `${what} is a whole address. Write only what follows ${field.before ?? ''}.`;
  return null;
}

function problemOfGiven(field: TemplateField, filled: Extract<Filled, { type: 'file' }>): Problem {
  if (filled.file.type === field.file) return problemOfFile('whatsapp', filled.file);
  const wanted = field.file ? files[field.file] : 'file';
  return `${nameOfField(field)} must be a ${wanted}. Choose another one.`;
}

function problemOfPlace(location: Extract<Filled, { type: 'location' }>['location']): Problem {
  const { latitude, longitude, name = '', address = '' } = location;
  const isPlace = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  if (!isPlace)
    return 'The place needs a latitude from -90 to 90 and a longitude from -180 to 180. Write both.';
  return name.trim() === '' || address.trim() === ''
    ? 'The place has no name or no address. Write both: the customer sees them.'
    : null;
}

const missing: Readonly<Record<TemplateField['input'], string>> = {
  text: 'is empty. Write something there.',
  code: 'is empty. Write something there.',
  'link-end': 'is empty. Write something there.',
  file: 'is missing. Choose one.',
  location: 'is missing. Write where it is.',
  time: 'is missing. Choose a day and a time.',
};

/** What is wrong with one field, or null; `now` in ms. */
function problemOfField(field: TemplateField, filled: Filled | undefined, now: number): Problem {
  switch (filled?.type) {
    case undefined:
      return `${nameOfField(field)} ${missing[field.input]}`;
    case 'text':
      return problemOfText(field, filled.text);
    case 'file':
      return problemOfGiven(field, filled);
    case 'location':
      return problemOfPlace(filled.location);
    case 'time':
      return filled.at > now ? null : `${nameOfField(field)} has passed. Choose a later time.`;
  }
}

/** The whole body with its values, which Meta counts too (error 132005). */
function tooLongBody({ card, body }: TemplatePart, filling: Filling): readonly (readonly [string, string])[] {
  const variables = variablesIn(body);
  const values = new Map(
    variables.map((variable) => {
      const filled = filling[keyOf(card, 'body', variable)];
      return [variable, filled?.type === 'text' ? filled.text : ''];
    }),
  );
  const length = characters(fillIn(body, values));
  const last = variables.at(-1);
  if (last === undefined || length <= longestBody) return [];
  const sentence = `The text with its values is ${length} characters long and ${longestBody} is the limit. Make a value shorter.`;
  return [[keyOf(card, 'body', last), sentence]];
}

/** What is wrong, by the key of the field; empty when it can be sent. `now` in ms. */
export function problemsOf(
  template: MessageTemplate,
  filling: Filling,
  now: number,
): ReadonlyMap<string, string> {
  const whole = partsOf(template).flatMap((part) => tooLongBody(part, filling));
  const single = fieldsOf(template).flatMap((field) => {
    const problem = problemOfField(field, filling[field.key], now);
    return problem === null ? [] : [[field.key, problem] as const];
  });
  return new Map([...whole, ...single]);
}
