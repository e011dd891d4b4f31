/** The dialog that adds a phone. */
import { channels, type Channel } from '../control.ts';
import { act } from './api.ts';
import { h } from './dom.ts';
import { channelNames } from './words.ts';
import { attempt, choose } from './world.ts';

function field(name: string, words: string, more: Record<string, unknown> = {}): HTMLElement {
  return h('label', { class: 'field' }, words, h('input', { name, autocomplete: 'off', ...more }));
}

function textOf(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name);
  return typeof value === 'string' ? value.trim() : '';
}

async function add(form: HTMLFormElement): Promise<void> {
  const phone = textOf(form, 'phone').replaceAll(/\D/g, '');
  const text = (name: string) => textOf(form, name) || null;
  const channel = textOf(form, 'channel');
  const whatsapp = { bsuid: text('bsuid'), hidePhone: new FormData(form).has('hidePhone') };
  await act.changeCustomer(phone, {
    ...{ channel, name: textOf(form, 'name'), username: text('username') },
    ...(channel === 'whatsapp' && whatsapp),
  });
  document.body.dataset['view'] = 'phone';
  choose(phone);
}

/** What the number is called on each channel. */
const idWords: Readonly<Record<Channel, string>> = {
  whatsapp: 'Phone number, with country code',
  messenger: 'PSID, digits',
  instagram: 'IGSID, digits',
};

function channelField(changed: (channel: Channel) => void): HTMLElement {
  const select = h(
    'select',
    { name: 'channel', onchange: () => changed(channels.find((one) => one === select.value) ?? 'whatsapp') },
    ...channels.map((channel) => h('option', { value: channel }, channelNames[channel])),
  );
  return h('label', { class: 'field' }, 'Channel', select);
}

/** Opens the dialog; it takes itself away when it is closed. */
export function openNewPhone(): void {
  const problem = h('p', { class: 'problem', role: 'alert' });
  const submit = (event: Event): void => {
    event.preventDefault();
    const added = add(form).then(() => dialog.close());
    attempt(added, (sentence) => (problem.textContent = sentence));
  };
  const idWord = h('span', {}, idWords.whatsapp);
  const number = h('input', {
    ...{
      name: 'phone',
      autocomplete: 'off',
      required: true,
      type: 'tel',
      placeholder: '+55 11 98765 4321',
    },
    ...{
      pattern: '\\+?[0-9 \\(\\)\\-]{5,25}',
      title: 'Digits; a phone number with the country code first',
    },
  });
  const onlyWhatsapp = h(
    'div',
    { class: 'only' },
    field('bsuid', 'BSUID (may be empty)', { placeholder: 'BR.13491208655302741918' }),
    h(
      'label',
      { class: 'check' },
      h('input', { type: 'checkbox', name: 'hidePhone' }),
      'Hide the number: webhooks carry only the BSUID',
    ),
  );
  const form = h(
    'form',
    { onsubmit: submit },
    h('h2', { id: 'new-phone-title' }, 'Add a phone'),
    channelField((channel) => {
      idWord.textContent = idWords[channel];
      number.placeholder = channel === 'whatsapp' ? '+55 11 98765 4321' : '7241090046180101';
      onlyWhatsapp.hidden = channel !== 'whatsapp';
    }),
    field('name', 'Name', { required: true, maxlength: 128 }),
    h('label', { class: 'field' }, idWord, number),
    field('username', 'Username (may be empty)', { placeholder: '@maria' }),
    onlyWhatsapp,
    problem,
    h(
      'div',
      { class: 'ends' },
      h('button', { type: 'button', class: 'plain', onclick: () => dialog.close() }, 'Cancel'),
      h('button', { class: 'main' }, 'Add the phone'),
    ),
  );
  const dialog = h('dialog', { 'aria-labelledby': 'new-phone-title', onclose: () => dialog.remove() }, form);
  document.body.append(dialog);
  dialog.showModal();
}
