/** Which recording follows by itself: the customer's next one that nobody here has listened to (B-30). Pure. */
import type { Message } from '#domain/message.ts';

/** `null` when none follows. `addressOf`: where a file is; `isHeard`: whether it was played here. */
export function nextVoice(
  messages: readonly Message[],
  after: string,
  {
    addressOf,
    isHeard,
  }: {
    readonly addressOf: (messageId: string, slot: number) => string;
    readonly isHeard: (address: string) => boolean;
  },
): string | null {
  const all = messages.flatMap(({ id, direction, content }) =>
    content.kind === 'files'
      ? content.files.map((file, slot) => ({ file, direction, address: addressOf(id, slot) }))
      : [],
  );
  const from = all.findIndex(({ address }) => address === after);
  if (from < 0 || all[from]?.direction !== 'in') return null;
  const spoken = (type: string): boolean => type === 'voice' || type === 'audio';
  const next = all
    .slice(from + 1)
    .find(
      ({ file, direction, address }) =>
        direction === 'in' && spoken(file.type) && file.state === 'here' && !isHeard(address),
    );
  return next?.address ?? null;
}
