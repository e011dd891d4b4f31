/** Middle: one phone. It shows its list of chats, or the chat that is open. */
import type { Account, ChatRow, Customer, State } from '../control.ts';
import { act } from './api.ts';
import { avatar } from './avatar.ts';
import { buildChat, type ChatView } from './chat.ts';
import { fill, h, icon, toggle } from './dom.ts';
import { handleOf } from './list.ts';
import { channelNames, shortTime, time, windowWords } from './words.ts';
import { attempt, chatsOf, type Show } from './world.ts';

type Flag = 'online' | 'readReceipts' | 'hidePhone' | 'blocked' | 'hideProfile';

function switches(customer: Customer): HTMLElement {
  const flag = (name: Flag, words: string) =>
    toggle(words, customer[name], {
      key: `flag ${name}`,
      change: (on) => attempt(act.changeCustomer(customer.phone, { [name]: on })),
    });
  return h(
    'div',
    { class: 'switches' },
    flag('online', 'Online'),
    flag('readReceipts', 'Read receipts'),
    customer.bsuid !== null && flag('hidePhone', 'Hide number'),
    customer.channel !== 'whatsapp' && flag('hideProfile', 'Hide profile'),
    flag('blocked', 'Has blocked us'),
  );
}

function openSwitch(
  customer: Customer,
  chats: readonly ChatRow[],
  accounts: readonly Account[],
): HTMLElement | null {
  const open = chats.find((chat) => chat.open);
  const target = open?.accountId ?? chats[0]?.accountId ?? accounts[0]?.id;
  if (target === undefined) return null;
  const change = (on: boolean) => attempt(on ? act.open(customer.phone, target) : act.close(customer.phone));
  return toggle('Chat open', open !== undefined, { key: 'chat open', change });
}

/** Accounts that this phone can write to. */
function accountsFor({ channel }: Customer, { accounts }: State): readonly Account[] {
  return accounts.filter((account) => account.channel === channel);
}

function about(customer: Customer, state: State): HTMLElement {
  const { name, phone, channel, bsuid, username } = customer;
  const id = channel === 'whatsapp' ? `+${phone}` : phone;
  const names = [channelNames[channel], id, username && `@${username}`, bsuid].filter(Boolean).join(' · ');
  const flags = switches(customer);
  const open = openSwitch(customer, chatsOf(state, phone), accountsFor(customer, state));
  if (open) flags.append(open);
  return h('header', { class: 'about' }, h('h2', { dir: 'auto' }, name), h('p', {}, names), flags);
}

function chatButton(customer: Customer, account: Account, chat: ChatRow | undefined): HTMLElement {
  const last = chat?.last;
  return h(
    'button',
    {
      type: 'button',
      class: 'chat-row',
      'data-key': `chat ${account.id}`,
      onclick: () => attempt(act.open(customer.phone, account.id)),
    },
    avatar(account.name),
    h('b', {}, account.name),
    h('span', { class: 'when' }, last ? shortTime(last.at) : ''),
    h('span', { class: 'preview', dir: 'auto' }, last ? last.text : 'Write the first message'),
    (chat?.unread ?? 0) > 0 &&
      h('span', { class: 'count' }, String(chat?.unread), h('span', { class: 'sr' }, ' unread')),
    h('span', { class: 'window' }, chat ? windowWords(chat) : 'never written'),
  );
}

function home(customer: Customer, state: State): HTMLElement {
  const chats = chatsOf(state, customer.phone);
  const chatWith = (account: Account) => chats.find(({ accountId }) => accountId === account.id);
  const order = accountsFor(customer, state).toSorted(
    (a, b) => (chatWith(b)?.last?.at ?? 0) - (chatWith(a)?.last?.at ?? 0),
  );
  const none =
    'No business account is registered on this channel yet. The seed script or PUT /control/accounts/… adds one.';
  return h(
    'div',
    { class: 'home' },
    h('h3', {}, 'Chats'),
    ...order.map((account) => chatButton(customer, account, chatWith(account))),
    order.length === 0 && h('p', { class: 'empty' }, none),
  );
}

function statusBar({ online }: Customer): HTMLElement {
  return h(
    'div',
    { class: 'status-bar' },
    h('span', {}, time(Date.now())),
    online ? h('span', {}, 'online') : h('span', { class: 'off' }, icon('offline'), 'offline'),
  );
}

/** Builds the middle; the answered function shows it anew. An open chat keeps what is being typed. */
export function buildPhone(root: HTMLElement): Show {
  const top = h('div');
  const bar = h('div');
  const glass = h('div', { class: 'glass' });
  let chat: ChatView | null = null;
  const frame = h('div', { class: 'frame' }, bar, glass);
  const none = h('p', { class: 'empty' }, 'No phone yet. Add one on the left, or run the seed script.');
  root.append(top, frame, none);

  return ({ state, customer, chat: open }) => {
    frame.hidden = customer === null;
    none.hidden = customer !== null;
    fill(top, customer && about(customer, state));
    if (customer === null) return;
    fill(bar, statusBar(customer));
    frame.dataset['channel'] = customer.channel;
    frame.setAttribute('aria-label', `Phone of ${customer.name}, ${handleOf(customer)}`);
    frame.setAttribute('role', 'group');
    if (open === null) {
      chat = null;
      fill(glass, home(customer, state));
      return;
    }
    if (chat === null || !chat.isOf(customer.phone, open.account.id)) {
      chat = buildChat(customer.phone, open.account);
      fill(glass, chat.root);
    }
    chat.show(customer, open.screen);
  };
}
