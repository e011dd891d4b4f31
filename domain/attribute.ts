/** What the team notes of customers beyond what every business does, and which values it takes. Pure. */

export const attributeTypes = ['text', 'number', 'date', 'list', 'checkbox', 'link', 'phone'] as const;
export type AttributeType = (typeof attributeTypes)[number];

/** What an attribute is of: the customer, or this conversation alone. Both are kept with the conversation. */
export const attributeOwners = ['contact', 'conversation'] as const;

export type Attribute = {
  readonly id: string;
  readonly name: string;
  readonly type: AttributeType;
  readonly of: (typeof attributeOwners)[number];
  /** What a list offers, in its order; [] for the others. */
  readonly options: readonly string[];
  /** Whether it may not be taken away once it is there, and the panel says that it is missing. */
  readonly required: boolean;
  /** Whether the filters of the list offer it. */
  readonly filterable: boolean;
};

/** The value as it is kept, or what to tell a person who gave another. */
export type ReadValue = { readonly value: string } | { readonly problem: string };

/** Reads a phone number: `+` and digits, or null when it is none. The edge has one; the browser does without. */
type ReadPhone = (text: string) => string | null;

function readNumber(name: string, text: string): ReadValue {
  const plain = text.replace(',', '.');
  return /^[+-]?\d{1,15}(\.\d{1,6})?$/u.test(plain)
    ? { value: String(Number(plain)) }
    : { problem: `“${text}” is not a number. Write ${name} in digits, as 12 or 12.5.` };
}

/** As "2026-11-21"; a day that the calendar does not have is none. */
function readDate(name: string, text: string): ReadValue {
  const at = /^\d{4}-\d{2}-\d{2}$/u.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(Number.NaN);
  const isDay = !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
  return isDay
    ? { value: text }
    : { problem: `“${text}” is not a day. Write ${name} as year-month-day, as 2026-11-21.` };
}

function readChoice({ name, options }: Attribute, text: string): ReadValue {
  const chosen = options.find((option) => option.toLowerCase() === text.toLowerCase());
  if (chosen !== undefined) return { value: chosen };
  return { problem: `${name} takes one of: ${options.join(', ')}. Choose one of them.` };
}

function readLink(name: string, text: string): ReadValue {
  const whole = /^[a-z][a-z\d+.-]*:/iu.test(text) ? text : `https://${text}`;
  return /^https?:\/\/[^\s/?#@.]+(\.[^\s/?#@.]+)+([/?#]\S*)?$/iu.test(whole)
    ? { value: whole }
    : { problem: `“${text}” is not a link. Write ${name} as an address of the web, as https://example.com.` };
}

function readPhoneValue(text: string, readPhone: ReadPhone): ReadValue {
  const phone = readPhone(text);
  return phone === null ? { problem: notAPhone(text) } : { value: phone };
}

/** What to tell whoever wrote something else than a phone number. */
export function notAPhone(text: string): string {
  return `“${text}” is not a phone number. Write it with its country code, as +55 11 98765 4321.`;
}

/** The longest value, in characters: all of them travel with every row of the list. */
const longest = 200;

/** What `text` means as a value of `attribute`. '' takes the value away. */
export function readValue(attribute: Attribute, text: string, readPhone: ReadPhone): ReadValue {
  const { name, type, required } = attribute;
  const trimmed = text.trim();
  if (trimmed === '')
    return required ? { problem: `${name} is required. Write something, or ask an admin.` } : { value: '' };
  if (trimmed.length > longest)
    return { problem: `${name} takes at most ${longest} characters. Make it shorter.` };
  switch (type) {
    case 'text':
      return { value: trimmed };
    case 'number':
      return readNumber(name, trimmed);
    case 'date':
      return readDate(name, trimmed);
    case 'list':
      return readChoice(attribute, trimmed);
    case 'checkbox':
      return trimmed === 'yes' || trimmed === 'no'
        ? { value: trimmed }
        : { problem: `${name} is either yes or no. Choose one of them.` };
    case 'link':
      return readLink(name, trimmed);
    case 'phone':
      return readPhoneValue(trimmed, readPhone);
  }
}
