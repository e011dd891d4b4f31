/**
 * The server's time. This device's clock may be wrong by hours, so only its steady counter is used, and every answer
 * and frame sets it right. Countdowns read `now`; one shared tick moves them all.
 */
import { createSubscriber } from 'svelte/reactivity';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const slowTick = 15 * second;
/** Two clocks of one device that differ by more than this mean sleep, or a clock that was set. */
const jump = 2 * second;

export type ClockSources = {
  /** Counts milliseconds evenly, from anywhere. */
  readonly steady: () => number;
  /** This device's idea of the time, wrong or not. */
  readonly wall: () => number;
};

const deviceClocks: ClockSources = { steady: () => performance.now(), wall: () => Date.now() };

export class Clock {
  readonly #sources: ClockSources;
  readonly #subscribe: () => void;
  readonly #deadlines = new Map<symbol, number>();
  /** Server time minus the steady counter. */
  #offset: number;
  /** Wall clock minus the steady counter, to notice sleep. */
  #drift: number;
  #update: (() => void) | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #minute = $derived.by(() => Math.floor(this.now / minute) * minute);
  /** How long this device slept (ms), or its clock was set on, since the server last told the time; null: neither. */
  #doubt: number | null = null;
  /** Whether the last answer was of a time far before ours. */
  #farBack = false;
  /** Called when this device slept or its clock was set: the server's time is in doubt. */
  onDoubt: () => void = () => {};

  constructor(now: number, sources: ClockSources = deviceClocks) {
    this.#sources = sources;
    this.#offset = now - sources.steady();
    this.#drift = sources.wall() - sources.steady();
    this.#subscribe = createSubscriber((update) => {
      this.#update = update;
      this.#schedule();
      return () => {
        if (this.#timer !== null) clearTimeout(this.#timer);
        this.#timer = null;
        this.#update = null;
      };
    });
  }

  /** Server time in ms; whoever reads it is run again with every tick. */
  get now(): number {
    this.#subscribe();
    return this.read();
  }

  /** The minute that `now` is in: for what does not care about seconds. */
  get minute(): number {
    return this.#minute;
  }

  /** Server time in ms, just this once. */
  read(): number {
    return Math.round(this.#sources.steady() + this.#offset);
  }

  /**
   * The server said that it is `now`. Of samples that agree, the one that travelled least wins. One that lies far back may
   * only have waited long on this device: it counts when the server, asked again, says the same.
   */
  sync(now: number): void {
    const off = now - this.#sources.steady() - this.#offset;
    const isFarBack = off < -jump;
    const counts = off > 0 || (isFarBack && this.#farBack);
    this.#farBack = isFarBack && !counts;
    if (this.#farBack) {
      this.onDoubt();
      return;
    }
    this.#doubt = null;
    if (counts) this.#offset += off;
    if (Math.abs(off) > jump) this.tick();
  }

  /** Nobody could be asked after a sleep: then this device's own clock says best how long it was. */
  believe(): void {
    if (this.#doubt === null || this.#doubt <= 0) return;
    this.#offset += this.#doubt;
    this.#doubt = null;
    this.#update?.();
    this.#schedule();
  }

  /** Ticks every second while `at` is less than an hour ahead. Returns how to stop. */
  watch(at: number | null): () => void {
    if (at === null) return () => {};
    const key = Symbol();
    this.#deadlines.set(key, at);
    this.#schedule();
    return () => this.#deadlines.delete(key);
  }

  /** Looks at the time now; for when the page comes back to the front. */
  tick(): void {
    const drift = this.#sources.wall() - this.#sources.steady();
    const slept = drift - this.#drift;
    this.#drift = drift;
    if (Math.abs(slept) > jump) {
      this.#doubt = (this.#doubt ?? 0) + slept;
      this.onDoubt();
    }
    this.#update?.();
    this.#schedule();
  }

  #schedule(): void {
    if (!this.#update) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.tick(), this.#delay());
  }

  /** Ticks fall just after a whole second of the server, where windows end. */
  #delay(): number {
    const now = this.read();
    const toSecond = second - (now % second) + 1;
    const ahead = [...this.#deadlines.values()].map((at) => at - now).filter((left) => left > 0);
    const nearest = Math.min(...ahead);
    if (nearest <= hour) return toSecond;
    return Math.min(slowTick, nearest - hour) + (toSecond % second);
  }
}
