/** Pieces of the page whose code comes after it, so that the first load stays light. */
import { backoff } from '../live/backoff.ts';
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

/** The pause before a piece is asked for again doubles no more often than that: it grows up to 4 s, for a line may be back any time. */
const doublings = 3;

/**
 * Brings pieces one after another while the browser has nothing else to do; one that does not come is asked for again after
 * the others, each time a little later. Returns how to stop.
 */
export function bringAhead(pieces: readonly Piece<unknown>[]): () => void {
  let stopped = false;
  let failures = 0;
  let cancel = (): void => {};
  const bring = ([piece, ...others]: readonly Piece<unknown>[]): void => {
    if (!piece || stopped) return;
    const later = (): void => {
      const pause = backoff(Math.min(failures, doublings), Math.random());
      const timer = setTimeout(() => bring([...others, piece]), pause);
      cancel = () => clearTimeout(timer);
      failures += 1;
    };
    cancel = whenIdle(() => void piece.load().then(() => bring(others), later));
  };
  bring(pieces);
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
