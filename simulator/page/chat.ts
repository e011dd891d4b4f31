/** The open chat on a phone: bubbles, ticks, and the line to write in. */
import type { Account, Customer, Screen, Shown } from '../control.ts';
import { act } from './api.ts';
import { avatar } from './avatar.ts';
import { fill, h, icon } from './dom.ts';
import { dayOf, time, windowWords } from './words.ts';
import { attempt } from './world.ts';

export type ChatView = {
  readonly root: HTMLElement;
  readonly isOf: (phone: string, accountId: string) => boolean;
  readonly show: (customer: Customer, screen: Screen) => void;
};

/** What an ad brings along. */
const ad = {
  ...{ source_type: 'ad', source_id: '120210000000000017', source_url: 'https://fb.me/handmade-leather' },
  ...{
    headline: 'Handmade leather, −20 % this week',
    body: 'Bags and belts from our workshop.',
    media_type: 'image',
  },
  ctwa_clid: 'ARAkLkA8rmlFeiCktEJQ-sample',
};

const tickWords = { sent: 'sent', delivered: 'the business has it', read: 'read by the business' };

function tick({ tick: kind }: Shown): HTMLElement {
  const drawing = icon(kind === 'sent' ? 'sent' : 'twice');
  return h(
    'span',
    { class: `tick ${kind}`, title: tickWords[kind] },
    drawing,
    h('span', { class: 'sr' }, tickWords[kind]),
  );
}

function bubble(message: Shown): HTMLElement {
  const own = message.from === 'customer';
  return h(
    'li',
    { class: own ? 'bubble own' : 'bubble' },
    'referral' in message.message && h('span', { class: 'from-ad' }, icon('ad'), 'from an ad'),
    h('span', { class: 'text', dir: 'auto' }, message.text),
    h('span', { class: 'foot' }, time(message.at), own && tick(message)),
  );
}

function timeline(messages: readonly Shown[]): HTMLElement[] {
  return messages.flatMap((message, index) => {
    const before = messages[index - 1];
    const isNewDay = before === undefined || dayOf(before.at) !== dayOf(message.at);
    return isNewDay ? [h('li', { class: 'day' }, dayOf(message.at)), bubble(message)] : [bubble(message)];
  });
}

function note({ online, name }: Customer, { waiting }: Screen): string {
  if (online) return '';
  const held = waiting === 0 ? '' : ` ${waiting} message${waiting === 1 ? ' waits' : 's wait'} at Meta.`;
  return `${name} is offline: nothing comes or goes.${held}`;
}

/** The line to write in; sending empties it and forgets the ad. */
function buildComposer(phone: string, account: Account) {
  const problem = h('p', { class: 'problem', role: 'alert' });
  const input = h('textarea', {
    rows: 1,
    dir: 'auto',
    placeholder: 'Write as the customer',
    'aria-label': `Message to ${account.name}`,
    'data-key': 'compose',
    onkeydown: (event) => onKey(event),
  });
  const fromAd = h(
    'button',
    {
      type: 'button',
      class: 'round',
      'aria-pressed': 'false',
      'aria-label': 'The next message comes from an ad',
      title: 'The next message comes from an ad',
      onclick: () => setAd(fromAd.getAttribute('aria-pressed') !== 'true'),
    },
    icon('ad'),
  );
  const send = h('button', { class: 'round main', 'aria-label': 'Send' }, icon('send'));
  const form = h('form', { class: 'compose', onsubmit: (event) => submit(event) }, fromAd, input, send);

  function setAd(on: boolean): void {
    fromAd.setAttribute('aria-pressed', String(on));
  }
  function onKey(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  }
  function submit(event: Event): void {
    event.preventDefault();
    const text = input.value.trim();
    if (text === '') return;
    const referral = fromAd.getAttribute('aria-pressed') === 'true' ? { referral: ad } : {};
    problem.textContent = '';
    input.value = '';
    setAd(false);
    attempt(act.say(phone, { accountId: account.id, text, ...referral }), (sentence) => {
      problem.textContent = sentence;
      input.value = text;
    });
  }
  return { root: h('div', {}, problem, form), controls: [input, fromAd, send] };
}

/** Builds the chat of one phone with one account. */
export function buildChat(phone: string, account: Account): ChatView {
  const under = h('span', { class: 'under' });
  const messages = h('ol');
  const scroller = h(
    'div',
    { class: 'messages', role: 'log', 'aria-label': `Messages with ${account.name}`, tabindex: 0 },
    messages,
  );
  const offline = h('p', { class: 'note', role: 'status' });
  const composer = buildComposer(phone, account);
  const back = h(
    'button',
    {
      type: 'button',
      class: 'round',
      'aria-label': 'Back to the chats: closes this one',
      onclick: () => attempt(act.close(phone)),
    },
    icon('back'),
  );
  const head = h('div', { class: 'chat-head' }, back, avatar(account.name), h('b', {}, account.name), under);
  let shownKey = '';
  return {
    root: h('div', { class: 'chat' }, head, scroller, offline, composer.root),
    isOf: (otherPhone, accountId) => otherPhone === phone && accountId === account.id,
    show(customer, screen) {
      const typing = screen.chat.typingUntil > Date.now();
      under.textContent = typing ? 'typing…' : windowWords(screen.chat);
      under.classList.toggle('typing', typing);
      offline.textContent = note(customer, screen);
      for (const control of composer.controls) control.toggleAttribute('disabled', !customer.online);
      const key = JSON.stringify(screen.messages);
      if (key === shownKey) return;
      shownKey = key;
      fill(messages, ...timeline(screen.messages));
      scroller.scrollTop = scroller.scrollHeight;
    },
  };
}
