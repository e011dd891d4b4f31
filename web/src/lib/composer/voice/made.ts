/** What was recorded → the file that a channel takes. */
import { t } from '../../words/en-files.ts';
import type { VoiceFormat } from './format.ts';
import { oggOf } from './ogg.ts';
import { wavOf, wavRate } from './wav.ts';
import { opusTrack } from './webm.ts';

/** `seconds`: null where only whoever measured knows. */
export type Made = { readonly file: File; readonly seconds: number | null };

async function asOgg(recorded: Blob): Promise<{ parts: BlobPart[]; seconds: number } | null> {
  const track = opusTrack(new Uint8Array(await recorded.arrayBuffer()));
  const ogg = track && oggOf(track);
  return ogg && { parts: [...ogg.pages], seconds: ogg.seconds };
}

async function asWav(recorded: Blob): Promise<{ parts: BlobPart[]; seconds: number }> {
  const context = new OfflineAudioContext(1, 1, wavRate);
  const sound = await context.decodeAudioData(await recorded.arrayBuffer());
  return { parts: [wavOf(sound.getChannelData(0))], seconds: sound.duration };
}

/** The file of a voice note; null when the recording is none. */
export async function made(recorded: Blob, format: VoiceFormat): Promise<Made | null> {
  const { make, mime, end } = format;
  if (recorded.size === 0) return null;
  try {
    const sound = make === 'ogg' ? await asOgg(recorded) : make === 'wav' ? await asWav(recorded) : null;
    if (!sound && make !== 'same') return null;
    const file = new File(sound?.parts ?? [recorded], `${t('voice.name')}.${end}`, { type: mime });
    return { file, seconds: sound?.seconds ?? null };
  } catch {
    // The browser cannot read what it recorded itself: told as a broken recording.
    return null;
  }
}
