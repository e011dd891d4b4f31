/**
 * What is listened to: one sound element for the whole page, so that only one plays and none stops because its bubble was
 * scrolled away; where each recording stands, how it looks, how fast all of them play (B-30).
 */
import { tick } from 'svelte';
import { bytesAt } from '../api.ts';
import { peaksOf } from './peaks.ts';

export const rates = [1, 1.5, 2] as const;
export type Rate = (typeof rates)[number];

/** Larger ones are not fetched for their looks alone. In bytes. */
const smallEnough = 1_500_000;
/** Enough for a waveform, and light. In Hz. */
const sampleRate = 8000;
/** So many files are looked at for their waveform at the same time. */
const atOnce = 2;
/** The slider's own: nobody comes closer to an end by it. In seconds. */
const step = 0.1;

export class Recording {
  readonly address: string;
  /** In seconds. */
  at = $state(0);
  /** In seconds; 0 while nobody knows. */
  length = $state(0);
  playing = $state(false);
  /** The browser cannot play it, or it cannot be had. */
  broken = $state(false);
  heard = $state(false);
  /** From 0 to 1; null until they are known. */
  peaks = $state.raw<readonly number[] | null>(null);
  /** Whether somebody has looked, or looks, how it is. */
  examined = false;

  constructor(address: string) {
    this.address = address;
  }
}

export class Voices {
  rate = $state<Rate>(1);
  /** Which recording is to follow by itself; null for none. */
  after: (address: string) => string | null = () => null;
  readonly #recordings = new Map<string, Recording>();
  readonly #waiting: (() => Promise<void>)[] = [];
  #examining = 0;
  #audio: HTMLAudioElement | null = null;
  #current: Recording | null = null;

  recording(address: string): Recording {
    const known = this.#recordings.get(address);
    if (known) return known;
    const fresh = new Recording(address);
    this.#recordings.set(address, fresh);
    return fresh;
  }

  toggle(recording: Recording): void {
    if (recording.playing) this.#element().pause();
    else this.play(recording);
  }

  play(recording: Recording): void {
    const audio = this.#element();
    if (this.#current !== recording) {
      audio.pause();
      if (this.#current) this.#current.playing = false;
      this.#current = recording;
      audio.src = recording.address;
    }
    if (recording.length > 0 && recording.at >= recording.length - 0.05) recording.at = 0;
    audio.currentTime = recording.at;
    audio.playbackRate = this.rate;
    recording.heard = true;
    // What cannot be played is told by the element's own error.
    audio.play().catch(() => (recording.playing = false));
  }

  /** Goes to a place, in seconds. */
  seek(recording: Recording, to: number): void {
    recording.at = Math.max(0, Math.min(to, recording.length));
    if (this.#current !== recording) return;
    const audio = this.#element();
    const over = !audio.paused && recording.length > 0 && recording.at > recording.length - step;
    audio.currentTime = over ? 0 : recording.at;
    // A browser that has not begun yet says nothing of an end that it is put to.
    if (!over) return;
    audio.pause();
    // Or the slider, which stands at the end, would not be told of the beginning.
    void tick().then(() => this.#ended(recording));
  }

  /** Slower after the fastest. */
  faster(): void {
    this.rate = rates[(rates.indexOf(this.rate) + 1) % rates.length] ?? 1;
    if (this.#audio) this.#audio.playbackRate = this.rate;
  }

  /** Something else sounds now. Where each stands is kept. */
  hush(): void {
    this.#audio?.pause();
  }

  /** Finds out how long it is and how it looks, if it is small; once. */
  examine(recording: Recording, bytes: number | undefined): void {
    if (recording.examined) return;
    recording.examined = true;
    // What was recorded here a moment ago lies in this page, where no request reaches.
    const small = bytes !== undefined && bytes <= smallEnough && !recording.address.startsWith('blob:');
    this.#waiting.push(() => (small ? this.#look(recording) : this.#measure(recording)));
    void this.#next();
  }

  async #next(): Promise<void> {
    const job = this.#examining < atOnce ? this.#waiting.shift() : undefined;
    if (!job) return;
    this.#examining += 1;
    await job();
    this.#examining -= 1;
    void this.#next();
  }

  async #look(recording: Recording): Promise<void> {
    const bytes = await bytesAt(recording.address);
    const sound = bytes && (await decoded(bytes));
    // It may still be playable; a plain bar stands for it.
    if (!sound) return this.#measure(recording);
    recording.length = sound.duration;
    recording.peaks = peaksOf(sound.getChannelData(0));
  }

  #measure(recording: Recording): Promise<void> {
    return new Promise((resolve) => {
      const probe = new Audio();
      const done = (): void => {
        probe.removeAttribute('src');
        resolve();
      };
      probe.preload = 'metadata';
      probe.onloadedmetadata = () => {
        if (Number.isFinite(probe.duration)) recording.length = probe.duration;
        done();
      };
      probe.onerror = () => {
        recording.broken = true;
        done();
      };
      probe.src = recording.address;
    });
  }

  #element(): HTMLAudioElement {
    this.#audio ??= this.#make();
    return this.#audio;
  }

  #make(): HTMLAudioElement {
    const audio = new Audio();
    const current = (run: (recording: Recording) => void) => () => {
      if (this.#current) run(this.#current);
    };
    audio.onplaying = current((one) => (one.playing = true));
    audio.onpause = current((one) => (one.playing = false));
    audio.ontimeupdate = current((one) => {
      if (!audio.seeking) one.at = audio.currentTime;
    });
    audio.ondurationchange = current((one) => {
      if (Number.isFinite(audio.duration)) one.length = audio.duration;
    });
    audio.onerror = current((one) => (one.broken = true));
    audio.onended = current((one) => this.#ended(one));
    return audio;
  }

  #ended(recording: Recording): void {
    recording.playing = false;
    recording.at = 0;
    const next = this.after(recording.address);
    if (next !== null) this.play(this.recording(next));
  }
}

const voicesByDesk = new WeakMap<object, Voices>();

/** Those of a desk: it does without them until there is something to listen to. */
export function voicesOf(desk: object): Voices {
  const known = voicesByDesk.get(desk) ?? new Voices();
  voicesByDesk.set(desk, known);
  return known;
}

async function decoded(bytes: ArrayBuffer): Promise<AudioBuffer | null> {
  try {
    return await new OfflineAudioContext(1, 1, sampleRate).decodeAudioData(bytes);
  } catch {
    return null;
  }
}
