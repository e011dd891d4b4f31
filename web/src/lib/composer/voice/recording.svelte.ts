/** One voice note, from asking for the microphone to the file that can be sent. */
import type { Channel } from '#domain/channel.ts';
import type { FileType } from '#domain/content.ts';
import { capture, hindranceOf, records, type Capture } from './capture.ts';
import { formatFor, longest, type VoiceFormat } from './format.ts';
import { made, type Made } from './made.ts';

export type RecordingState = 'asking' | 'recording' | 'paused' | 'making' | 'ready' | 'refused';
/** Why it did not come to a voice note. */
export type Trouble = 'refused' | 'none' | 'busy' | 'unable' | 'broken' | 'empty';

export type RecordingTools = {
  readonly format: (channel: Channel) => VoiceFormat | null;
  readonly capture: (mime: string, onEnd: () => void) => Promise<Capture>;
  readonly made: (recorded: Blob, format: VoiceFormat) => Promise<Made | null>;
  /** The time in ms; only differences count. */
  readonly now: () => number;
};

const browser: RecordingTools = {
  format: (channel) => formatFor(channel, records),
  capture,
  made,
  now: () => performance.now(),
};

/** How often the level is taken and the time told, in ms. */
const beat = 100;
/** Shorter is a slip of the finger, in seconds. */
const shortest = 0.3;

export class Recording {
  readonly channel: Channel;
  state = $state<RecordingState>('asking');
  trouble = $state<Trouble | null>(null);
  /** How long it is so far. */
  seconds = $state(0);
  /** One for each beat, from 0 to 1. */
  levels = $state.raw<readonly number[]>([]);
  file = $state.raw<File | null>(null);
  /** Whether it ended because the channel takes no more. */
  full = $state(false);
  readonly #tools: RecordingTools;
  #format: VoiceFormat | null = null;
  #capture: Capture | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  /** Recorded before the last pause, in ms. */
  #before = 0;
  #since = 0;
  #given = false;

  constructor(channel: Channel, tools: RecordingTools = browser) {
    this.channel = channel;
    this.#tools = tools;
  }

  /** As what the file goes. */
  get type(): FileType {
    return this.#format?.type ?? 'voice';
  }

  /** How many seconds the channel takes. */
  get limit(): number {
    return this.#format ? longest(this.channel, this.#format) : 0;
  }

  /** Whether the microphone is on, or asked for. */
  get live(): boolean {
    return this.state === 'asking' || this.state === 'recording' || this.state === 'paused';
  }

  /** Asks for the microphone, and records as soon as it is there. */
  async begin(): Promise<void> {
    this.state = 'asking';
    this.trouble = null;
    this.#format = this.#tools.format(this.channel);
    if (!this.#format) return this.#refuse('unable');
    try {
      this.#capture = await this.#tools.capture(this.#format.record, () => void this.stop());
    } catch (failure) {
      return this.#refuse(hindranceOf(failure));
    }
    // Whoever asked may be gone by now.
    if (this.#given) return void (await this.#capture.stop());
    this.#run();
  }

  pause(): void {
    if (this.state !== 'recording') return;
    this.#capture?.pause();
    this.#rest();
    this.state = 'paused';
  }

  resume(): void {
    if (this.state !== 'paused') return;
    this.#capture?.resume();
    this.#run();
  }

  /** Ends it and makes the file. What is still being asked for is given up. */
  async stop(): Promise<void> {
    if (this.state === 'asking') this.#given = true;
    if (!this.#capture || (this.state !== 'recording' && this.state !== 'paused')) return;
    if (this.state === 'recording') this.#rest();
    this.state = 'making';
    const recorded = await this.#capture.stop();
    const done = this.#format && (await this.#tools.made(recorded, this.#format));
    if (!done) return this.#refuse(recorded.size === 0 ? 'empty' : 'broken');
    const seconds = done.seconds ?? this.seconds;
    if (seconds < shortest) return this.#refuse('empty');
    this.seconds = seconds;
    this.file = done.file;
    this.state = 'ready';
  }

  #refuse(trouble: Trouble): void {
    this.trouble = trouble;
    this.state = 'refused';
  }

  #run(): void {
    this.state = 'recording';
    this.#since = this.#tools.now();
    this.#timer = setInterval(() => this.#beat(), beat);
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#before += this.#tools.now() - this.#since;
    this.seconds = this.#before / 1000;
  }

  #beat(): void {
    this.seconds = (this.#before + this.#tools.now() - this.#since) / 1000;
    this.levels = [...this.levels, this.#capture?.level() ?? 0];
    if (this.seconds < this.limit) return;
    this.full = true;
    void this.stop();
  }
}
