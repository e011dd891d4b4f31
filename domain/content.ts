/** What a message says, by kind: one union for everything that three channels bring or take. */

/** What a file is to a person, whatever its MIME type. `voice` was recorded, `audio` was attached. */
export type FileType = 'image' | 'video' | 'audio' | 'voice' | 'document' | 'sticker';

/**
 * A file of a message. `waiting`: our copy is on its way from Meta; `here`: it can be looked at;
 * `elsewhere`: only Meta's app shows it; `lost`: it cannot be had any more, `sentence` says why.
 */
export type File = {
  readonly type: FileType;
  readonly state: 'waiting' | 'here' | 'elsewhere' | 'lost';
  readonly name?: string;
  /** MIME type: as Meta says, and as sniffed once it is here. */
  readonly mime?: string;
  /** Size in bytes. */
  readonly bytes?: number;
  /** A sticker that moves. */
  readonly animated?: true;
  /** What to tell a person when it is lost. */
  readonly sentence?: string;
};

export type ContactCard = {
  readonly name: string;
  readonly phones: readonly string[];
  readonly emails: readonly string[];
  readonly organisation?: string;
  readonly urls?: readonly string[];
};

export type OrderItem = {
  readonly id: string;
  readonly name?: string;
  readonly quantity: number;
  /** Of one piece, in `currency`. */
  readonly price: number;
  readonly currency: string;
};

/** A button under a message. `reply` comes back as a choice; `url` and `phone` stay on the customer's side. */
export type Button =
  | { readonly type: 'reply'; readonly id: string; readonly title: string }
  | { readonly type: 'url'; readonly title: string; readonly url: string }
  | { readonly type: 'phone'; readonly title: string; readonly phone: string }
  /** Any other kind, by Meta's word: copy code, flow, catalogue… */
  | { readonly type: 'other'; readonly title: string; readonly word: string };

export type ListRow = { readonly id: string; readonly title: string; readonly description?: string };
export type ListSection = { readonly title: string; readonly rows: readonly ListRow[] };

/** One card of a generic template. */
export type Card = {
  readonly title: string;
  readonly subtitle?: string;
  /** Public address of a picture. */
  readonly imageUrl?: string;
  readonly url?: string;
  readonly buttons: readonly Button[];
};

/** What the customer can do under an interactive message. */
export type Action =
  | { readonly type: 'buttons'; readonly buttons: readonly Button[] }
  | { readonly type: 'list'; readonly button: string; readonly sections: readonly ListSection[] }
  | { readonly type: 'link'; readonly title: string; readonly url: string }
  | { readonly type: 'location-request' }
  | { readonly type: 'contact-request' }
  | {
      readonly type: 'flow';
      readonly flowId: string;
      readonly title: string;
      /** Comes back with the answer. */
      readonly token?: string;
      readonly screen?: string;
    }
  /** Messenger and Instagram: chips that vanish after one is tapped. */
  | {
      readonly type: 'quick-replies';
      readonly replies: readonly { readonly id: string; readonly title: string }[];
    }
  | { readonly type: 'cards'; readonly cards: readonly Card[] };

/** One value of a template. `name` in templates with named variables. Files by the id of an upload (see `Upload`). */
export type TemplateValue =
  | { readonly type: 'text'; readonly text: string; readonly name?: string }
  | {
      readonly type: 'currency';
      readonly fallback: string;
      readonly code: string;
      readonly amount1000: number;
      readonly name?: string;
    }
  | { readonly type: 'date'; readonly fallback: string; readonly name?: string }
  | { readonly type: 'file'; readonly file: Upload }
  | { readonly type: 'location'; readonly location: Location };

export type TemplateButtonValue =
  | { readonly index: number; readonly type: 'reply'; readonly payload: string }
  | { readonly index: number; readonly type: 'url'; readonly suffix: string }
  | { readonly index: number; readonly type: 'code'; readonly code: string }
  | {
      readonly index: number;
      readonly type: 'flow';
      readonly token?: string;
      readonly data?: Readonly<Record<string, unknown>>;
    }
  | { readonly index: number; readonly type: 'catalog'; readonly productId: string };

export type TemplateCardValues = {
  readonly header: readonly TemplateValue[];
  readonly body: readonly TemplateValue[];
  readonly buttons: readonly TemplateButtonValue[];
};

/** What fills an approved template. */
export type TemplateValues = {
  readonly header: readonly TemplateValue[];
  readonly body: readonly TemplateValue[];
  readonly buttons: readonly TemplateButtonValue[];
  readonly cards?: readonly TemplateCardValues[];
  /** End of a limited-time offer, in ms. */
  readonly offerEndsAt?: number;
};

/** A card of a template, as the customer sees it. */
export type TemplateCardShown = {
  readonly text: string;
  /** The picture or video above it. */
  readonly file?: File;
  readonly buttons: readonly Button[];
};

export type Location = {
  readonly latitude: number;
  readonly longitude: number;
  readonly name?: string;
  readonly address?: string;
};

/** A file that the team uploaded here, or the public address of one. */
export type Upload =
  | {
      /** Its id, as the answer to the upload gave it. */
      readonly uploadId: string;
      readonly type: FileType;
      readonly mime: string;
      readonly bytes: number;
      readonly name?: string;
    }
  | { readonly link: string; readonly type: FileType; readonly name?: string };

/** What a share points at. `link` is any other address; `other` names Meta's word in `word`. */
export type ShareType = 'link' | 'post' | 'reel' | 'story' | 'story-mention' | 'product' | 'other';

export type Content =
  | { readonly kind: 'text'; readonly text: string }
  /** One or several files with at most one caption. */
  | { readonly kind: 'files'; readonly text: string; readonly files: readonly File[] }
  | ({ readonly kind: 'location'; readonly text: string } & Location)
  | { readonly kind: 'contacts'; readonly text: string; readonly contacts: readonly ContactCard[] }
  /** The customer tapped something of ours. */
  | {
      readonly kind: 'choice';
      /** The title that was tapped. */
      readonly text: string;
      readonly of: 'button' | 'list' | 'template' | 'quick-reply' | 'postback';
      readonly description?: string;
      /** What came back with it: the id of a button or row, or a payload. */
      readonly payload?: string;
    }
  /** The customer filled in a form (WhatsApp flow, address). */
  | {
      readonly kind: 'form';
      readonly text: string;
      readonly name: string;
      readonly fields: readonly { readonly name: string; readonly value: string }[];
    }
  | { readonly kind: 'order'; readonly text: string; readonly items: readonly OrderItem[] }
  | {
      readonly kind: 'share';
      readonly text: string;
      readonly of: ShareType;
      readonly word?: string;
      readonly title?: string;
      readonly url?: string;
    }
  /** Of ours: words with something to tap. `text` is the body. */
  | {
      readonly kind: 'interactive';
      readonly text: string;
      readonly header?: string;
      readonly headerFile?: File;
      readonly footer?: string;
      readonly action: Action;
    }
  /** An approved template, as the customer sees it. `text` is the body with its values. */
  | {
      readonly kind: 'template';
      readonly text: string;
      readonly name: string;
      readonly language: string;
      readonly header?: string;
      readonly headerFile?: File;
      /** The place above the text. */
      readonly location?: Location;
      readonly footer?: string;
      readonly buttons: readonly Button[];
      readonly cards?: readonly TemplateCardShown[];
      /** A limited-time offer; when it ends, in ms. */
      readonly offer?: { readonly text: string; readonly endsAt?: number };
    }
  /** Taken back by whoever wrote it. */
  | { readonly kind: 'unsent'; readonly text: '' }
  | {
      readonly kind: 'unsupported';
      /** Meta's own word for the kind. */
      readonly type: string;
      /** Text that could be found in it, or ''. */
      readonly text: string;
    };
