/**
 * A newer version of the page is on the server (B-68). It is told; and where nobody would notice, because nothing was
 * touched for a while and nothing is under way, the page takes it by itself.
 */
import { t } from '../words/t.ts';
import type { Toasts } from './toasts.svelte.ts';

type UpdateOptions = {
  readonly toasts: Pick<Toasts, 'show'>;
  /** Whether a reload would interrupt or lose something. */
  readonly busy: () => boolean;
  readonly reload: () => void;
};

/** In ms. */
const idleAfter = 5 * 60_000;
const lookEvery = 30_000;
const touches = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;

export class Update {
  readonly #options: UpdateOptions;
  #stop: (() => void) | null = null;

  constructor(options: UpdateOptions) {
    this.#options = options;
  }

  /** There is one. */
  found(): void {
    if (this.#stop) return;
    const { toasts, reload } = this.#options;
    toasts.show(t('app.update'), { label: t('app.reload'), run: reload });
    let touchedAt = Date.now();
    const touched = (): void => {
      touchedAt = Date.now();
    };
    for (const name of touches) window.addEventListener(name, touched, { passive: true });
    const timer = window.setInterval(() => {
      if (Date.now() - touchedAt >= idleAfter && !this.#options.busy()) reload();
    }, lookEvery);
    this.#stop = () => {
      window.clearInterval(timer);
      for (const name of touches) window.removeEventListener(name, touched);
    };
  }

  stop(): void {
    this.#stop?.();
    this.#stop = null;
  }
}
