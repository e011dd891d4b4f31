/** Puts the page together and keeps it up to date. */
import { watch } from './api.ts';
import { icon } from './dom.ts';
import { buildList } from './list.ts';
import { buildMeta } from './meta.ts';
import { buildPhone } from './phone.ts';
import { onChange, refresh } from './world.ts';

/** Countdowns and clocks move on even when nothing happens. */
const refreshMs = 20_000;

function part(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`index.html has no #${id}`);
  return found;
}

function buildViews(): void {
  for (const button of document.querySelectorAll<HTMLElement>('[data-to]')) {
    button.addEventListener('click', () => {
      document.body.dataset['view'] = button.dataset['to'] ?? 'phones';
      markView();
    });
  }
  new MutationObserver(markView).observe(document.body, { attributeFilter: ['data-view'] });
  markView();
}

function markView(): void {
  for (const button of document.querySelectorAll<HTMLElement>('[data-to]')) {
    button.setAttribute('aria-pressed', String(button.dataset['to'] === document.body.dataset['view']));
  }
}

function buildTheme(button: HTMLElement): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const stored = localStorage.getItem('theme');
  document.documentElement.dataset['theme'] = stored ?? (dark.matches ? 'dark' : 'light');
  button.append(icon('sun'));
  button.addEventListener('click', () => {
    const theme = document.documentElement.dataset['theme'] === 'dark' ? 'light' : 'dark';
    document.documentElement.dataset['theme'] = theme;
    localStorage.setItem('theme', theme);
  });
}

function showLive(up: boolean): void {
  const line = part('live');
  line.textContent = up ? 'Live' : 'The simulator does not answer. Start it; this page comes back by itself.';
  line.classList.toggle('broken', !up);
}

const showList = buildList(part('phones'));
onChange(({ state, customer }) => showList(state, customer));
onChange(buildPhone(part('phone')));
onChange(buildMeta(part('meta')));
buildViews();
buildTheme(part('theme'));
watch({ changed: refresh, live: showLive });
setInterval(refresh, refreshMs);
