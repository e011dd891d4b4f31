/** What the desk hands down whose code comes at the first use: quick replies, the library, what the contact panel asks. */
import type { QuickReply, SavedInteractive } from '#domain/http-kept.ts';
import type { Api } from '../api.ts';
import type { Contacts } from './contacts.ts';
import type { Kept } from './kept.svelte.ts';
import { Piece } from './piece.svelte.ts';
import type { Session } from './session.svelte.ts';

export type Keepers = {
  readonly replies: Piece<Kept<QuickReply>>;
  readonly library: Piece<Kept<SavedInteractive>>;
  readonly contacts: Piece<Contacts>;
};

export function keepers({ api, session }: { readonly api: Api; readonly session: Session }): Keepers {
  const keeper = async () => (await import('./kept.svelte.ts')).Kept;
  const leave = (): void => session.leave();
  return {
    contacts: new Piece(async () => new (await import('./contacts.ts')).Contacts({ api, session })),
    replies: new Piece(async () => {
      const calls = {
        list: () => api.quickReplies(),
        create: (body: Omit<QuickReply, 'id' | 'owner'>) => api.createQuickReply(body),
        change: (id: string, body: Omit<QuickReply, 'id' | 'owner'>) => api.changeQuickReply(id, body),
        remove: (id: string) => api.removeQuickReply(id),
      };
      const replies = new (await keeper())<QuickReply>(calls, leave);
      // So that a slash finds them at once, and without a network.
      void replies.read();
      return replies;
    }),
    library: new Piece(async () => {
      const calls = {
        list: () => api.library(),
        create: (body: Omit<SavedInteractive, 'id' | 'owner'>) => api.createSaved(body),
        change: (id: string, body: Omit<SavedInteractive, 'id' | 'owner'>) => api.changeSaved(id, body),
        remove: (id: string) => api.removeSaved(id),
      };
      return new (await keeper())<SavedInteractive>(calls, leave);
    }),
  };
}
