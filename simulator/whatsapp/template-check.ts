/** Whether a send fits the approved template (errors 132000, 132001, 132005, 132012, 132015, 132016), and how it then reads. */
import type { GraphError } from '../graph/errors.ts';
import { record, text } from '../json.ts';
import { filled, partOf, variablesOf, type Part, type Template } from '../templates/catalogue.ts';
import type { Parameter, SentCard, SentComponent, TemplateSend } from './template-send.ts';

type ShownButton = { readonly type: string; readonly title: string; readonly payload: string };
/** A file as it was sent. */
type SentFile = { readonly type: 'image' | 'video' | 'document'; readonly of: Record<string, unknown> };

/** How the customer reads it. */
export type Hydrated = {
  readonly header: string;
  /** The file above it. */
  readonly file: SentFile | null;
  readonly body: string;
  readonly footer: string;
  readonly buttons: readonly ShownButton[];
  readonly cards: readonly {
    readonly file: SentFile | null;
    readonly body: string;
    readonly buttons: readonly ShownButton[];
  }[];
  readonly offer: { readonly text: string; readonly until: number | null } | null;
  readonly category: string;
};

const longestBody = 1024;

function valueOf(parameter: Parameter): string {
  switch (parameter.type) {
    case 'text':
      return parameter.text;
    case 'currency':
      return parameter.currency.fallback_value;
    case 'date_time':
      return parameter.date_time.fallback_value;
    default:
      return '';
  }
}

function nameOf(parameter: Parameter): string | undefined {
  return 'parameter_name' in parameter ? parameter.parameter_name : undefined;
}

/** Values by variable. */
function valuesOf(template: Template, parameters: readonly Parameter[]): ReadonlyMap<string, string> {
  const named = template.parameter_format === 'NAMED';
  return new Map(
    parameters.map((parameter, index) => [
      named ? (nameOf(parameter) ?? '') : String(index + 1),
      valueOf(parameter),
    ]),
  );
}

function mismatch(place: string, got: number, expected: number): GraphError {
  const details = `${place}: number of localizable_params (${got}) does not match the expected number of params (${expected})`;
  return { code: 132000, details };
}

/** Whether the values of a text fit its variables. */
function wrongText(
  template: Template,
  { place, text }: { place: string; text: string },
  parameters: readonly Parameter[],
): GraphError | null {
  const variables = variablesOf(text);
  if (parameters.length !== variables.length) return mismatch(place, parameters.length, variables.length);
  const odd = parameters.find(({ type }) => !['text', 'currency', 'date_time'].includes(type));
  if (odd !== undefined)
    return { code: 132012, details: `${place}: format mismatch, expected TEXT, received ${odd.type}` };
  if (template.parameter_format === 'NAMED') {
    const missing = variables.find((name) => !parameters.some((one) => nameOf(one) === name));
    if (missing !== undefined)
      return { code: 132012, details: `${place}: Parameter name is missing: ${missing}` };
  }
  const breaks = parameters.find((one) => /[\n\t]| {5,}/.test(valueOf(one)));
  if (breaks !== undefined) {
    const details = 'Param text cannot have new-line/tab characters or more than 4 consecutive spaces';
    return { code: 132018, title: 'Template parameter is invalid', details };
  }
  return null;
}

function wrongHeader(template: Template, part: Part | undefined, parameters: readonly Parameter[]) {
  if (part === undefined) return parameters.length === 0 ? null : mismatch('header', parameters.length, 0);
  const format = (part.format ?? 'TEXT').toUpperCase();
  if (format === 'TEXT') return wrongText(template, { place: 'header', text: part.text ?? '' }, parameters);
  if (parameters.length !== 1) {
    const got = parameters.length === 0 ? 'UNKNOWN' : 'several';
    return { code: 132012, details: `header: Format mismatch, expected ${format}, received ${got}` };
  }
  const got = parameters[0]?.type.toUpperCase();
  return got === format
    ? null
    : { code: 132012, details: `header: Format mismatch, expected ${format}, received ${got}` };
}

type SentButton = Extract<SentComponent, { type: 'button' }>;
const fitting: Readonly<Record<string, { sub: string; parameter: string }>> = {
  QUICK_REPLY: { sub: 'quick_reply', parameter: 'payload' },
  URL: { sub: 'url', parameter: 'text' },
  OTP: { sub: 'url', parameter: 'text' },
  COPY_CODE: { sub: 'copy_code', parameter: 'coupon_code' },
  FLOW: { sub: 'flow', parameter: 'action' },
  CATALOG: { sub: 'catalog', parameter: 'action' },
  MPM: { sub: 'mpm', parameter: 'action' },
};

function wrongOffer({ components }: Template, sent: readonly SentComponent[]): GraphError | null {
  const offer = partOf(components, 'LIMITED_TIME_OFFER')?.['limited_time_offer'];
  const ends = record(offer)['has_expiration'] === true;
  const given = sent.some(({ type }) => type === 'limited_time_offer');
  if (ends === given) return null;
  const details = `limited_time_offer: expiration_time_ms is ${ends ? 'missing' : 'not expected'}`;
  return { code: 132012, details };
}

function needsValue({ type, url }: { type: string; url?: string | undefined }): boolean {
  return type === 'COPY_CODE' || (['URL', 'OTP'].includes(type) && variablesOf(url ?? '').length > 0);
}

function wrongButtons(part: Part | undefined, sent: readonly SentButton[]): GraphError | null {
  const buttons = part?.buttons ?? [];
  for (const one of sent) {
    const known = buttons[one.index];
    if (known === undefined) return mismatch(`button index ${one.index}`, 1, 0);
    const fits = fitting[known.type.toUpperCase()];
    const parameter = one.parameters?.[0]?.type;
    if (fits?.sub !== one.sub_type || (parameter !== undefined && parameter !== fits.parameter)) {
      const details = `buttons: Button at index ${one.index} of type ${known.type} does not take ${one.sub_type}`;
      return { code: 132012, details };
    }
  }
  const missing = buttons.findIndex(
    (known, index) =>
      needsValue({ ...known, type: known.type.toUpperCase() }) &&
      (sent.find((one) => one.index === index)?.parameters ?? []).length !== 1,
  );
  return missing < 0
    ? null
    : { code: 131008, details: `buttons: Button at index ${missing} of type Url requires a parameter` };
}

function parametersOf(components: readonly SentComponent[], type: 'header' | 'body'): readonly Parameter[] {
  const found = components.find((one) => one.type === type);
  return found !== undefined && (found.type === 'header' || found.type === 'body') ? found.parameters : [];
}

function wrongParts(
  template: Template,
  parts: readonly Part[],
  sent: readonly SentComponent[],
): GraphError | null {
  const text = partOf(parts, 'BODY')?.text ?? '';
  return (
    wrongHeader(template, partOf(parts, 'HEADER'), parametersOf(sent, 'header')) ??
    wrongText(template, { place: 'body', text }, parametersOf(sent, 'body')) ??
    wrongButtons(
      partOf(parts, 'BUTTONS'),
      sent.filter((one) => one.type === 'button'),
    )
  );
}

function wrongCards(template: Template, cards: readonly SentCard[]): GraphError | null {
  const known = partOf(template.components, 'CAROUSEL')?.cards ?? [];
  if (cards.length !== known.length) return mismatch('carousel', cards.length, known.length);
  for (const [index, card] of known.entries()) {
    const sent = cards.find(({ card_index: at }) => at === index)?.components ?? [];
    const wrong = wrongParts(template, card.components, sent);
    if (wrong !== null) return wrong;
  }
  return null;
}

const statusErrors: Readonly<Record<string, GraphError>> = {
  PAUSED: { code: 132015, details: 'Template is paused due to low quality.' },
  DISABLED: { code: 132016, details: 'Template was paused too many times and is disabled for good.' },
};
const sendable = ['APPROVED', 'REINSTATED', 'FLAGGED'];

/** The template that a send names, or the error. */
export function findTemplate(
  templates: readonly Template[],
  { name, language: { code } }: TemplateSend,
): Template | GraphError {
  const plain = (language: string): string => language.replace('-', '_').toLowerCase();
  const found = templates.find((one) => one.name === name && plain(one.language) === plain(code));
  if (found === undefined)
    return { code: 132001, details: `template name (${name}) does not exist in ${code}` };
  if (sendable.includes(found.status)) return found;
  return (
    statusErrors[found.status] ?? {
      code: 132001,
      details: `template name (${name}) is not approved in ${code}`,
    }
  );
}

/** What keeps a send from fitting the template, or null. */
export function wrongTemplate(template: Template, send: TemplateSend, toBsuid: boolean): GraphError | null {
  if (toBsuid && template.category === 'AUTHENTICATION')
    return { code: 131062, details: 'Authentication templates need a phone number.' };
  const sent = send.components ?? [];
  const carousel = sent.find((one) => one.type === 'carousel');
  const wrong =
    wrongParts(template, template.components, sent) ??
    wrongOffer(template, sent) ??
    (carousel !== undefined || partOf(template.components, 'CAROUSEL') !== undefined
      ? wrongCards(template, carousel?.cards ?? [])
      : null);
  if (wrong !== null) return wrong;
  const long = [...hydrate(template, send).body].length > longestBody;
  return long ? { code: 132005, details: `Translated text is longer than ${longestBody} characters.` } : null;
}

function payloadOf(sent: readonly SentComponent[], index: number): string | undefined {
  const button = sent.find((one) => one.type === 'button' && one.index === index);
  const parameter = button?.type === 'button' ? button.parameters?.[0] : undefined;
  return parameter?.type === 'payload' ? parameter.payload : undefined;
}

function fileOf(parameter: Parameter): SentFile | null {
  if (parameter.type === 'image') return { type: parameter.type, of: parameter.image };
  if (parameter.type === 'video') return { type: parameter.type, of: parameter.video };
  return parameter.type === 'document' ? { type: parameter.type, of: parameter.document } : null;
}

/** A place above the text, in words. */
function placeIn(values: readonly Parameter[]): string {
  const place = values.find(({ type }) => type === 'location');
  if (place?.type !== 'location') return '';
  const { name, address, latitude, longitude } = place.location;
  return [name, address].filter(Boolean).join(', ') || `${latitude}, ${longitude}`;
}

function shownButtons(parts: readonly Part[], sent: readonly SentComponent[]): ShownButton[] {
  const buttons = partOf(parts, 'BUTTONS')?.buttons ?? [];
  return buttons.map((button, index) => ({
    type: button.type.toUpperCase(),
    title: button.text ?? button.type,
    payload: payloadOf(sent, index) ?? button.text ?? '',
  }));
}

function shownParts(template: Template, parts: readonly Part[], sent: readonly SentComponent[]) {
  const [headerValues, bodyValues] = [parametersOf(sent, 'header'), parametersOf(sent, 'body')];
  const said = (type: string, values: readonly Parameter[]): string =>
    filled(partOf(parts, type)?.text ?? '', valuesOf(template, values));
  return {
    header: said('HEADER', headerValues) || placeIn(headerValues),
    file: headerValues.map(fileOf).find((file) => file !== null) ?? null,
    body: said('BODY', bodyValues),
    buttons: shownButtons(parts, sent),
  };
}

function shownOffer({ components }: Template, sent: readonly SentComponent[]): Hydrated['offer'] {
  const offer = partOf(components, 'LIMITED_TIME_OFFER')?.['limited_time_offer'];
  if (offer === undefined) return null;
  const given = sent.find((one) => one.type === 'limited_time_offer');
  const [value] = given?.type === 'limited_time_offer' ? given.parameters : [];
  const until = value?.limited_time_offer.expiration_time_ms ?? null;
  return { text: text(record(offer)['text']), until };
}

/** How the customer reads it. */
export function hydrate(template: Template, send: TemplateSend): Hydrated {
  const { components, category } = template;
  const sent = send.components ?? [];
  const carousel = sent.find((one) => one.type === 'carousel');
  const given = carousel?.type === 'carousel' ? carousel.cards : [];
  const cards = partOf(components, 'CAROUSEL')?.cards ?? [];
  return {
    ...shownParts(template, components, sent),
    footer: partOf(components, 'FOOTER')?.text ?? '',
    cards: cards.map((card, index) => {
      const own = given.find(({ card_index: at }) => at === index)?.components ?? [];
      const { file, body, buttons } = shownParts(template, card.components, own);
      return { file, body, buttons };
    }),
    offer: shownOffer(template, sent),
    category,
  };
}
