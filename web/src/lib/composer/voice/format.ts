/** As what a voice note is recorded and sent: by what the browser records and what the channel takes. Pure. */
import type { Channel } from '#domain/channel.ts';
import type { FileType } from '#domain/content.ts';
import { fileLimits } from '#domain/limits.ts';
import { wavRate } from './wav.ts';

export type VoiceFormat = {
  /** What the browser is asked to record. */
  readonly record: string;
  /** What is made of that: the same sound as Ogg, sound anew as WAV, or nothing else. */
  readonly make: 'ogg' | 'wav' | 'same';
  readonly type: Extract<FileType, 'voice' | 'audio'>;
  readonly mime: string;
  readonly end: string;
};

/** Speech, in bits a second: WhatsApp shows two minutes of it as a voice note with its play mark (512 KB). */
export const bitRate = 32_000;

const webm = 'audio/webm;codecs=opus';
const ogg = 'audio/ogg;codecs=opus';
const mp4 = 'audio/mp4';

/**
 * WhatsApp wants Ogg Opus of a voice note and takes MP4 as audio; Messenger and Instagram have WAV and MP4 in common.
 * Null when the browser records nothing that can be sent.
 */
export function formatFor(channel: Channel, records: (mime: string) => boolean): VoiceFormat | null {
  const opus = [webm, ogg].find(records);
  const same = { make: 'same', mime: mp4, end: 'm4a' } as const;
  if (opus === undefined) {
    if (!records(mp4)) return null;
    return { record: mp4, ...same, type: channel === 'whatsapp' ? 'audio' : 'voice' };
  }
  if (channel !== 'whatsapp') {
    return { record: opus, make: 'wav', type: 'voice', mime: 'audio/wav', end: 'wav' };
  }
  return { record: opus, make: opus === webm ? 'ogg' : 'same', type: 'voice', mime: 'audio/ogg', end: 'ogg' };
}

/** How long a voice note may be, in seconds: what the channel takes of bytes, with some left for the wrapping. */
export function longest(channel: Channel, { type, make }: Pick<VoiceFormat, 'type' | 'make'>): number {
  const bytesPerSecond = make === 'wav' ? wavRate * 2 : (bitRate / 8) * 1.25;
  return Math.floor(fileLimits(channel, type).bytes / bytesPerSecond) - 1;
}
