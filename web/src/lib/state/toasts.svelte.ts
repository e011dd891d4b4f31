/** Short notices about what just happened or was refused. */
export type ToastAction = { readonly label: string; readonly run: () => void };
export type Toast = { readonly id: number; readonly sentence: string; readonly action: ToastAction | null };

const shownFor = 8_000;

export class Toasts {
  items = $state.raw<readonly Toast[]>([]);
  #next = 1;

  /** Shows a sentence for a while; one with an action stays until it is closed. */
  show(sentence: string, action: ToastAction | null = null): void {
    if (this.items.some((item) => item.sentence === sentence)) return;
    const id = this.#next++;
    this.items = [...this.items.slice(-2), { id, sentence, action }];
    if (action === null) setTimeout(() => this.close(id), shownFor);
  }

  close(id: number): void {
    this.items = this.items.filter((item) => item.id !== id);
  }
}
