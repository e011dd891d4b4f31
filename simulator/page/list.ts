/** Left: everybody's phones. */
import { channels, type Channel, type ChatRow, type Customer, type State } from '../control.ts';
import { avatar } from './avatar.ts';
import { fill, h, icon } from './dom.ts';
import { openNewPhone } from './new-phone.ts';
import { channelNames, shortTime } from './words.ts';
import { chatsOf, choose } from './world.ts';

/** How others call this customer: the number, unless it is hidden; the username on Instagram. */
export function handleOf({ phone, channel, username, hidePhone }: Customer): string {
  if (channel !== 'whatsapp') return username ? `@${username}` : phone;
  return hidePhone ? `@${username ?? 'hidden number'}` : `+${phone}`;
}

function preview(last: ChatRow['last']): string {
  if (last === null) return 'Nothing written yet';
  return last.from === 'customer' ? `You: ${last.text}` : last.text;
}

function row(customer: Customer, chats: readonly ChatRow[], chosen: boolean): HTMLElement {
  const last = chats[0]?.last ?? null;
  const unread = chats.reduce((sum, chat) => sum + chat.unread, 0);
  const attributes = {
    type: 'button',
    class: 'person',
    'aria-current': chosen && 'true',
    'data-key': customer.phone,
  };
  return h(
    'button',
    { ...attributes, onclick: () => pick(customer.phone) },
    avatar(customer.name, customer.channel),
    h('b', { dir: 'auto' }, customer.name, h('span', { class: 'sr' }, `, ${channelNames[customer.channel]}`)),
    h('span', { class: 'when' }, last ? shortTime(last.at) : ''),
    h('span', { class: 'preview', dir: 'auto' }, preview(last)),
    h(
      'span',
      { class: 'marks' },
      !customer.online &&
        h('span', { class: 'off', title: 'Offline' }, icon('offline'), h('span', { class: 'sr' }, 'offline')),
      unread > 0 && h('span', { class: 'count' }, String(unread), h('span', { class: 'sr' }, ' unread')),
    ),
  );
}

function pick(phone: string): void {
  document.body.dataset['view'] = 'phone';
  choose(phone);
}

function matches({ name, phone, username }: Customer, wanted: string): boolean {
  return [name, phone, username ?? ''].some((text) => text.toLowerCase().includes(wanted.toLowerCase()));
}

/** Builds the list; the answered function shows it anew. */
export function buildList(root: HTMLElement): (state: State, chosen: Customer | null) => void {
  let shown: { state: State; chosen: Customer | null } | null = null;
  const search = h('input', {
    type: 'search',
    placeholder: 'Name or number',
    'aria-label': 'Search phones',
    oninput: () => draw(),
  });
  const rows = h('div', { class: 'rows' });
  let only: Channel | null = null;
  const chips = [null, ...channels].map((channel) =>
    h(
      'button',
      {
        type: 'button',
        class: 'chip',
        'aria-pressed': String(channel === only),
        onclick: () => show(channel),
      },
      channel === null ? 'All' : channelNames[channel],
    ),
  );
  const add = h(
    'button',
    { type: 'button', class: 'round', 'aria-label': 'Add a phone', onclick: openNewPhone },
    icon('plus'),
  );
  root.append(
    h('div', { class: 'head' }, h('h2', { id: 'phones-title' }, 'Customers’ phones'), add),
    search,
    h('div', { class: 'filters', role: 'group', 'aria-label': 'Channel' }, ...chips),
    rows,
  );

  function show(channel: Channel | null): void {
    only = channel;
    for (const [index, chip] of chips.entries())
      chip.setAttribute('aria-pressed', String([null, ...channels][index] === channel));
    draw();
  }

  function draw(): void {
    if (shown === null) return;
    const { state, chosen } = shown;
    const last = ({ phone }: Customer) => chatsOf(state, phone)[0]?.last?.at ?? 0;
    const people = state.customers
      .filter((customer) => matches(customer, search.value) && (only === null || customer.channel === only))
      .toSorted((a, b) => last(b) - last(a));
    const none =
      state.customers.length === 0 ? 'No phones yet. Add one with +.' : 'Nobody by that name or number.';
    fill(
      rows,
      ...people.map((customer) =>
        row(customer, chatsOf(state, customer.phone), customer.phone === chosen?.phone),
      ),
      people.length === 0 && h('p', { class: 'empty' }, none),
    );
  }
  return (state, chosen) => {
    shown = { state, chosen };
    draw();
  };
}
