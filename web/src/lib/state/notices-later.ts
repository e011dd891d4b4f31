/** Notices as the desk hands them down: their code comes after the page. */
import type { Api } from '../api.ts';
import type { Timers } from '../live/socket.ts';
import type { Tabs } from '../live/tabs.ts';
import type { Bell } from './bell.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import { Piece } from './piece.svelte.ts';
import type { Session } from './session.svelte.ts';

export type NoticesLater = Piece<Notices>;

type Options = {
  readonly api: Api;
  readonly bell: Bell;
  readonly session: Session;
  readonly tabs: Tabs;
  readonly timers: Timers;
};

export function noticesLater(options: Options): NoticesLater {
  return new Piece(async () => new (await import('./notices.svelte.ts')).Notices(options));
}
