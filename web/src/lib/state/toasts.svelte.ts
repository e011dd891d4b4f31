/** Short notices about what just happened or was refused. */
export type ToastAction = { readonly label: string; readonly run: () => void };
export type Toast = { readonly id: number; readonly sentence: string; readonly action: ToastAction | null };

/** How long one is shown; an offer to undo as well (B-13). In ms. */
const shownFor = 8_000;

type Countdown = { readonly left: number; readonly since: number; readonly timer: Timer };
type Timer = ReturnType<typeof setTimeout>;

export class Toasts {
  items = $state.raw<readonly Toast[]>([]);
  #next = 1;
  readonly #countdowns = new Map<number, Countdown>();

  /** Shows a sentence for a while; one with an action stays until it is closed, unless it is `passing`. Answers its id. */
  show(sentence: string, action: ToastAction | null = null, passing = action === null): number {
    const same = this.items.find((item) => item.sentence === sentence && item.action === null);
    if (same && action === null) return same.id;
    const id = this.#next++;
    const kept = this.items.filter((item) => item.sentence !== sentence);
    this.items = [...kept.slice(-2), { id, sentence, action }];
    if (passing) this.#count(id, shownFor);
    return id;
  }

  /** The pointer or the focus is on it: its time stands still (B-13). */
  hold(id: number): void {
    const countdown = this.#countdowns.get(id);
    if (!countdown) return;
    clearTimeout(countdown.timer);
    const left = Math.max(0, countdown.left - (performance.now() - countdown.since));
    this.#countdowns.set(id, { ...countdown, left, since: Number.POSITIVE_INFINITY });
  }

  /** Its time goes on. */
  release(id: number): void {
    const countdown = this.#countdowns.get(id);
    if (countdown && countdown.since === Number.POSITIVE_INFINITY) this.#count(id, countdown.left);
  }

  close(id: number): void {
    clearTimeout(this.#countdowns.get(id)?.timer);
    this.#countdowns.delete(id);
    this.items = this.items.filter((item) => item.id !== id);
  }

  #count(id: number, left: number): void {
    const timer = setTimeout(() => this.close(id), left);
    this.#countdowns.set(id, { left, since: performance.now(), timer });
  }
}
