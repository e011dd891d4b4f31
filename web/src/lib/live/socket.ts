/**
 * A socket that comes back: says hello on every open, notices a dead line, waits with jitter.
 * Knows nothing of frames. The factory and the timers are given, so tests run it without a network or a clock.
 */
import { closeCodes, ping, pong } from '#domain/frame.ts';
import { backoff } from './backoff.ts';

/** The part of a WebSocket that is used. */
export type Wire = {
  onopen: (() => void) | null;
  onmessage: ((text: string) => void) | null;
  onclose: ((code: number, reason: string) => void) | null;
  send(text: string): void;
  close(): void;
};
export type Timers = {
  set(run: () => void, delay: number): number;
  clear(id: number): void;
  random(): number;
};
export type LineState = 'idle' | 'connecting' | 'open' | 'waiting' | 'ended';
export type End = 'signed-out' | 'forbidden' | 'old-page' | 'moved';

export type SocketOptions = {
  readonly open: () => Wire;
  readonly timers: Timers;
  /** The first frame of every connection. */
  readonly hello: () => unknown;
  readonly onText: (text: string) => void;
  readonly onState: (state: LineState, tries: number) => void;
  /** The server said not to come back, and why; `reason` is where to go instead when it moved. */
  readonly onEnd: (why: End, reason: string) => void;
};

/** All in ms. */
const pingEvery = 25_000;
/** A ping that is not answered by then is sent once more; so nobody reads an old screen for much longer than half a minute. */
const answerWithin = 5_000;
/** Two pings without an answer. */
const deadAfter = 2;
/** How soon a line that is in doubt (after sleep, after offline) must answer, so that all is right 2 s after it (B-62). */
const doubtFor = 800;
const openWithin = 10_000;

const ends: Readonly<Record<number, End>> = {
  [closeCodes.signedOut]: 'signed-out',
  [closeCodes.forbidden]: 'forbidden',
  [closeCodes.badFrame]: 'old-page',
  [closeCodes.moved]: 'moved',
};

export class LiveSocket {
  readonly #options: SocketOptions;
  #wire: Wire | null = null;
  #state: LineState = 'idle';
  /** Connections in a row that brought no frame. */
  #tries = 0;
  #unanswered = 0;
  #retryTimer: number | null = null;
  #pingTimer: number | null = null;
  #patienceTimer: number | null = null;

  constructor(options: SocketOptions) {
    this.#options = options;
  }

  get state(): LineState {
    return this.#state;
  }

  start(): void {
    if (this.#state === 'idle') this.#connect();
  }

  /** Closes for good; `start` may be called again. */
  stop(): void {
    this.#drop();
    this.#tries = 0;
    this.#enter('idle');
  }

  /** The page woke up or the network came back: connect now, or make sure that the line still lives. */
  wake(): void {
    if (this.#state === 'waiting') {
      this.#tries = 0;
      this.#connect();
    } else if (this.#state === 'open') {
      this.#wire?.send(ping);
      this.#expect(doubtFor, () => this.#connect());
    }
  }

  /** Sends a frame; false when there is no open line, and then the next hello makes up for it. */
  send(frame: unknown): boolean {
    if (this.#state !== 'open' || !this.#wire) return false;
    this.#wire.send(JSON.stringify(frame));
    return true;
  }

  #connect(): void {
    this.#drop();
    this.#enter('connecting');
    const wire = this.#options.open();
    this.#wire = wire;
    wire.onopen = () => this.#opened(wire);
    wire.onmessage = (text) => this.#heard(text);
    wire.onclose = (code, reason) => this.#closed(code, reason);
    this.#expect(openWithin, () => this.#die());
  }

  #opened(wire: Wire): void {
    this.#patient();
    this.#unanswered = 0;
    wire.send(JSON.stringify(this.#options.hello()));
    this.#enter('open');
    this.#schedulePing();
  }

  #heard(text: string): void {
    this.#lives();
    this.#patient();
    if (text === pong) return;
    this.#tries = 0;
    this.#options.onText(text);
  }

  #closed(code: number, reason: string): void {
    this.#drop();
    const why = ends[code];
    if (why) {
      this.#enter('ended');
      this.#options.onEnd(why, reason);
      return;
    }
    this.#retry();
  }

  #retry(): void {
    const { timers } = this.#options;
    const delay = backoff(this.#tries, timers.random());
    this.#tries += 1;
    this.#enter('waiting');
    this.#retryTimer = timers.set(() => this.#connect(), delay);
  }

  #schedulePing(): void {
    const delay = this.#unanswered === 0 ? pingEvery : answerWithin;
    this.#pingTimer = this.#options.timers.set(() => {
      if (this.#unanswered >= deadAfter) {
        this.#die();
        return;
      }
      this.#unanswered += 1;
      this.#wire?.send(ping);
      this.#schedulePing();
    }, delay);
  }

  /** Something came: the next ping has time. */
  #lives(): void {
    if (this.#unanswered === 0) return;
    this.#unanswered = 0;
    if (this.#pingTimer !== null) this.#options.timers.clear(this.#pingTimer);
    this.#schedulePing();
  }

  /** Gives the line `delay` to say anything. */
  #expect(delay: number, otherwise: () => void): void {
    this.#patient();
    this.#patienceTimer = this.#options.timers.set(otherwise, delay);
  }

  #patient(): void {
    if (this.#patienceTimer !== null) this.#options.timers.clear(this.#patienceTimer);
    this.#patienceTimer = null;
  }

  #die(): void {
    this.#drop();
    this.#retry();
  }

  /** Lets go of the wire and of every timer, without telling anyone. */
  #drop(): void {
    this.#patient();
    const { timers } = this.#options;
    if (this.#retryTimer !== null) timers.clear(this.#retryTimer);
    if (this.#pingTimer !== null) timers.clear(this.#pingTimer);
    this.#retryTimer = null;
    this.#pingTimer = null;
    const wire = this.#wire;
    this.#wire = null;
    if (!wire) return;
    wire.onopen = null;
    wire.onmessage = null;
    wire.onclose = null;
    wire.close();
  }

  #enter(state: LineState): void {
    if (state === this.#state && state !== 'waiting') return;
    this.#state = state;
    this.#options.onState(state, this.#tries);
  }
}
