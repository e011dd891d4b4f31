/** Everything that the pages behind the sign-in share: made once in the layout, handed down by context. */
import { createContext } from 'svelte';
import type { Head } from '#domain/head.ts';
import type { ConversationView, ListPage, Me } from '#domain/http.ts';
import { browserApi, type Api } from '../api.ts';
import { browserTimers, openWire } from '../live/browser.ts';
import type { End } from '../live/socket.ts';
import { upload } from '../live/upload.ts';
import { t } from '../words/t.ts';
import { Actions } from './actions.svelte.ts';
import { Attachments } from './attachments.svelte.ts';
import { Clock } from './clock.svelte.ts';
import { Connection } from './connection.svelte.ts';
import { Directory } from './directory.svelte.ts';
import { Drafts } from './drafts.svelte.ts';
import { Handles } from './handles.ts';
import type { InboxOptions } from './inbox-options.ts';
import { Inbox } from './inbox.svelte.ts';
import { operators } from './operators.ts';
import { keepers, type Keepers } from './kept-later.ts';
import { Outbox } from './outbox.svelte.ts';
import { followPage } from './page-events.ts';
import { Pins } from './pins.svelte.ts';
import type { Place, Query } from './place.ts';
import type { Preferences } from './preferences.svelte.ts';
import { Search } from './search.svelte.ts';
import { Selection } from './selection.svelte.ts';
import { Session } from './session.svelte.ts';
import { LocalShelf, type Shelf } from './shelf.ts';
import { Templates } from './templates.svelte.ts';
import { Threads } from './threads.svelte.ts';
import { Toasts } from './toasts.svelte.ts';
import { Views } from './views.svelte.ts';

export type Desk = {
  readonly actions: Actions;
  readonly attachments: Attachments;
  readonly clock: Clock;
  readonly connection: Connection;
  readonly directory: Directory;
  readonly drafts: Drafts;
  readonly handles: Handles;
  readonly inbox: Inbox;
  readonly outbox: Outbox;
  readonly pins: Pins;
  readonly place: Place;
  readonly preferences: Preferences;
  /** What is kept to be sent again; comes at its first use. */
  readonly kept: Keepers;
  readonly search: Search;
  readonly selection: Selection;
  readonly session: Session;
  /** Where this device keeps what outlives the page. */
  readonly shelf: Shelf;
  readonly templates: Templates;
  readonly threads: Threads;
  readonly toasts: Toasts;
  readonly views: Views;
  /** Opens the lines and listens to the page; returns how to stop. */
  start(): () => void;
};

export type DeskStart = {
  readonly me: Me;
  readonly list: ListPage;
  readonly query: Query;
  /** Heads of pinned conversations, as far as they are not on the page. */
  readonly pinned: readonly Head[];
  /** What the server drew of the conversation in the address, or why it would not. */
  readonly view: ConversationView | null;
  readonly refused: { readonly id: string; readonly sentence: string } | null;
  readonly preferences: Preferences;
  readonly place: Place;
  readonly leave: () => void;
};

export const [useDesk, provideDesk] = createContext<Desk>();

/** Connections in a row that failed before it is asked whether the session still holds. */
const doubtAfter = 3;

function makeAttachments(session: Session, newId: () => string): Attachments {
  return new Attachments({
    whyNot: async () => (await import('./why-not.ts')).whyNot,
    upload,
    newId,
    address: (file) => URL.createObjectURL(file),
    onSignedOut: () => session.leave(),
  });
}

type Line = Pick<InboxOptions, 'openWire' | 'timers' | 'onEnd' | 'sync'>;
type InboxParts = {
  readonly api: Api;
  readonly clock: Clock;
  readonly connection: Connection;
  readonly session: Session;
  readonly templates: Templates;
  readonly line: Line;
};

function makeInbox(from: DeskStart, { api, clock, connection, session, templates, line }: InboxParts): Inbox {
  const { list: page, query, pinned } = from;
  let wasUp = false;
  return new Inbox(
    { page, query, pinned, pins: new Set(from.me.pins) },
    {
      ...line,
      api,
      shards: from.me.shards,
      me: () => session.actor.id,
      now: () => clock.read(),
      onLine: (state, tries) => {
        connection.report('list', state);
        if (state === 'waiting' && tries === doubtAfter) void session.refresh();
      },
      onSignedOut: () => session.leave(),
      onTemplates: (owner) => templates.heard(owner),
      onCatchingUp: (busy) => {
        connection.catchUp(busy);
        // Lines are closed when rights change: whoever comes back may be allowed other things.
        if (busy && wasUp) void session.refresh();
        wasUp = !busy;
      },
    },
  );
}

/** Builds the desk. Touches nothing of the browser until `start`. */
export function makeDesk(from: DeskStart): Desk {
  const { place, preferences } = from;
  const api = browserApi();
  const clock = new Clock(from.me.now);
  const connection = new Connection();
  const toasts = new Toasts();
  const session = new Session(from.me, { api, toasts, leave: from.leave });
  const reload = { label: t('app.reload'), run: () => location.reload() };
  const onEnd = (why: End): void => {
    if (why === 'signed-out') session.leave();
    else if (why === 'old-page') toasts.show(t('app.old-page'), reload);
  };
  const newId = (): string => crypto.randomUUID();
  const line: Line = { openWire, timers: browserTimers, onEnd, sync: (now) => clock.sync(now) };
  const templates = new Templates({ api, session });
  const inbox = makeInbox(from, { api, clock, connection, session, templates, line });
  const threads = new Threads({
    ...line,
    api,
    newId,
    onLine: (state) => connection.report('conversation', state),
    onMoved: (before, after) => {
      drafts.move(before, after);
      if (place.selected === before) place.step(after);
    },
    tell: (failure) => session.tell(failure),
  });
  if (from.view) threads.seed(from.view);
  if (from.refused) threads.get(from.refused.id).refuse(from.refused.sentence);
  const personId = from.me.actor.id;
  const shelf = new LocalShelf(() => toasts.show(t('shelf.trouble')));
  const outbox = new Outbox({
    api,
    shelf,
    personId,
    newId,
    timers: browserTimers,
    now: () => clock.read(),
    onAnswer: (id, answer) => threads.take(id, answer),
    onSignedOut: () => session.leave(),
  });
  const drafts = new Drafts(shelf, personId);
  clock.onDoubt = () => {
    void session.refresh().then((now) => {
      if (now !== null) clock.sync(now);
    });
  };

  const start = (): (() => void) => followPage({ clock, connection, drafts, inbox, outbox, threads });
  const handles = new Handles();
  const directory = new Directory({ api, session });
  const typedAt = (): { at: number; zone: string } => ({ at: clock.read(), zone: preferences.zone });
  return {
    actions: new Actions({ api, directory, inbox, session, threads, toasts, newId }),
    directory,
    kept: keepers({ api, session }),
    pins: new Pins({ api, session }),
    search: new Search({ api, operators, session, timers: browserTimers, now: typedAt }),
    selection: new Selection({ api, inbox, session }),
    views: new Views({ api, session }),
    attachments: makeAttachments(session, newId),
    clock,
    connection,
    drafts,
    handles,
    inbox,
    outbox,
    place,
    preferences,
    session,
    shelf,
    templates,
    threads,
    toasts,
    start,
  };
}
