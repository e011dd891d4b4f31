/** One message on the phone: files, words, what can be tapped, reactions, ticks. */
import type { Option, Shown, ShownFile } from '../control.ts';
import { h, icon, type Child } from './dom.ts';
import { time } from './words.ts';

export type Deeds = {
  readonly tap: (message: Shown, option: string) => void;
  readonly play: (message: Shown) => void;
  readonly menu: (message: Shown, place: { x: number; y: number }) => void;
};

const tickWords = {
  sent: 'sent',
  delivered: 'the business has it',
  read: 'read by the business',
  played: 'played by the business',
};

function tick({ tick: kind }: Shown): HTMLElement {
  const drawing = icon(kind === 'sent' ? 'sent' : 'twice');
  return h(
    'span',
    { class: `tick ${kind}`, title: tickWords[kind] },
    drawing,
    h('span', { class: 'sr' }, tickWords[kind]),
  );
}

function picture(address: string, name: string): HTMLElement {
  return h('img', { src: address, alt: name, class: 'picture', loading: 'lazy' });
}

function fileOf({ type, url, name }: ShownFile, played: () => void): HTMLElement {
  if (url === null) return h('span', { class: 'paper' }, icon('file'), `${type}, not to be seen here`);
  switch (type) {
    case 'image':
      return picture(url, name);
    case 'sticker':
      return h('img', { src: url, alt: 'Sticker', class: 'sticker' });
    case 'video':
      return h('video', { src: url, controls: true, muted: true, preload: 'metadata', class: 'picture' });
    case 'audio':
    case 'voice': {
      const label = type === 'voice' ? 'Voice note' : 'Sound';
      const audio = h('audio', { src: url, controls: true, preload: 'metadata', 'aria-label': label });
      audio.addEventListener('play', played, { once: true });
      return audio;
    }
    case 'document':
      return h('a', { href: url, target: '_blank', class: 'paper' }, icon('file'), name);
  }
}

function optionButton(option: Option, tap: (option: string) => void): HTMLElement {
  const { option: id, title, description } = option;
  const attributes =
    id === null
      ? { disabled: true, title: 'Tapping this tells the business nothing' }
      : { onclick: () => tap(id) };
  return h(
    'button',
    { type: 'button', class: 'option', ...attributes },
    h('span', { dir: 'auto' }, title),
    description ? h('small', { dir: 'auto' }, description) : null,
  );
}

/** Buttons stand open; the rows of a list behind its button. */
function optionsOf(options: readonly Option[], tap: (option: string) => void): Child[] {
  const under = options[0]?.under;
  const buttons = options.map((option) => optionButton(option, tap));
  if (buttons.length === 0) return [];
  if (under === undefined) return [h('div', { class: 'options' }, ...buttons)];
  return [h('details', { class: 'options' }, h('summary', {}, under), ...buttons)];
}

function cards(message: Shown, tap: (option: string) => void): Child {
  const { cards: all = [] } = message;
  if (all.length === 0) return null;
  return h(
    'div',
    { class: 'cards' },
    ...all.map((card) =>
      h(
        'div',
        { class: 'card-of' },
        card.file ? fileOf(card.file, () => {}) : null,
        card.title === '' ? null : h('b', { dir: 'auto' }, card.title),
        h('span', { dir: 'auto' }, card.subtitle),
        ...optionsOf(card.options, tap),
      ),
    ),
  );
}

function quote(message: Shown, all: readonly Shown[]): Child {
  if (message.quotes === undefined) return null;
  const quoted = all.find(({ wamid }) => wamid === message.quotes);
  const words = quoted === undefined ? 'A message that is not here' : quoted.text || `[${quoted.type}]`;
  return h('span', { class: 'quote', dir: 'auto' }, words);
}

const originWords = {
  'phone-app': 'from the phone app',
  inbox: 'from Meta’s inbox',
  'other-app': 'from another app',
};

function reactions({ reactions: { customer, business } }: Shown): Child {
  const both = [customer, business].filter(Boolean);
  const words = [customer && 'customer', business && 'business'].filter(Boolean).join(' and ');
  return both.length === 0
    ? null
    : h('span', { class: 'reactions', title: `Reaction of the ${words}` }, both.join(' '));
}

function foot(message: Shown): HTMLElement {
  const words = [
    message.origin !== null && originWords[message.origin],
    message.edited && !message.unsent && 'edited',
    time(message.at),
  ].filter((word) => word !== false);
  return h('span', { class: 'foot' }, words.join(' · '), message.from === 'customer' && tick(message));
}

const longPressMs = 450;

/** A right click, a long press or the dots open the message's menu. */
function withMenu(element: HTMLElement, open: (place: { x: number; y: number }) => void): HTMLElement {
  let timer = 0;
  const stop = (): void => clearTimeout(timer);
  element.addEventListener('contextmenu', (event) => {
    event.preventDefault();
    stop();
    open({ x: event.clientX, y: event.clientY });
  });
  element.addEventListener('pointerdown', ({ pointerType, clientX: x, clientY: y }) => {
    if (pointerType === 'touch') timer = setTimeout(() => open({ x, y }), longPressMs);
  });
  for (const name of ['pointerup', 'pointermove', 'pointercancel'] as const)
    element.addEventListener(name, stop);
  return element;
}

/** Draws a message; `all` are the messages of the chat, for quotes. */
export function bubble(message: Shown, all: readonly Shown[], deeds: Deeds): HTMLElement {
  const own = message.from === 'customer';
  const tap = (option: string): void => deeds.tap(message, option);
  const isLast = all.at(-1) === message;
  // Quick replies vanish once something else was said.
  const options = message.quick === true && !isLast ? [] : message.options;
  const dots = h(
    'button',
    {
      ...{
        type: 'button',
        class: 'dots',
        'aria-label': 'What to do with this message',
        'data-key': `dots ${message.wamid}`,
      },
      onclick: () => {
        const { left, bottom } = dots.getBoundingClientRect();
        deeds.menu(message, { x: left, y: bottom });
      },
    },
    icon('more'),
  );
  const said = message.unsent
    ? h('span', { class: 'text gone' }, 'This message was taken back.')
    : h('span', { class: 'text', dir: 'auto' }, message.text);
  const body = h(
    'li',
    { class: own ? 'bubble own' : 'bubble', 'data-wamid': message.wamid },
    ...message.notes.map((note) => h('span', { class: 'from-ad' }, note)),
    quote(message, all),
    message.header ? h('b', { class: 'header', dir: 'auto' }, message.header) : null,
    ...message.files.map((file) => fileOf(file, () => deeds.play(message))),
    (message.text !== '' || message.unsent) && said,
    message.footer ? h('small', { class: 'footer', dir: 'auto' }, message.footer) : null,
    cards(message, tap),
    ...optionsOf(options, tap),
    foot(message),
    reactions(message),
    !message.unsent && dots,
  );
  if (message.unsent) return body;
  return withMenu(body, (place) => deeds.menu(message, place));
}
