/** An interactive message in the making: what its fields hold, and the draft that it becomes (B-57). Pure. */
import type { Channel } from '#domain/channel.ts';
import type { Button, Upload } from '#domain/content.ts';
import type { Draft } from '#domain/draft.ts';
import { fill, type Facts } from '#domain/variables.ts';

export type Interactive = Extract<Draft, { kind: 'interactive' }>;
export type Kind = Interactive['action']['type'];
type DraftCard = Extract<Interactive['action'], { type: 'cards' }>['cards'][number];
export type HeaderFile = Extract<Upload, { uploadId: string }>;

/** What each channel takes (Meta, "Interactive messages", "Message templates", "Quick replies"). */
export const kindsOf: Readonly<Record<Channel, readonly Kind[]>> = {
  whatsapp: ['buttons', 'list', 'link', 'location-request', 'contact-request', 'flow'],
  messenger: ['quick-replies', 'buttons', 'cards', 'contact-request'],
  instagram: ['quick-replies', 'buttons', 'cards'],
};

/** What a button does; WhatsApp has answers only. */
export const buttonTypes = {
  whatsapp: ['reply'],
  messenger: ['reply', 'url', 'phone'],
  instagram: ['reply', 'url'],
} as const satisfies Record<Channel, readonly Button['type'][]>;

export type BuiltButton = {
  /** Comes back when it is tapped. */
  id: string;
  type: 'reply' | 'url' | 'phone';
  title: string;
  /** The address or number behind it. */
  value: string;
};
export type BuiltRow = { id: string; title: string; description: string };
export type BuiltSection = { id: string; title: string; rows: BuiltRow[] };
export type BuiltCard = {
  id: string;
  title: string;
  subtitle: string;
  imageUrl: string;
  url: string;
  buttons: BuiltButton[];
};

/** Of every kind at once, so that another kind loses nothing of what was written. */
export type Build = {
  kind: Kind;
  text: string;
  header: string;
  headerFile: HeaderFile | null;
  footer: string;
  buttons: BuiltButton[];
  listButton: string;
  sections: BuiltSection[];
  link: { title: string; url: string };
  form: { flowId: string; title: string; screen: string };
  replies: { id: string; title: string }[];
  cards: BuiltCard[];
};

/** Makes ids that no other button of any message has. */
export type NewId = () => string;

export const newButton = (id: NewId): BuiltButton => ({ id: id(), type: 'reply', title: '', value: '' });
export const newRow = (id: NewId): BuiltRow => ({ id: id(), title: '', description: '' });
export const newSection = (id: NewId): BuiltSection => ({ id: id(), title: '', rows: [newRow(id)] });
export const newReply = (id: NewId): { id: string; title: string } => ({ id: id(), title: '' });
export const newCard = (id: NewId): BuiltCard => ({
  id: id(),
  title: '',
  subtitle: '',
  imageUrl: '',
  url: '',
  buttons: [],
});

/** An empty one of a kind. */
export function newBuild(kind: Kind, id: NewId): Build {
  return {
    kind,
    text: '',
    header: '',
    headerFile: null,
    footer: '',
    buttons: [newButton(id)],
    listButton: '',
    sections: [newSection(id)],
    link: { title: '', url: '' },
    form: { flowId: '', title: '', screen: '' },
    replies: [newReply(id)],
    cards: [newCard(id)],
  };
}

/** Which fields around the text a kind has on a channel. */
export function framing(channel: Channel, kind: Kind): { readonly words: boolean; readonly file: boolean } {
  const words = channel === 'whatsapp' && kind !== 'location-request' && kind !== 'contact-request';
  return { words, file: words && kind !== 'list' };
}

function buttonOf({ id, type, title, value }: BuiltButton): Button {
  if (type === 'url') return { type, title: title.trim(), url: value.trim() };
  if (type === 'phone') return { type, title: title.trim(), phone: value.trim() };
  return { type, id, title: title.trim() };
}

const some = (name: string, value: string): Record<string, string> =>
  value.trim() === '' ? {} : { [name]: value.trim() };

function cardOf({ title, subtitle, imageUrl, url, buttons }: BuiltCard): DraftCard {
  const more = { ...some('subtitle', subtitle), ...some('imageUrl', imageUrl), ...some('url', url) };
  return { title: title.trim(), ...more, buttons: buttons.map(buttonOf) };
}

function actionOf(build: Build): Interactive['action'] {
  const { kind } = build;
  switch (kind) {
    case 'buttons':
      return { type: kind, buttons: build.buttons.map(buttonOf) };
    case 'list': {
      const sections = build.sections.map(({ title, rows }) => ({
        title: title.trim(),
        rows: rows.map((row) => ({
          id: row.id,
          title: row.title.trim(),
          ...some('description', row.description),
        })),
      }));
      return { type: kind, button: build.listButton.trim(), sections };
    }
    case 'link':
      return { type: kind, title: build.link.title.trim(), url: build.link.url.trim() };
    case 'flow': {
      const { flowId, title, screen } = build.form;
      return { type: kind, flowId: flowId.trim(), title: title.trim(), ...some('screen', screen) };
    }
    case 'quick-replies':
      return { type: kind, replies: build.replies.map(({ id, title }) => ({ id, title: title.trim() })) };
    case 'cards':
      return { type: kind, cards: build.cards.map(cardOf) };
    case 'location-request':
    case 'contact-request':
      return { type: kind };
  }
}

/** The message that it becomes; what the channel has no place for is left out. */
export function draftOf(channel: Channel, build: Build): Interactive {
  const { words, file } = framing(channel, build.kind);
  const { headerFile } = build;
  const header = file && headerFile ? { headerFile } : words ? some('header', build.header) : {};
  return {
    kind: 'interactive',
    text: build.kind === 'cards' ? '' : build.text.trim(),
    ...header,
    ...(words && some('footer', build.footer)),
    action: actionOf(build),
  };
}

function builtButton(button: Button, id: NewId): BuiltButton {
  const { title } = button;
  if (button.type === 'url') return { id: id(), type: 'url', title, value: button.url };
  if (button.type === 'phone') return { id: id(), type: 'phone', title, value: button.phone };
  return { id: button.type === 'reply' ? button.id : id(), type: 'reply', title, value: '' };
}

function builtAction(action: Interactive['action'], id: NewId): Partial<Build> {
  switch (action.type) {
    case 'buttons':
      return { buttons: action.buttons.map((button) => builtButton(button, id)) };
    case 'list': {
      const sections = action.sections.map(({ title, rows }) => ({
        id: id(),
        title,
        rows: rows.map(({ description = '', ...row }) => ({ ...row, description })),
      }));
      return { listButton: action.button, sections };
    }
    case 'link':
      return { link: { title: action.title, url: action.url } };
    case 'flow':
      return { form: { flowId: action.flowId, title: action.title, screen: action.screen ?? '' } };
    case 'quick-replies':
      return { replies: action.replies.map((reply) => ({ ...reply })) };
    case 'cards': {
      const cards = action.cards.map(({ title, subtitle = '', imageUrl = '', url = '', buttons }) => ({
        ...{ id: id(), title, subtitle, imageUrl, url },
        buttons: buttons.map((button) => builtButton(button, id)),
      }));
      return { cards };
    }
    case 'location-request':
    case 'contact-request':
      return {};
  }
}

/** The fields of a message that was kept. */
export function buildOf(draft: Interactive, id: NewId): Build {
  const { text, header = '', headerFile, footer = '', action } = draft;
  const file = headerFile && 'uploadId' in headerFile ? headerFile : null;
  return { ...newBuild(action.type, id), text, header, headerFile: file, footer, ...builtAction(action, id) };
}

/** The message with the variables of its words filled, and those that nothing fills. */
export function filledDraft(
  draft: Interactive,
  facts: Facts,
): { readonly draft: Interactive; readonly missing: readonly string[] } {
  const text = fill(draft.text, facts);
  const header = fill(draft.header ?? '', facts);
  const footer = fill(draft.footer ?? '', facts);
  const filled = {
    ...draft,
    text: text.text,
    ...(draft.header !== undefined && { header: header.text }),
    ...(draft.footer !== undefined && { footer: footer.text }),
  };
  return { draft: filled, missing: [...text.missing, ...header.missing, ...footer.missing] };
}

/** The list with the item at `from` moved by `by`; the same where there is no room. */
export function moved<Item>(items: readonly Item[], from: number, by: 1 | -1): Item[] {
  const to = from + by;
  const copy = [...items];
  const [item] = copy.splice(from, 1);
  if (to < 0 || to >= items.length || item === undefined) return [...items];
  copy.splice(to, 0, item);
  return copy;
}
