/** The line to write in as the customer, with what can be attached. */
import type { Account, Shown } from '../control.ts';
import { act } from './api.ts';
import { attachments } from './attachments.ts';
import { h, icon } from './dom.ts';
import { below, openPopup, type Entry } from './popup.ts';
import { attempt } from './world.ts';

/** What the next message does to another one. */
type Target = { readonly does: 'reply' | 'edit'; readonly message: Shown };

export type Composer = {
  readonly root: HTMLElement;
  readonly controls: readonly HTMLElement[];
  readonly reply: (message: Shown) => void;
  readonly edit: (message: Shown) => void;
  readonly complain: (sentence: string) => void;
};

/** The strip above the line that says which message is answered or edited. */
function buildAim(chosen: (target: Target | null) => void) {
  const root = h('div', { class: 'aim', hidden: true });
  const leave = h(
    'button',
    { type: 'button', class: 'round', 'aria-label': 'Do not', onclick: () => chosen(null) },
    icon('close'),
  );
  return {
    root,
    show(target: Target | null): void {
      root.hidden = target === null;
      if (target === null) return;
      const { does, message } = target;
      const words = message.text || `[${message.type}]`;
      root.replaceChildren(
        h('b', {}, does === 'reply' ? 'Reply to' : 'Edit'),
        h('span', { dir: 'auto' }, words),
        leave,
      );
    },
  };
}

/** A round button that stays pressed until the next message is sent. */
function buildAdSwitch() {
  const root = h(
    'button',
    {
      ...{ type: 'button', class: 'round', 'aria-pressed': 'false' },
      ...{ 'aria-label': 'The next message comes from an ad', title: 'The next message comes from an ad' },
      onclick: () => set(!isOn()),
    },
    icon('ad'),
  );
  const isOn = (): boolean => root.getAttribute('aria-pressed') === 'true';
  const set = (on: boolean): void => root.setAttribute('aria-pressed', String(on));
  return { root, isOn, set };
}

/** The clip, with a menu of everything else. */
function buildClip(entries: () => readonly Entry[]): HTMLElement {
  const root = h(
    'button',
    {
      ...{
        type: 'button',
        class: 'round',
        'aria-label': 'Send something else',
        title: 'Send something else',
      },
      ...{ 'aria-haspopup': 'menu', onclick: () => openPopup(below(root), entries()) },
    },
    icon('clip'),
  );
  return root;
}

/** What sending this text does. */
function deedOf(
  text: string,
  target: Target | null,
  fromAd: boolean,
): [deed: string, body: Record<string, unknown>] {
  if (target?.does === 'edit') return ['edit', { text, messageId: target.message.wamid }];
  if (fromAd) return ['ad', { text }];
  return ['say', { text, ...(target !== null && { replyTo: target.message.wamid }) }];
}

/** Builds the line; sending empties it and forgets the ad and the reply. */
export function buildComposer(phone: string, account: Account): Composer {
  let target: Target | null = null;
  const problem = h('p', { class: 'problem', role: 'alert' });
  const complain = (sentence: string): void => void (problem.textContent = sentence);
  const aim = buildAim((next) => setTarget(next));
  const ad = buildAdSwitch();
  const input = h('textarea', {
    ...{ rows: 1, dir: 'auto', placeholder: 'Write as the customer', 'data-key': 'compose' },
    'aria-label': `Message to ${account.name}`,
    onkeydown: (event) => onKey(event),
  });
  const attach = buildClip(() => entries());
  const send = h('button', { class: 'round main', 'aria-label': 'Send' }, icon('send'));
  const form = h(
    'form',
    { class: 'compose', onsubmit: (event) => submit(event) },
    attach,
    ad.root,
    input,
    send,
  );
  const does = (deed: string, body: Record<string, unknown>): Promise<unknown> =>
    act.does(phone, deed, { accountId: account.id, ...body });

  function entries(): Entry[] {
    return attachments
      .filter(({ only }) => only === undefined || only.includes(account.channel))
      .map(({ words, deed = 'say', body }) => ({
        words,
        run: () => attempt(does(deed, { ...body, ...replying(deed) }), complain),
      }));
  }
  function replying(deed: string): { replyTo?: string } {
    if (deed !== 'say' || target?.does !== 'reply') return {};
    const replyTo = target.message.wamid;
    setTarget(null);
    return { replyTo };
  }
  function setTarget(next: Target | null): void {
    target = next;
    aim.show(next);
    if (next === null) return;
    if (next.does === 'edit') input.value = next.message.text;
    input.focus();
  }
  function onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape' && target !== null) setTarget(null);
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  }
  function submit(event: Event): void {
    event.preventDefault();
    const text = input.value.trim();
    if (text === '') return;
    const [deed, body] = deedOf(text, target, ad.isOn());
    problem.textContent = '';
    input.value = '';
    ad.set(false);
    setTarget(null);
    attempt(does(deed, body), (sentence) => {
      complain(sentence);
      input.value = text;
    });
  }
  return {
    root: h('div', {}, problem, aim.root, form),
    controls: [input, attach, ad.root, send],
    reply: (message) => setTarget({ does: 'reply', message }),
    edit: (message) => setTarget({ does: 'edit', message }),
    complain,
  };
}
