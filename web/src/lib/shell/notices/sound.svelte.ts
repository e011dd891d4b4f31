/** The sound of a notice: made here, short and soft. A browser lets a page sound only after a click or a key on it. */

/** Several at once are one sound. In ms. */
const rest = 3_000;
/** What the browser lets sound does so in this time. In ms. */
const patience = 200;
/** In seconds, from the beginning of the sound. */
const [second, end] = [0.12, 0.45];

function tone(context: AudioContext): void {
  const at = context.currentTime;
  const oscillator = new OscillatorNode(context, { type: 'sine', frequency: 784 });
  const gain = new GainNode(context, { gain: 0 });
  oscillator.frequency.setValueAtTime(1047, at + second);
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(0.12, at + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.0001, at + end);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + end);
}

class Sound {
  /** The browser kept the last one silent. */
  blocked = $state(false);
  #context: AudioContext | null = null;
  #lastAt = Number.NEGATIVE_INFINITY;

  /** Plays it, if the browser lets it; not again within a short while, unless `anyway`. */
  async play(anyway = false): Promise<void> {
    const now = performance.now();
    if (now - this.#lastAt < rest && !anyway) return;
    this.#lastAt = now;
    const context = await this.#running();
    this.blocked = context === null;
    if (context) tone(context);
  }

  /** Takes the first click or key on the page as leave to sound. Returns how to stop. */
  unlock(): () => void {
    const stop = new AbortController();
    const unlocked = (): void => {
      this.blocked = false;
      stop.abort();
    };
    const options = { capture: true, signal: stop.signal };
    for (const name of ['pointerdown', 'keydown']) window.addEventListener(name, unlocked, options);
    return () => stop.abort();
  }

  /** Null: the browser does not let it. */
  async #running(): Promise<AudioContext | null> {
    // Asked for too early, it would stay silent and complain in the console.
    if (!navigator.userActivation.hasBeenActive) return null;
    this.#context ??= new AudioContext();
    const late = new Promise((resolve) => setTimeout(resolve, patience));
    if (this.#context.state !== 'running') await Promise.race([this.#context.resume(), late]);
    return this.#context.state === 'running' ? this.#context : null;
  }
}

/** Of the page: a second one would sound at the same time. */
export const sound = new Sound();
