/** The attached files of the desk: with the server, with what waits to be sent, and with what this device keeps. */
import { browserTimers, onWake } from '../live/browser.ts';
import { upload } from '../live/upload.ts';
import { t } from '../words/t.ts';
import { Attachments } from './attachments.svelte.ts';
import type { FileShelf } from './kept-files.ts';
import type { Outbox } from './outbox.svelte.ts';
import type { Session } from './session.svelte.ts';
import { Uploads } from './uploads.ts';

export type AttachingParts = {
  readonly session: Pick<Session, 'leave' | 'actor'>;
  readonly outbox: Pick<Outbox, 'items' | 'uploaded' | 'uploadsIn' | 'refuse'>;
  readonly newId: () => string;
};

/** What `follow` needs: the files, what waits for them, and where they are kept. */
export type Followed = {
  readonly attachments: Pick<Attachments, 'take' | 'going' | 'wake' | 'atRisk'>;
  readonly outbox: AttachingParts['outbox'];
  readonly shelf: () => Promise<FileShelf>;
  readonly tab: string;
};

/** Takes over files of tabs that are gone; a message whose file went with its tab is refused with that reason. */
export async function takeOver({ attachments, outbox, shelf, tab }: Followed): Promise<void> {
  const files = await shelf();
  const left = await files.adopt();
  for (const { id, messageId } of left) {
    const sent = outbox.items.some((item) => item.clientId === messageId);
    if (sent && messageId !== null) outbox.uploadsIn(messageId, tab);
    else if (messageId !== null) await files.remove(id);
  }
  const waits = new Set(outbox.items.map((item) => item.clientId));
  attachments.take(left.filter(({ messageId }) => messageId === null || waits.has(messageId)));
  for (const item of outbox.items) {
    if (item.type !== 'send' || item.uploadsIn === undefined || item.refusal !== null) continue;
    const comes = attachments.going(item.clientId) !== null || (await files.lives(item.uploadsIn));
    if (!comes) outbox.refuse(item.clientId, t('attachment.gone'));
  }
}

/** Looks after the files of this tab as long as the page lives. Returns how to stop. */
function follow(followed: Followed): () => void {
  const { attachments } = followed;
  const look = (): void => {
    // A device that keeps nothing has nothing to take over; leaving the page warned of it.
    takeOver(followed).catch(() => {});
  };
  const warn = (event: BeforeUnloadEvent): void => {
    if (attachments.atRisk) event.preventDefault();
  };
  look();
  const unwake = onWake(() => {
    attachments.wake();
    look();
  });
  window.addEventListener('beforeunload', warn);
  return () => {
    unwake();
    window.removeEventListener('beforeunload', warn);
  };
}

export type Attaching = { readonly attachments: Attachments; readonly follow: () => () => void };

/** Makes the attachments of a desk. Touches nothing of the browser until `follow`, or the first file. */
export function makeAttaching({ session, outbox, newId }: AttachingParts): Attaching {
  const tab = newId();
  let device: Promise<FileShelf> | null = null;
  const shelf = (): Promise<FileShelf> => {
    device ??= import('./kept-files.ts').then(({ DeviceFiles }) => new DeviceFiles(session.actor.id, tab));
    return device;
  };
  const attachments = new Attachments({
    judging: () => import('./why-not.ts'),
    uploads: new Uploads({ upload, timers: browserTimers }),
    shelf,
    tab,
    newId,
    address: (file) => URL.createObjectURL(file),
    forget: (address) => URL.revokeObjectURL(address),
    onSignedOut: () => session.leave(),
    onUploaded: (messageId) => outbox.uploaded(messageId),
    onRefused: (messageId, sentence) => outbox.refuse(messageId, sentence),
  });
  return { attachments, follow: () => follow({ attachments, outbox, shelf, tab }) };
}
