/** Of all tabs of a person in this browser one speaks for them: it alone makes sounds and shows notifications (B-66). */
import type { Turn } from '../live/alone.ts';

export class Speaker {
  /** Whether it is this tab. */
  speaks = $state(false);
  readonly #turn: Turn;
  readonly #name: string;

  constructor(turn: Turn, personId: string) {
    this.#turn = turn;
    this.#name = `casement:speaker:${personId}`;
  }

  /** Speaks as soon as no other tab does. Returns how to stop. */
  start(): () => void {
    const stop = this.#turn(this.#name, () => (this.speaks = true));
    return () => {
      this.speaks = false;
      stop();
    };
  }
}
