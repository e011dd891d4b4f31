/** The microphone: what it hears is recorded, and how loud it is. */
import { bitRate } from './format.ts';
import { levelOf } from './levels.ts';

export type Capture = {
  pause(): void;
  resume(): void;
  /** Lets the microphone go; what was recorded. */
  stop(): Promise<Blob>;
  /** How loud it is now, from 0 to 1. */
  level(): number;
};

/** Why there is nothing to record with. */
export type Hindrance = 'refused' | 'none' | 'busy' | 'unable';

/** Whether this browser records a MIME type. */
export function records(mime: string): boolean {
  return typeof MediaRecorder !== 'undefined' && MediaRecorder.isTypeSupported(mime);
}

const hindrances: Readonly<Record<string, Hindrance>> = {
  NotAllowedError: 'refused',
  SecurityError: 'refused',
  NotFoundError: 'none',
  OverconstrainedError: 'none',
  NotReadableError: 'busy',
  AbortError: 'busy',
};

/** What the browser's error means to a person. */
export function hindranceOf(failure: unknown): Hindrance {
  return (failure instanceof Error ? hindrances[failure.name] : undefined) ?? 'unable';
}

/** What was recorded comes in pieces of this length, in ms, so that a crash of the recorder costs no more. */
const piece = 1_000;

function closed(context: AudioContext, stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
  void context.close();
}

/**
 * Asks for the microphone and begins to record one channel of it. `onEnd`: it was pulled out.
 * @throws what `hindranceOf` understands
 */
export async function capture(mime: string, onEnd: () => void): Promise<Capture> {
  const wanted = { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  const stream = await navigator.mediaDevices.getUserMedia({ audio: wanted });
  const context = new AudioContext();
  // A page that was not touched yet makes no sound by itself, and would record none.
  await context.resume();
  const heard = new AnalyserNode(context, { fftSize: 2048 });
  // Some microphones have two channels whatever they are asked; a voice note has one.
  const mono = new MediaStreamAudioDestinationNode(context, {
    channelCount: 1,
    channelCountMode: 'explicit',
  });
  context.createMediaStreamSource(stream).connect(heard).connect(mono);
  const recorder = new MediaRecorder(mono.stream, { mimeType: mime, audioBitsPerSecond: bitRate });
  const pieces: Blob[] = [];
  const stopped = Promise.withResolvers<Blob>();
  recorder.ondataavailable = ({ data }) => pieces.push(data);
  recorder.onstop = () => {
    closed(context, stream);
    stopped.resolve(new Blob(pieces, { type: mime }));
  };
  for (const track of stream.getTracks()) track.onended = onEnd;
  const samples = new Float32Array(heard.fftSize);
  recorder.start(piece);
  return {
    pause: () => recorder.pause(),
    resume: () => recorder.resume(),
    stop: () => {
      if (recorder.state !== 'inactive') recorder.stop();
      return stopped.promise;
    },
    level: () => {
      heard.getFloatTimeDomainData(samples);
      return levelOf(samples);
    },
  };
}
