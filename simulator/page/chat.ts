/** The open chat on a phone: bubbles, their menus, and the line to write in. */
import type { Account, Customer, Screen, Shown } from '../control.ts';
import { act } from './api.ts';
import { avatar } from './avatar.ts';
import { bubble, type Deeds } from './bubble.ts';
import { buildComposer, type Composer } from './composer.ts';
import { fill, h, icon } from './dom.ts';
import { openPopup, type Entry } from './popup.ts';
import { dayOf, windowWords } from './words.ts';
import { attempt } from './world.ts';

export type ChatView = {
  readonly root: HTMLElement;
  readonly isOf: (phone: string, accountId: string) => boolean;
  readonly show: (customer: Customer, screen: Screen) => void;
};

const emojis = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

type Sides = { readonly phone: string; readonly account: Account; readonly composer: Composer };

function deedsOf({ phone, account, composer }: Sides): Deeds {
  const does = (deed: string, message: Shown, more: Record<string, unknown> = {}): void =>
    attempt(
      act.does(phone, deed, { accountId: account.id, messageId: message.wamid, ...more }),
      composer.complain,
    );
  return {
    tap: (message, option) => does('tap', message, { option }),
    play: (message) => {
      if (message.from === 'business' && account.channel === 'whatsapp') does('play', message);
    },
    menu(message, place) {
      const own = message.from === 'customer';
      const mine = message.reactions.customer;
      const entries: Entry[] = [
        { words: 'Reply', run: () => composer.reply(message) },
        ...(own && message.text !== '' ? [{ words: 'Edit', run: () => composer.edit(message) }] : []),
        ...(own ? [{ words: 'Take back', run: () => does('unsend', message) }] : []),
        ...(mine === ''
          ? []
          : [{ words: 'Remove the reaction', run: () => does('react', message, { emoji: '' }) }]),
        { words: 'Copy its id', run: () => void navigator.clipboard.writeText(message.wamid) },
      ];
      const faces = emojis.map((emoji) =>
        h(
          'button',
          {
            ...{ type: 'button', role: 'menuitem', 'aria-label': `React with ${emoji}` },
            'aria-pressed': String(emoji === mine),
            onclick: (event) => {
              (event.currentTarget as HTMLElement).closest<HTMLElement>('[popover]')?.hidePopover();
              does('react', message, { emoji });
            },
          },
          emoji,
        ),
      );
      openPopup(place, entries, h('div', { class: 'faces' }, ...faces));
    },
  };
}

function timeline(messages: readonly Shown[], deeds: Deeds): HTMLElement[] {
  return messages.flatMap((message, index) => {
    const before = messages[index - 1];
    const isNewDay = before === undefined || dayOf(before.at) !== dayOf(message.at);
    const drawn = bubble(message, messages, deeds);
    return isNewDay ? [h('li', { class: 'day' }, dayOf(message.at)), drawn] : [drawn];
  });
}

function note({ online, name }: Customer, { waiting, chat }: Screen): string {
  const stopped = chat.stopped ? `${name} has stopped marketing messages.` : '';
  if (online) return stopped;
  const held = waiting === 0 ? '' : ` ${waiting} message${waiting === 1 ? ' waits' : 's wait'} at Meta.`;
  return `${name} is offline: nothing comes or goes.${held} ${stopped}`;
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
  const deeds = deedsOf({ phone, account, composer });
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
  // Pictures get their height late.
  new ResizeObserver(() => (scroller.scrollTop = scroller.scrollHeight)).observe(messages);
  let shownKey = '';
  return {
    root: h('div', { class: `chat ${account.channel}` }, head, scroller, offline, composer.root),
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
      fill(messages, ...timeline(screen.messages, deeds));
      scroller.scrollTop = scroller.scrollHeight;
    },
  };
}
