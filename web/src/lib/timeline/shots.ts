/** Every picture and film of a conversation, in order, for the lightbox (B-29). Pure. */
import type { File } from '#domain/content.ts';
import type { Message } from '#domain/message.ts';
import { shotName, type Shot } from './overlay.svelte.ts';

export type Picture = Shot & { readonly name: string; readonly file: File; readonly message: Message };

const isLookedAt = (file: File): boolean =>
  (file.type === 'image' || file.type === 'video') && file.state === 'here';

function filesOf({ content }: Message): readonly { readonly file: File; readonly slot: Shot['slot'] }[] {
  if (content.kind === 'files') return content.files.map((file, slot) => ({ file, slot }));
  if (content.kind !== 'interactive' && content.kind !== 'template') return [];
  const header = content.headerFile ? [{ file: content.headerFile, slot: 'header' as const }] : [];
  const cards = content.kind === 'template' ? (content.cards ?? []) : [];
  return [
    ...header,
    ...cards.flatMap(({ file }, card) => (file ? [{ file, slot: `card-${card}` as const }] : [])),
  ];
}

function picturesOf(message: Message): Picture[] {
  const { id: messageId } = message;
  return filesOf(message)
    .filter(({ file }) => isLookedAt(file))
    .map(({ file, slot }) => ({ messageId, slot, name: shotName({ messageId, slot }), file, message }));
}

/** All that can be looked at in these messages, oldest first. */
export function picturesIn(messages: readonly Message[]): readonly Picture[] {
  return messages.flatMap(picturesOf);
}
