/** The search inside a conversation and the palette's look-up as the desk hands them down: they come at the first use. */
import type { Api } from '../api.ts';
import type { Timers } from '../live/socket.ts';
import type { Handles } from './handles.ts';
import type { Lookup } from './lookup.svelte.ts';
import { Piece } from './piece.svelte.ts';
import type { Session } from './session.svelte.ts';
import type { Within } from './within.svelte.ts';

export type Seekers = { readonly lookup: Piece<Lookup>; readonly within: Piece<Within> };

type SeekersOptions = {
  readonly api: Api;
  readonly session: Session;
  readonly timers: Timers;
  readonly handles: Handles;
};

export function seekers({ handles, ...asking }: SeekersOptions): Seekers {
  const show = (messageId: string): void => handles.showMessage(messageId);
  return {
    lookup: new Piece(async () => new (await import('./lookup.svelte.ts')).Lookup(asking)),
    within: new Piece(async () => new (await import('./within.svelte.ts')).Within({ ...asking, show })),
  };
}
