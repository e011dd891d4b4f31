/** How the lines to the server are doing, as one word. Short trouble is nobody's business. */
import type { LineState } from '../live/socket.ts';

export type Shown = 'starting' | 'live' | 'connecting' | 'offline' | 'catching-up';

const patience = 2_000;

export class Connection {
  /** Whether this device has a network at all. */
  online = $state(true);
  #catchingUp = $state(false);
  #trouble = $state(false);
  #everOpen = $state(false);
  /** Whether a person was told of trouble since all was well. */
  #told = false;
  readonly #lines = new Map<string, LineState>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  readonly shown = $derived.by<Shown>(() => {
    if (!this.online) return 'offline';
    if (this.#trouble) return 'connecting';
    if (this.#catchingUp) return 'catching-up';
    return this.#everOpen ? 'live' : 'starting';
  });

  /** A line changed its state. */
  report(line: string, state: LineState): void {
    if (state === 'idle' || state === 'ended') this.#lines.delete(line);
    else this.#lines.set(line, state);
    const states = [...this.#lines.values()];
    const well = states.every((one) => one === 'open');
    if (well && states.length > 0) this.#everOpen = true;
    if (!well) {
      this.#timer ??= setTimeout(() => {
        this.#trouble = true;
        this.#told = true;
      }, patience);
      return;
    }
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#trouble = false;
  }

  /** The device found or lost its network. */
  setOnline(online: boolean): void {
    this.online = online;
    if (!online) this.#told = true;
  }

  /** The list is, or is no longer, being fetched again; of interest only after trouble. */
  catchUp(busy: boolean): void {
    this.#catchingUp = busy && this.#told;
    if (!busy) this.#told = false;
  }
}
