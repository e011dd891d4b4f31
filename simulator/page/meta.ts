/** Right: Meta itself. The product it talks to, its habits, what the next sends meet, and the log. */
import type { Settings } from '../settings.ts';
import { act } from './api.ts';
import { h, toggle } from './dom.ts';
import { buildFaults } from './faults.ts';
import { buildLog } from './log.ts';
import { buildTemplates } from './templates.ts';
import { attempt, type Show } from './world.ts';

type Field = { readonly root: HTMLElement; readonly show: (settings: Settings) => void };

function say(sentence: string): void {
  const line = document.querySelector('#settings-problem');
  if (line) line.textContent = sentence;
}

function save(patch: Parameters<typeof act.set>[0]): void {
  say('');
  attempt(act.set(patch), say);
}

type TextField = {
  readonly read: (settings: Settings) => string;
  readonly write: (value: string) => void;
  readonly type?: string;
  readonly hint?: string;
};

/** A field that is saved when it is left or Enter is pressed; while it is being edited nothing overwrites it. */
function textField(words: string, { read, write, type = 'text', hint }: TextField): Field {
  let edited = false;
  const change = (): void => {
    edited = false;
    write(input.value);
  };
  const input = h('input', {
    ...{ type, placeholder: hint, autocomplete: 'off', spellcheck: 'false' },
    oninput: () => (edited = true),
    onchange: change,
  });
  return {
    root: h('label', { class: 'field' }, words, input),
    show(settings) {
      if (!edited) input.value = read(settings);
    },
  };
}

function numberField(
  words: string,
  read: (settings: Settings) => number | null,
  write: (value: number | null) => void,
): Field {
  return textField(words, {
    ...{ type: 'number', hint: 'none' },
    read: (settings) => String(read(settings) ?? ''),
    write: (value) => write(value === '' ? null : Number(value)),
  });
}

/** A number of the habits; an emptied field takes 0, which the simulator refuses where it must. */
function habit(words: string, name: 'repeat' | 'parallel' | 'batch' | 'gatherMs' | 'concurrency'): Field {
  return numberField(
    words,
    ({ habits }) => habits[name],
    (value) => save({ habits: { [name]: value ?? 0 } }),
  );
}

function delay(words: string, name: 'minMs' | 'maxMs'): Field {
  let now: Settings['habits']['delay'] = { minMs: 0, maxMs: 0 };
  const field = numberField(
    words,
    ({ habits }) => habits.delay[name],
    (value) => {
      const wanted = { ...now, [name]: value ?? 0 };
      // The other end gives way, so that the two can be typed in any order.
      const other =
        name === 'minMs'
          ? { maxMs: Math.max(wanted.maxMs, wanted.minMs) }
          : { minMs: Math.min(wanted.minMs, wanted.maxMs) };
      save({ habits: { delay: { ...wanted, ...other } } });
    },
  );
  return {
    root: field.root,
    show(settings) {
      now = settings.habits.delay;
      field.show(settings);
    },
  };
}

function switchField(
  words: string,
  read: (settings: Settings) => boolean,
  write: (on: boolean) => void,
): Field {
  const root = h('div', { class: 'wide' });
  let shown: boolean | null = null;
  return {
    root,
    show(settings) {
      const on = read(settings);
      if (on === shown) return;
      shown = on;
      const focused = root.contains(document.activeElement);
      const button = toggle(words, on, { key: words, change: write });
      root.replaceChildren(button);
      if (focused) button.focus();
    },
  };
}

/** Pair limits as Meta documents them: 45 at once, then one every six seconds. */
const metaPairRate = { burst: 45, refillMs: 6000 };

function habitFields(): Field[] {
  return [
    habit('Repeat each webhook', 'repeat'),
    habit('Copies at once', 'parallel'),
    habit('Batch up to', 'batch'),
    habit('Gather for, ms', 'gatherMs'),
    delay('Delay from, ms', 'minMs'),
    delay('Delay to, ms', 'maxMs'),
    numberField(
      'Between ticks, ms',
      (settings) => settings.statusGapMs,
      (value) => save({ statusGapMs: value ?? 0 }),
    ),
    habit('In flight at once', 'concurrency'),
    numberField(
      'Most sends per second',
      (settings) => settings.throughput,
      (throughput) => save({ throughput }),
    ),
    numberField(
      'First retry after, ms',
      (settings) => settings.retryBaseMs,
      (value) => save({ retryBaseMs: value ?? 0 }),
    ),
    switchField(
      'Out of order',
      ({ habits }) => habits.disorder,
      (disorder) => save({ habits: { disorder } }),
    ),
    switchField(
      'Repeat and batch by chance, up to these',
      ({ habits }) => habits.varied,
      (varied) => save({ habits: { varied } }),
    ),
    switchField(
      'Limit per customer (45 at once, then 1 in 6 s)',
      ({ pairRate }) => pairRate !== null,
      (on) => save({ pairRate: on ? metaPairRate : null }),
    ),
    switchField(
      'Closed window refuses at once (else it fails later)',
      ({ closedWindow }) => closedWindow === 'sync',
      (on) => save({ closedWindow: on ? 'sync' : 'async' }),
    ),
  ];
}

function productFields(): Field[] {
  return [
    textField('Webhook address', {
      type: 'url',
      read: ({ productUrl }) => productUrl,
      write: (productUrl) => save({ productUrl }),
    }),
    textField('App secret', {
      read: ({ appSecret }) => appSecret,
      write: (appSecret) => save({ appSecret }),
    }),
  ];
}

function buildHandshake(): HTMLElement {
  const token = h('input', {
    'aria-label': 'Verify token',
    placeholder: 'Verify token',
    autocomplete: 'off',
    spellcheck: 'false',
    required: true,
  });
  const result = h('p', { class: 'result', role: 'status' });
  const shake = async (): Promise<void> => {
    const { ok, status, text } = await act.handshake(token.value);
    const answer = status === 0 ? text : `${status} ${text.slice(0, 60)}`;
    result.textContent = ok ? 'The challenge came back.' : `The challenge did not come back: ${answer}`;
    result.classList.toggle('good', ok);
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    attempt(shake(), (sentence) => (result.textContent = sentence));
  };
  return h(
    'form',
    { class: 'row', onsubmit: submit },
    token,
    h('button', { class: 'plain' }, 'Check address'),
    result,
  );
}

function card(title: string, ...children: readonly HTMLElement[]): HTMLElement {
  return h('section', { class: 'card' }, h('h3', {}, title), ...children);
}

/** Builds the panel; the answered function shows it anew. */
export function buildMeta(root: HTMLElement): Show {
  const product = productFields();
  const habits = habitFields();
  const faults = buildFaults();
  const log = buildLog();
  const templates = buildTemplates();
  root.append(
    h('h2', { id: 'meta-title' }, 'Meta'),
    h('p', { id: 'settings-problem', class: 'problem', role: 'alert' }),
    card('Webhooks', log.root),
    card('The next sends meet', faults.root),
    card('Templates', templates.root),
    card('Habits', h('div', { class: 'grid' }, ...habits.map((field) => field.root))),
    card('The product', ...product.map((field) => field.root), buildHandshake()),
  );
  return ({ state }) => {
    for (const field of [...product, ...habits]) field.show(state.settings);
    faults.show(state.faults);
    log.show(state);
    templates.show(state);
  };
}
