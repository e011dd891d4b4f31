/** A file that a customer sends. */
import type { Account, FileType } from '../control.ts';
import type { SaidFile } from '../phones/say-body.ts';
import { sampleKinds } from './samples.ts';
import { addSample, type Media } from './store.ts';

const day = 24 * 60 * 60 * 1000;
/** Meta keeps what customers send on WhatsApp for a week; elsewhere the address runs out first. */
const weeks = 7 * day;

/** An audio file on WhatsApp is never a WAV. */
function mimeOf(type: FileType, { channel }: Account): string {
  return type === 'audio' && channel === 'whatsapp' ? 'audio/ogg' : sampleKinds[type].mime;
}

function sampleOf(type: FileType, { channel }: Account): FileType {
  if (type === 'audio' && channel === 'whatsapp') return 'voice';
  // Elsewhere a voice note is an ordinary sound file.
  return type === 'voice' && channel !== 'whatsapp' ? 'audio' : type;
}

/** Makes the file that `file` describes. */
export async function makeFile(
  sql: SqlStorage,
  account: Account,
  { type, file }: { type: FileType; file: SaidFile },
): Promise<Media> {
  const sample = sampleOf(type, account);
  return addSample(sql, {
    accountId: account.id,
    type: sample,
    mime: file.mime ?? mimeOf(sample === 'audio' ? 'audio' : type, account),
    name: file.name ?? sampleKinds[sample].name,
    seed: file.seed ?? Math.floor(Math.random() * 1000),
    bytes: file.bytes,
    until: Date.now() + (file.gone ? -1 : weeks),
  });
}
