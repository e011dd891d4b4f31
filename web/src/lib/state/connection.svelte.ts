/** How the lines to the server are doing, as one word. Short trouble is nobody's business (B-65). */
import type { LineState } from '../live/socket.ts';

export type Shown = 'starting' | 'live' | 'connecting' | 'offline' | 'catching-up';

/** In ms. */
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
  /** How many conversations changed while the lines were down, as far as it is known while they are fetched. */
  missed = $state(0);
  readonly shown = $derived.by<Shown>(() => {
    if (this.#trouble) return this.online ? 'connecting' : 'offline';
    if (this.#catchingUp) return 'catching-up';
    return this.#everOpen ? 'live' : 'starting';
  });

  /** A line changed its state. */
  report(line: string, state: LineState): void {
    if (state === 'idle' || state === 'ended') this.#lines.delete(line);
    else this.#lines.set(line, state);
    this.#look();
  }

  /** The device found or lost its network. */
  setOnline(online: boolean): void {
    this.online = online;
    this.#look();
  }

  /** The list is, or is no longer, being fetched again; of interest only after trouble. So many more changed meanwhile. */
  catchUp(busy: boolean, missed: number): void {
    this.#catchingUp = busy && this.#told;
    this.missed = busy ? this.missed + missed : 0;
    if (!busy) this.#told = false;
  }

  #look(): void {
    const states = [...this.#lines.values()];
    const well = this.online && states.every((one) => one === 'open');
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
}
