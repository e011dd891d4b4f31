/**
 * Meta's components of a template → what it says and what has to be filled in (Meta, "Template components"; "Utility
 * messages"). Tolerant: what cannot be understood makes the template one that is listed and not offered. Pure.
 */
import { z } from 'zod';
import type { Channel } from '#domain/channel.ts';
import type { MessageTemplate, TemplateButton, TemplateCard, TemplateHeader } from '#domain/template.ts';
import { addressBefore, variablesIn } from '#domain/template-text.ts';
import { flag, list, number, part, text, those } from '../channels/tolerant.ts';

const anyValue = z.unknown().optional();
const example = part({
  header_text: anyValue,
  header_text_named_params: list,
  body_text: anyValue,
  body_text_named_params: list,
  url_suffix_example: text,
});
const button = z.looseObject({
  type: text,
  text,
  url: text,
  phone_number: text,
  payload: text,
  otp_type: text,
  example: anyValue,
});
type WireButton = z.infer<typeof button>;
const component = z.looseObject({
  type: text,
  format: text,
  text,
  example,
  buttons: list,
  cards: list,
  limited_time_offer: part({ text, has_expiration: flag }),
  add_security_recommendation: flag,
  code_expiration_minutes: number,
});
type Component = z.infer<typeof component>;
const card = z.looseObject({ components: list });
const namedExample = z.looseObject({ param_name: text, example: text });

/** What the components say; everything of a template that does not stand beside them. */
export type Form = Pick<
  MessageTemplate,
  'header' | 'body' | 'footer' | 'buttons' | 'cards' | 'offer' | 'examples' | 'unusable'
>;

/** A reason not to offer it, found on the way. */
class NotUnderstood extends Error {}

function notUnderstood(what: string): never {
  throw new NotUnderstood(`It has ${what}, which Casement cannot fill in. Send it from Meta’s own tools.`);
}

const nothing: Form = {
  ...{ header: null, body: '', footer: null, buttons: [], cards: [], offer: null, examples: {} },
  unusable: null,
};

const wordOf = (value: string | undefined): string => (value ?? '').toUpperCase();

/** The first text in a value that Meta writes as a text, a list, or a list of lists. */
function firstTexts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value)) return [];
  const [first] = value as unknown[];
  return Array.isArray(first) ? firstTexts(first) : value.filter((one) => typeof one === 'string');
}

function examplesOf(said: string, values: unknown, named: readonly unknown[]): Record<string, string> {
  const byName = those(namedExample, named).flatMap(({ param_name: name, example: one }) =>
    name !== undefined && one !== undefined ? [[name, one] as const] : [],
  );
  const texts = firstTexts(values);
  const byPlace = variablesIn(said).flatMap((variable, index) => {
    const one = texts[index];
    return one === undefined ? [] : [[variable, one] as const];
  });
  return Object.fromEntries(byName.length > 0 ? byName : byPlace);
}

const fileFormats = { IMAGE: 'image', VIDEO: 'video', DOCUMENT: 'document' } as const;
const isFileFormat = (word: string): word is keyof typeof fileFormats => Object.hasOwn(fileFormats, word);

function headerOf(channel: Channel, { format, text: said = '', example: shown }: Component): TemplateHeader {
  const word = wordOf(format) || 'TEXT';
  if (word === 'TEXT') {
    const examples = examplesOf(said, shown?.header_text, shown?.header_text_named_params ?? []);
    const [one] = Object.values(examples);
    return { type: 'text', text: said, ...(one !== undefined && { example: one }) };
  }
  if (word === 'LOCATION') return { type: 'location' };
  if (!isFileFormat(word)) return notUnderstood(`a header of the kind ${word}`);
  // A page's template brings its picture along: a send names no other.
  return { type: 'file', file: fileFormats[word], ...(channel === 'messenger' && { fixed: true }) };
}

/** Meta writes the words of authentication templates itself; where it does not tell them, these stand for them. */
function bodyText({ text: said, add_security_recommendation: safe }: Component): string {
  if (said !== undefined) return said;
  return `*{{1}}* is your verification code.${safe ? ' For your security, do not share this code.' : ''}`;
}

function footerText({ text: said, code_expiration_minutes: minutes }: Component): string | null {
  if (said !== undefined) return said;
  return minutes === undefined ? null : `This code expires in ${minutes} minutes.`;
}

const codeAddress = /^https?:\/\/(www\.)?whatsapp\.com\/otp\//i;

/** The example is the whole address, or its end. */
function urlButton(title: string, url: string, shown: unknown): TemplateButton {
  if (codeAddress.test(url)) return { type: 'otp', title };
  const filled = variablesIn(url).length > 0;
  const before = addressBefore(url);
  const [whole] = firstTexts(shown);
  const end = whole?.startsWith(before) ? whole.slice(before.length) : whole;
  return { type: 'url', title, url, filled, ...(filled && end !== undefined && { example: end }) };
}

function codeButton(title: string, shown: unknown): TemplateButton {
  const [one] = firstTexts(shown);
  return { type: 'code', title: title || 'Copy offer code', ...(one !== undefined && { example: one }) };
}

/** Buttons that do what they do by themselves. */
const complete: ReadonlySet<string> = new Set([
  'VOICE_CALL',
  'REQUEST_CONTACT_INFO',
  'CALL_PERMISSION_REQUEST',
]);

function buttonOf(raw: WireButton, shownEnd: string | undefined): TemplateButton {
  const { text: title = '', url = '', phone_number: phone = '', payload, example: shown } = raw;
  const word = wordOf(raw.type);
  switch (word) {
    case 'QUICK_REPLY':
      return { type: 'reply', title };
    case 'POSTBACK':
      return { type: 'reply', title, payload: payload ?? title };
    case 'URL':
      return urlButton(title, url, shown ?? shownEnd);
    case 'PHONE_NUMBER':
      return { type: 'phone', title, phone };
    case 'COPY_CODE':
      return codeButton(title, shown);
    case 'OTP':
      return { type: 'otp', title };
    case 'FLOW':
      return { type: 'flow', title };
    case 'CATALOG':
      return { type: 'catalog', title };
    default:
      if (!complete.has(word))
        return notUnderstood(`a button of the kind ${word || 'that Meta does not name'}`);
      return { type: 'other', title, word: word.toLowerCase() };
  }
}

function buttonsOf({ buttons, example: shown }: Component): readonly TemplateButton[] {
  return those(button, buttons).map((one) => buttonOf(one, shown?.url_suffix_example));
}

function cardOf(channel: Channel, raw: unknown): TemplateCard {
  const { components } = card.parse(raw);
  const form = formOf(channel, components);
  const file = form.header?.type === 'file' ? form.header.file : null;
  if (file !== 'image' && file !== 'video') return notUnderstood('cards without a picture or video');
  return { header: file, body: form.body, buttons: form.buttons, examples: form.examples };
}

function partOf(channel: Channel, one: Component): Partial<Form> {
  const word = wordOf(one.type);
  switch (word) {
    case 'HEADER':
      return { header: headerOf(channel, one) };
    case 'BODY': {
      const body = bodyText(one);
      const { body_text: values, body_text_named_params: named = [] } = one.example ?? {};
      return { body, examples: examplesOf(body, values, named) };
    }
    case 'FOOTER':
      return { footer: footerText(one) };
    case 'BUTTONS':
      return { buttons: buttonsOf(one) };
    case 'CAROUSEL':
      return { cards: one.cards.map((raw) => cardOf(channel, raw)) };
    case 'LIMITED_TIME_OFFER': {
      const { text: said = '', has_expiration: ends = false } = one.limited_time_offer ?? {};
      return { offer: { text: said, ends } };
    }
    default:
      return notUnderstood(`a part of the kind ${word || 'that Meta does not name'}`);
  }
}

function formOf(channel: Channel, components: readonly unknown[]): Form {
  const parts = those(component, components).map((one) => partOf(channel, one));
  return Object.assign({ ...nothing }, ...parts) as Form;
}

/** As much as can be read of what is not understood, so that a person knows which one it is. */
function plainForm(components: readonly unknown[], why: string): Form {
  const all = those(component, components);
  const said = (type: string): string | undefined => all.find((one) => wordOf(one.type) === type)?.text;
  return { ...nothing, body: said('BODY') ?? '', footer: said('FOOTER') ?? null, unusable: why };
}

/** Whether all variables are numbers, and of one kind: Meta mixes none, and what is mixed cannot be sent. */
function problemOfVariables({ body }: Form, named: boolean): string | null {
  const variables = variablesIn(body);
  const numbered = variables.filter((name) => /^\d+$/.test(name)).length;
  const fits = named ? true : numbered === variables.length;
  return fits ? null : 'Its variables are partly numbers and partly names. Correct it at Meta.';
}

const notRead = 'Casement has not read it from Meta yet. Read the templates again.';

/**
 * What the components (Meta's JSON) say. `unusable` says why it cannot be offered: not read yet, a kind that is not known
 * here, or nothing to say. Never throws.
 */
export function readForm(channel: Channel, json: string | null, named: boolean): Form {
  if (json === null) return { ...nothing, unusable: notRead };
  const components = parsed(json);
  try {
    const form = formOf(channel, components);
    const empty = form.body === '' && form.header === null && form.cards.length === 0;
    const unusable = empty
      ? 'Meta told nothing of what it says. Look at it at Meta.'
      : problemOfVariables(form, named);
    return { ...form, unusable };
  } catch (failure) {
    if (failure instanceof NotUnderstood) return plainForm(components, failure.message);
    throw failure;
  }
}

function parsed(json: string): readonly unknown[] {
  try {
    return list.parse(JSON.parse(json));
  } catch {
    return [];
  }
}
