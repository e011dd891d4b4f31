/** Every picture and film of a conversation, in order, for the lightbox (B-29). Pure. */
import type { File } from '#domain/content.ts';
import type { Message } from '#domain/message.ts';
import { shotName, type Shot } from './overlay.svelte.ts';

export type Picture = Shot & { readonly name: string; readonly file: File; readonly message: Message };

const isLookedAt = (file: File): boolean =>
  (file.type === 'image' || file.type === 'video') && file.state === 'here';

function picturesOf(message: Message): Picture[] {
  const { content, id: messageId } = message;
  if (content.kind === 'files')
    return content.files.flatMap((file, slot) =>
      isLookedAt(file) ? [{ messageId, slot, name: shotName({ messageId, slot }), file, message }] : [],
    );
  const header =
    content.kind === 'interactive' || content.kind === 'template' ? content.headerFile : undefined;
  if (!header || !isLookedAt(header)) return [];
  const slot = 'header';
  return [{ messageId, slot, name: shotName({ messageId, slot }), file: header, message }];
}

/** All that can be looked at in these messages, oldest first. */
export function picturesIn(messages: readonly Message[]): readonly Picture[] {
  return messages.flatMap(picturesOf);
}
