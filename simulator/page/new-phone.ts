/** The dialog that adds a phone. */
import { act } from './api.ts';
import { h } from './dom.ts';
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
  await act.changeCustomer(phone, {
    name: textOf(form, 'name'),
    bsuid: text('bsuid'),
    username: text('username'),
    hidePhone: new FormData(form).has('hidePhone'),
  });
  document.body.dataset['view'] = 'phone';
  choose(phone);
}

/** Opens the dialog; it takes itself away when it is closed. */
export function openNewPhone(): void {
  const problem = h('p', { class: 'problem', role: 'alert' });
  const submit = (event: Event): void => {
    event.preventDefault();
    const added = add(form).then(() => dialog.close());
    attempt(added, (sentence) => (problem.textContent = sentence));
  };
  const form = h(
    'form',
    { onsubmit: submit },
    h('h2', { id: 'new-phone-title' }, 'Add a phone'),
    field('name', 'Name', { required: true, maxlength: 128 }),
    field('phone', 'Phone number, with country code', {
      ...{ required: true, type: 'tel', placeholder: '+55 11 98765 4321' },
      ...{ pattern: '\\+?[0-9 \\(\\)\\-]{5,25}', title: 'Digits, with the country code first' },
    }),
    field('username', 'Username (may be empty)', { placeholder: '@maria' }),
    field('bsuid', 'BSUID (may be empty)', { placeholder: 'BR.13491208655302741918' }),
    h(
      'label',
      { class: 'check' },
      h('input', { type: 'checkbox', name: 'hidePhone' }),
      'Hide the number: webhooks carry only the BSUID',
    ),
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
