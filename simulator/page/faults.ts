/** What the next sends meet: a list of buttons, and what waits. */
import type { WaitingFault } from '../graph/fault.ts';
import { act } from './api.ts';
import { fill, h } from './dom.ts';
import { attempt } from './world.ts';

const choices: readonly (readonly [string, Record<string, unknown>])[] = [
  ['Not on WhatsApp (131026)', { kind: 'error', code: 131026, details: 'Message undeliverable.' }],
  ['Too fast (429, 130429)', { kind: 'error', code: 130429, retryAfterSeconds: 3, details: 'Slow down.' }],
  ['Meta’s trouble (500, 131000)', { kind: 'error', code: 131000, details: 'Something went wrong.' }],
  ['Limit of the channel', { kind: 'limited' }],
  ['Token expired (190)', { kind: 'expired' }],
  ['Account restricted', { kind: 'restricted' }],
  [
    'Window closed (10/2018278)',
    { kind: 'error', code: 10, subcode: 2018278, details: 'This message is sent outside of allowed window.' },
  ],
  ['Upload refused (503)', { kind: 'http', status: 503, meets: 'upload' }],
  ['Download fails (500)', { kind: 'http', status: 500, meets: 'download' }],
  ['Templates: too often (80007)', { kind: 'error', code: 80007, meets: 'templates' }],
  ['Templates: no answer (503)', { kind: 'http', status: 503, meets: 'templates' }],
  [
    'Payment problem (131042)',
    { kind: 'error', code: 131042, details: 'There is a problem with the payment method.' },
  ],
  ['Bare 502', { kind: 'http', status: 502 }],
  ['Silence, not accepted', { kind: 'silence', accepted: false }],
  ['Silence, accepted', { kind: 'silence', accepted: true }],
  ['Accepted, answer after 20 s', { kind: 'silence', accepted: true, seconds: 20 }],
  ['Connection breaks, not accepted', { kind: 'reset', accepted: false }],
  ['Connection breaks, accepted', { kind: 'reset', accepted: true }],
  ['Slow by 3 s', { kind: 'slow', ms: 3000 }],
  ['Accepted, fails later (131049)', { kind: 'failed', code: 131049 }],
];

function nameOf(fault: WaitingFault): string {
  const same = ([, choice]: (typeof choices)[number]) =>
    Object.entries(choice).every(([key, value]) => (fault as Record<string, unknown>)[key] === value);
  const known = choices.findLast(same);
  if (known !== undefined) return known[0];
  return 'code' in fault ? `${fault.kind} ${fault.code}` : fault.kind;
}

function line(fault: WaitingFault): HTMLElement {
  const often =
    fault.remaining === 'all' ? 'every time' : fault.remaining === 1 ? 'once' : `${fault.remaining} times`;
  return h('li', {}, nameOf(fault), h('span', { class: 'often' }, often));
}

/** Builds the buttons and the list of what waits. */
export function buildFaults(): { root: HTMLElement; show: (faults: readonly WaitingFault[]) => void } {
  const times = h(
    'select',
    {},
    ...[
      ['1', 'once'],
      ['3', 'three times'],
      ['all', 'every time'],
    ].map(([value = '', words]) => h('option', { value }, words)),
  );
  const add = (fault: Record<string, unknown>): void =>
    attempt(act.addFault({ ...fault, times: times.value === 'all' ? 'all' : Number(times.value) }));
  const buttons = choices.map(([words, fault]) =>
    h('button', { type: 'button', class: 'chip', onclick: () => add(fault) }, words),
  );
  const waiting = h('ol', { class: 'waiting' });
  const clear = h(
    'button',
    { type: 'button', class: 'plain', onclick: () => attempt(act.dropFaults()) },
    'Clear',
  );
  const root = h(
    'div',
    {},
    h('div', { class: 'row' }, waiting, clear),
    h('div', { class: 'row choices' }, h('label', {}, 'Add, to be met ', times), ...buttons),
  );
  return {
    root,
    show(faults) {
      clear.hidden = faults.length === 0;
      const none = h('li', { class: 'none' }, 'An ordinary answer.');
      fill(waiting, ...(faults.length === 0 ? [none] : faults.map(line)));
    },
  };
}
