/**
 * A message template as Meta approved it, read from its components (Meta, "Templates", "Template components"): what is
 * shown, what has to be filled in, and the draft that this becomes. Pure; a browser may load it.
 */
import type { FileType } from './content.ts';

/** Only `approved` ones are offered; the others are told by name. Anything else Meta says is `other`. */
export const templateStatuses = ['approved', 'pending', 'rejected', 'paused', 'disabled', 'other'] as const;
export type TemplateStatus = (typeof templateStatuses)[number];

/** A button of a template. `url` with a variable at its end where `filled` is true; its example stands in `example`. */
export type TemplateButton =
  /** `payload`: what comes back when it is tapped, where the template says it (Messenger). */
  | { readonly type: 'reply'; readonly title: string; readonly payload?: string }
  | {
      readonly type: 'url';
      readonly title: string;
      readonly url: string;
      readonly filled: boolean;
      readonly example?: string;
    }
  | { readonly type: 'phone'; readonly title: string; readonly phone: string }
  | { readonly type: 'code'; readonly title: string; readonly example?: string }
  | { readonly type: 'flow'; readonly title: string }
  | { readonly type: 'catalog'; readonly title: string }
  /** Copies the code of an authentication template: it gets the first value of the body. */
  | { readonly type: 'otp'; readonly title: string }
  /** Any other kind, by Meta's word: nothing of it has to be filled in. */
  | { readonly type: 'other'; readonly title: string; readonly word: string };

export type TemplateHeader =
  | { readonly type: 'text'; readonly text: string; readonly example?: string }
  /** `fixed`: it is part of the template, and no other can be given (Messenger). */
  | {
      readonly type: 'file';
      readonly file: Extract<FileType, 'image' | 'video' | 'document'>;
      readonly fixed?: true;
    }
  | { readonly type: 'location' };

export type TemplateCard = {
  readonly header: Extract<FileType, 'image' | 'video'>;
  readonly body: string;
  readonly buttons: readonly TemplateButton[];
  /** Of its body, as in `MessageTemplate`. */
  readonly examples: Readonly<Record<string, string>>;
};

export type MessageTemplate = {
  /** The WhatsApp business account, or the page. */
  readonly ownerId: string;
  readonly name: string;
  /** With underscore: en_US. */
  readonly language: string;
  readonly status: TemplateStatus;
  /** Meta's words, in lower case: marketing, utility, authentication. */
  readonly category: string;
  /** green, yellow, red; null while Meta says nothing. */
  readonly quality: string | null;
  /** Why Meta rejected or paused it. */
  readonly reason: string | null;
  /** Its variables have names, not numbers. */
  readonly named: boolean;
  readonly header: TemplateHeader | null;
  /** With its variables in braces: `Hello {{1}}`. */
  readonly body: string;
  readonly footer: string | null;
  readonly buttons: readonly TemplateButton[];
  readonly cards: readonly TemplateCard[];
  /** A limited-time offer, and whether its end has to be given. */
  readonly offer: { readonly text: string; readonly ends: boolean } | null;
  /** Examples of the variables of the body, by their names or numbers, as Meta approved them. */
  readonly examples: Readonly<Record<string, string>>;
  /** Why it cannot be filled in here although Meta may have approved it: a sentence; null when it can. */
  readonly unusable: string | null;
};

/** Whether a person may choose it: Meta approved it, and everything in it is understood. */
export function isOffered({ status, unusable }: Pick<MessageTemplate, 'status' | 'unusable'>): boolean {
  return status === 'approved' && unusable === null;
}
