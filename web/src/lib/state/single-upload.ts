/** One file with a place of its own, such as above an interactive message: not among what is attached to a conversation. */
import type { FileType } from '#domain/content.ts';
import { isSignedOut, sentenceFor, type Uploaded } from '../api.ts';
import { upload } from '../live/upload.ts';
import type { Session } from './session.svelte.ts';

/** Puts it on the server. Answers what a draft names it by, or why it is not there. */
export async function uploadSingle(
  file: File,
  type: FileType,
  session: Pick<Session, 'leave'>,
): Promise<{ readonly uploaded: Uploaded } | { readonly sentence: string }> {
  const never = new AbortController().signal;
  const about = { id: crypto.randomUUID(), mime: file.type, name: file.name };
  const outcome = await upload({ ...about, file, type, onProgress: () => {}, signal: never });
  if (outcome.ok) return { uploaded: outcome.value };
  if (isSignedOut(outcome.failure)) session.leave();
  return { sentence: sentenceFor(outcome.failure) };
}
