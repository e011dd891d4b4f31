/** What an incoming message and an echo have in common on their way into the timeline. Pure. */
import type { Referral } from '#domain/message.ts';
import type { EchoEvent, FileSource, MessageEvent } from '../channels/channel.ts';
import type { Change } from './change.ts';
import type { StoredMessage } from './state.ts';

type Written = Omit<StoredMessage, 'rev' | 'seq' | 'at' | 'direction'>;

/** A referral whose picture will be ours. */
function withPicture(referral: Referral, sources: readonly FileSource[] = []): Referral {
  const ad = sources.some(({ slot }) => slot === 'ad');
  return ad ? { ...referral, image: { type: 'image', state: 'waiting' } } : referral;
}

/** Meta's id of the message that is answered, or its id here where ours is another. */
function quoted(change: Change, metaId: string): string {
  return change.byMetaId(metaId)?.id ?? metaId;
}

export function written(change: Change, event: MessageEvent | EchoEvent): Written {
  const { id, content, forwarded, story, referral, product, elsewhere, raw, quotes } = event;
  return {
    id,
    content,
    ...(quotes && { quotes: quoted(change, quotes) }),
    ...(forwarded && { forwarded }),
    ...(story && { story }),
    ...(referral && { referral: withPicture(referral, event.sources) }),
    ...(product && { product }),
    ...(elsewhere && { elsewhere }),
    ...(raw && { raw }),
  };
}

/** The files of a message are fetched once it is stored. */
export function fetchFiles(change: Change, messageId: string, sources: readonly FileSource[] = []): void {
  for (const source of sources) change.fetch.push({ messageId, source, attempt: 0, dueAt: change.now });
}
