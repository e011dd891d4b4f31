/** Pieces of the page whose code comes after it, so that the first load stays light. */
import { t } from '../words/t.ts';
import type { Toasts } from './toasts.svelte.ts';

/** One such piece: fetched while the browser rests, or at its first use. */
export class Piece<Content> {
  #now = $state.raw<Content | null>(null);
  #coming: Promise<Content> | null = null;
  readonly #fetch: () => Promise<Content>;

  constructor(fetch: () => Promise<Content>) {
    this.#fetch = fetch;
  }

  /** Null until it has come. */
  get now(): Content | null {
    return this.#now;
  }

  /** Brings it, if it is not here or on its way. Rejects when it cannot be had; the next call tries again. */
  load(): Promise<Content> {
    this.#coming ??= this.#bring();
    return this.#coming;
  }

  async #bring(): Promise<Content> {
    try {
      this.#now = await this.#fetch();
      return this.#now;
    } catch (error) {
      this.#coming = null;
      throw error;
    }
  }
}

/** Browsers without an idle time of their own are given so long to draw the page. In ms. */
const drawsFor = 300;

function whenIdle(run: () => void): () => void {
  if (typeof requestIdleCallback === 'function') {
    const id = requestIdleCallback(run);
    return () => cancelIdleCallback(id);
  }
  const id = setTimeout(run, drawsFor);
  return () => clearTimeout(id);
}

/** Brings pieces one after another while the browser has nothing else to do. Returns how to stop. */
export function bringAhead(pieces: readonly Piece<unknown>[]): () => void {
  let stopped = false;
  let cancel = (): void => {};
  const bring = (at: number): void => {
    const piece = pieces[at];
    if (!piece || stopped) return;
    cancel = whenIdle(() => {
      const on = (): void => bring(at + 1);
      // What does not come now is asked for again, and told, when somebody needs it.
      piece.load().then(on, on);
    });
  };
  bring(0);
  return () => {
    stopped = true;
    cancel();
  };
}

/** Brings a piece that somebody needs now; one that cannot be had is told. */
export async function bring(piece: Piece<unknown>, toasts: Pick<Toasts, 'show'>): Promise<void> {
  try {
    await piece.load();
  } catch {
    toasts.show(t('error.unreachable'));
  }
}
