/** What a person has on this device: drafts, what waits to be sent, what is remembered. The same in every tab (B-66). */
import type { CommandAnswer } from '#domain/http.ts';
import type { Api } from '../api.ts';
import { alone, turn } from '../live/alone.ts';
import { browserTimers } from '../live/browser.ts';
import type { Tabs, TabNews } from '../live/tabs.ts';
import { t } from '../words/t.ts';
import type { Clock } from './clock.svelte.ts';
import { Drafts } from './drafts.svelte.ts';
import { Outbox } from './outbox.svelte.ts';
import type { Session } from './session.svelte.ts';
import { LocalShelf } from './shelf.ts';
import { Speaker } from './speaker.svelte.ts';
import type { Toasts } from './toasts.svelte.ts';

export type Device = {
  readonly drafts: Drafts;
  readonly outbox: Outbox;
  readonly shelf: LocalShelf;
  readonly speaker: Speaker;
  /** Forgets all of it, in every tab: this person signed out. */
  forget(): Promise<void>;
  /** Begins to hear the other tabs. Returns how to stop. */
  hearTabs(): () => void;
};

export type DeviceOptions = {
  readonly api: Pick<Api, 'command'>;
  readonly clock: Clock;
  readonly session: Session;
  readonly tabs: Tabs;
  readonly toasts: Toasts;
  readonly newId: () => string;
  /** The server has something that waited here, or in another tab. */
  readonly take: (conversationId: string, answer: CommandAnswer) => void;
  /** A conversation was read in another tab. */
  readonly wasRead: (conversationId: string, rev: number) => void;
  /** Notices were read in another tab. */
  readonly noticed: (ids: readonly string[]) => void;
  /** Everything was forgotten: forgets files, too. Settles when they are gone; never rejects. */
  readonly wiped: () => Promise<void>;
};

function makeOutbox(options: DeviceOptions, shelf: LocalShelf): Outbox {
  const { api, clock, newId, session, tabs, take } = options;
  return new Outbox({
    ...{ api, shelf, newId, alone },
    personId: session.actor.id,
    timers: browserTimers,
    now: () => clock.read(),
    onAnswer: (conversationId, answer) => {
      take(conversationId, answer);
      tabs.tell({ t: 'answer', conversationId, answer });
    },
    onSignedOut: () => session.leave(),
  });
}

/** Touches nothing of the browser yet. */
export function makeDevice(options: DeviceOptions): Device {
  const { noticed, session, tabs, toasts, take, wasRead, wiped } = options;
  const personId = session.actor.id;
  const shelf = new LocalShelf((trouble) => toasts.show(t(`shelf.${trouble}`)));
  const outbox = makeOutbox(options, shelf);
  const drafts = new Drafts(shelf, personId);
  const wipe = (): Promise<void> => {
    outbox.wipe();
    drafts.wipe();
    shelf.wipe(personId);
    return wiped();
  };
  const hear = (news: TabNews): void => {
    if (news.t === 'answer') take(news.conversationId, news.answer);
    else if (news.t === 'read') wasRead(news.conversationId, news.rev);
    else if (news.t === 'noticed') noticed(news.ids);
    else void wipe().then(() => session.leave());
  };
  return {
    ...{ drafts, outbox, shelf },
    speaker: new Speaker(turn, personId),
    forget: () => {
      const gone = wipe();
      tabs.tell({ t: 'left' });
      return gone;
    },
    hearTabs: () => tabs.hear(hear),
  };
}
