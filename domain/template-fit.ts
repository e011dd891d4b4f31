/**
 * Whether the values of a template fit what Meta approved (its errors 132000, 132001, 132012, 132015, 132016, 132018): asked
 * at the edge, wherever the template is known, before anything leaves.
 */
import type { TemplateButtonValue, TemplateCardValues, TemplateValue } from './content.ts';
import { firstOf, type Problem } from './limits-parts.ts';
import { headerVariable, partsOf, type TemplatePart } from './template-fields.ts';
import type { MessageTemplate, TemplateButton, TemplateStatus } from './template.ts';
import type { TemplateDraft } from './template-draft.ts';
import { strangeIn, variablesIn } from './template-text.ts';

type Values = TemplateDraft['values'];

const unapproved: Readonly<Record<Exclude<TemplateStatus, 'approved'>, string>> = {
  pending: 'Meta has not approved it yet',
  rejected: 'Meta rejected it',
  paused: 'Meta paused it, because customers did not like it',
  disabled: 'Meta disabled it',
  other: 'Meta does not let it be sent now',
};

/** Why a template may not be sent as it stands at Meta; null when it may. */
export function problemOfStatus({ name, status }: Pick<MessageTemplate, 'name' | 'status'>): Problem {
  return status === 'approved'
    ? null
    : `The template ${name} cannot be sent: ${unapproved[status]}. Choose another one.`;
}

const check = 'Open the template again and fill it in anew.';

function miscounted(what: string, got: number, wanted: number): Problem {
  return got === wanted ? null : `The template wants ${wanted} ${what} and got ${got}. ${check}`;
}

function strangeValue(value: TemplateValue, index: number): Problem {
  const strange = value.type === 'text' ? strangeIn(value.text) : null;
  return strange === null ? null : `Value ${index + 1} ${strange}`;
}

function problemOfHeader({ header }: TemplatePart, values: readonly TemplateValue[]): Problem {
  const wantsText = headerVariable(header) !== null;
  const wantsOther = (header?.type === 'file' && !header.fixed) || header?.type === 'location';
  const [value] = values;
  const wrongCount = miscounted('values in the header', values.length, wantsText || wantsOther ? 1 : 0);
  if (wrongCount !== null || value === undefined) return wrongCount;
  const got = value.type === 'file' ? value.file.type : value.type;
  const wanted = header?.type === 'file' ? header.file : header?.type;
  return got === wanted
    ? strangeValue(value, 0)
    : `The header of the template is of the kind ${wanted} and got one of the kind ${got}. ${check}`;
}

function problemOfBody({ body }: TemplatePart, named: boolean, values: readonly TemplateValue[]): Problem {
  const variables = variablesIn(body);
  const names = values.flatMap((value) => ('name' in value && value.name !== undefined ? [value.name] : []));
  const lacking = named ? variables.find((variable) => !names.includes(variable)) : undefined;
  return (
    miscounted('values in the text', values.length, variables.length) ??
    (lacking === undefined ? null : `The value of {{${lacking}}} is missing. ${check}`) ??
    firstOf(values, strangeValue)
  );
}

/** What may be given for a button of each type. */
const fitting: Readonly<Partial<Record<TemplateButton['type'], TemplateButtonValue['type']>>> = {
  reply: 'reply',
  url: 'url',
  otp: 'url',
  code: 'code',
  flow: 'flow',
  catalog: 'catalog',
};

function needsValue(button: TemplateButton): boolean {
  return button.type === 'code' || button.type === 'otp' || (button.type === 'url' && button.filled);
}

function problemOfButtons(
  buttons: readonly TemplateButton[],
  values: readonly TemplateButtonValue[],
): Problem {
  const strange = firstOf(values, ({ index, type }) => {
    const button = buttons[index];
    const takes = button && (button.type !== 'url' || button.filled) && fitting[button.type] === type;
    return takes ? null : `Button ${index + 1} of the template takes no value of the kind ${type}. ${check}`;
  });
  const lacking = buttons.findIndex(
    (button, at) => needsValue(button) && !values.some(({ index }) => index === at),
  );
  return strange ?? (lacking < 0 ? null : `Button ${lacking + 1} of the template has no value. ${check}`);
}

function problemOfPart(part: TemplatePart, named: boolean, values: TemplateCardValues): Problem {
  return (
    problemOfHeader(part, values.header) ??
    problemOfBody(part, named, values.body) ??
    problemOfButtons(part.buttons, values.buttons)
  );
}

function problemOfOffer({ offer }: MessageTemplate, endsAt: number | undefined, now: number): Problem {
  const wanted = offer?.ends === true;
  if (endsAt === undefined) return wanted ? `The end of the offer is missing. ${check}` : null;
  if (!wanted) return `The template has no offer that ends. ${check}`;
  return endsAt > now ? null : 'The end of the offer has passed. Choose a later time.';
}

/**
 * Why `values` may not be sent with `template`, or null. One whose form is not understood here (`unusable`) is Meta's to
 * judge. `now` in ms.
 */
export function misfitOf(template: MessageTemplate, values: Values, now: number): Problem {
  const wrongStatus = problemOfStatus(template);
  if (wrongStatus !== null || template.unusable !== null) return wrongStatus;
  const [own, ...cards] = partsOf(template);
  const given = values.cards ?? [];
  return (
    (own ? problemOfPart(own, template.named, values) : null) ??
    miscounted('cards', given.length, cards.length) ??
    firstOf(cards, (card, index) => {
      const one = given[index];
      return one ? problemOfPart(card, template.named, one) : null;
    }) ??
    problemOfOffer(template, values.offerEndsAt, now)
  );
}
