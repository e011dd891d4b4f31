/** Everything that the pages behind the sign-in share: made once in the layout, handed down by context. */
import { createContext } from 'svelte';
import type { Head } from '#domain/head.ts';
import type { ConversationView, ListPage, Me } from '#domain/http.ts';
import type { Api } from '../api.ts';
import { browserTimers, openWire, paced } from '../live/browser.ts';
import type { End, Wire } from '../live/socket.ts';
import { Tabs } from '../live/tabs.ts';
import { t } from '../words/t.ts';
import { Actions } from './actions.svelte.ts';
import { makeAttaching } from './attaching.ts';
import { Bell } from './bell.svelte.ts';
import type { Attachments } from './attachments.svelte.ts';
import { Clock } from './clock.svelte.ts';
import { Connection } from './connection.svelte.ts';
import { makeDevice, type Device } from './device.ts';
import { Directory } from './directory.svelte.ts';
import { FollowUpNews } from './follow-up-news.svelte.ts';
import { Handles } from './handles.ts';
import type { InboxOptions } from './inbox-options.ts';
import { Inbox } from './inbox.svelte.ts';
import { noticesLater, type NoticesLater } from './notices-later.ts';
import { onceDrawn } from './once-drawn.ts';
import { operators } from './operators.ts';
import { keepers, type Keepers } from './kept-later.ts';
import { followPage } from './page-events.ts';
import { Pins } from './pins.svelte.ts';
import type { Place, Query } from './place.ts';
import type { Preferences } from './preferences.svelte.ts';
import { Search } from './search.svelte.ts';
import { seekers, type Seekers } from './seeking-later.ts';
import { Selection } from './selection.svelte.ts';
import { Session } from './session.svelte.ts';
import { Templates } from './templates.svelte.ts';
import { Threads } from './threads.svelte.ts';
import { Toasts } from './toasts.svelte.ts';
import { ToldApi } from './told-api.ts';
import { Update } from './update.ts';
import { Views } from './views.svelte.ts';

export type Desk = Omit<Device, 'hearTabs'> &
  Seekers & {
    readonly actions: Actions;
    readonly attachments: Attachments;
    readonly bell: Bell;
    readonly clock: Clock;
    readonly connection: Connection;
    readonly directory: Directory;
    readonly followUpNews: FollowUpNews;
    readonly handles: Handles;
    readonly inbox: Inbox;
    /** What the bell opens; comes after the page. */
    readonly notices: NoticesLater;
    readonly pins: Pins;
    readonly place: Place;
    readonly preferences: Preferences;
    /** What is kept to be sent again; comes at its first use. */
    readonly kept: Keepers;
    readonly search: Search;
    readonly selection: Selection;
    readonly session: Session;
    readonly templates: Templates;
    readonly threads: Threads;
    readonly toasts: Toasts;
    readonly update: Update;
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

type UpdateParts = Pick<Desk, 'toasts' | 'shelf' | 'outbox' | 'attachments' | 'drafts' | 'place'>;
const wireTo = (path: string): Wire => openWire(path, onceDrawn);

type Line = Pick<InboxOptions, 'openWire' | 'timers' | 'onEnd' | 'sync'>;
type InboxParts = {
  readonly api: Api;
  readonly bell: Bell;
  readonly clock: Clock;
  readonly connection: Connection;
  readonly session: Session;
  readonly templates: Templates;
  readonly followUpNews: FollowUpNews;
  readonly line: Line;
};

function makeInbox(from: DeskStart, parts: InboxParts): Inbox {
  const { api, bell, clock, connection, session, templates, followUpNews, line } = parts;
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
      onRows: (rows) => followUpNews.heard(rows),
      onTemplates: (owner) => templates.heard(owner),
      onDirectory: (frame) => session.hearDirectory(frame),
      onBell: (frame) => bell.hear(frame),
      onCatchingUp: (busy, missed) => {
        connection.catchUp(busy, missed);
        // Lines are closed when rights change: whoever comes back may be allowed other things.
        if (busy && wasUp) void session.refresh();
        wasUp = !busy;
      },
    },
  );
}

/** A page that would be missed if it were loaded anew now. */
function makeUpdate({ toasts, shelf, outbox, attachments, drafts, place }: UpdateParts): Update {
  const busy = (): boolean =>
    shelf.fragile ||
    outbox.waiting > 0 ||
    attachments.items.length > 0 ||
    drafts.has(place.selected ?? '') ||
    document.querySelector('dialog[open]') !== null;
  return new Update({ toasts, busy, reload: () => location.reload() });
}

/** Starts several things as one, and stops them as one. */
function together(...starts: readonly (() => () => void)[]): () => () => void {
  return () => {
    const stops = starts.map((start) => start());
    return () => stops.forEach((stop) => stop());
  };
}

type Starting = Parameters<typeof followPage>[0] & Pick<Desk, 'followUpNews'>;

function starting({ followUpNews, ...page }: Starting, follow: () => () => void): () => () => void {
  return together(
    () => followPage(page),
    () => followUpNews.start(),
    follow,
  );
}

/** Builds the desk. Touches nothing of the browser until `start`. */
export function makeDesk(from: DeskStart): Desk {
  const { place, preferences } = from;
  const tabs = new Tabs(`casement:${from.me.actor.id}`);
  const wasRead = (id: string, rev: number): void =>
    inbox.assume(id, (head) => ({ ...head, unread: 0 })).settle(rev);
  const api = new ToldApi((id, rev) => {
    wasRead(id, rev);
    tabs.tell({ t: 'read', conversationId: id, rev });
  });
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
  const line: Line = { openWire: wireTo, timers: browserTimers, onEnd, sync: (now) => clock.sync(now) };
  const templates = new Templates({ api, session });
  const followUpNews = new FollowUpNews({ api, timers: browserTimers, clock, preferences });
  const bell = new Bell(from.me.unreadNotices);
  const parts = { api, bell, clock, connection, session, templates, followUpNews, line };
  const inbox = makeInbox(from, parts);
  const threads = new Threads({
    ...line,
    api,
    newId,
    paced,
    onLine: (state) => connection.report('conversation', state),
    onMoved: (before, after) => {
      device.drafts.move(before, after);
      attachments.follow(before, after);
      if (place.selected === before) place.step(after);
    },
    tell: (failure) => session.tell(failure),
  });
  if (from.view) threads.seed(from.view);
  if (from.refused) threads.get(from.refused.id).refuse(from.refused.sentence);
  const take = threads.take.bind(threads);
  const wiped = (): Promise<void> => attachments.wipe();
  const noticed = (ids: readonly string[]): void => bell.hear({ t: 'noticed', now: clock.read(), ids });
  const device = makeDevice({ api, clock, newId, noticed, session, tabs, toasts, take, wasRead, wiped });
  clock.onDoubt = () =>
    void session.refresh().then((now) => (now === null ? clock.believe() : clock.sync(now)));
  const { attachments, follow } = makeAttaching({ session, outbox: device.outbox, newId });
  const update = makeUpdate({ ...device, attachments, place, toasts });
  const handles = new Handles();
  const directory = new Directory({ api, session });
  const asking = { api, session, timers: browserTimers };
  return {
    ...device,
    ...seekers({ ...asking, handles }),
    actions: new Actions({ api, directory, inbox, session, threads, toasts, newId }),
    directory,
    followUpNews,
    kept: keepers({ api, session }),
    notices: noticesLater({ api, bell, session, tabs, timers: browserTimers }),
    pins: new Pins({ api, session }),
    search: new Search({ ...asking, operators, now: () => ({ at: clock.read(), zone: preferences.zone }) }),
    selection: new Selection({ api, inbox, session }),
    views: new Views({ api, session }),
    attachments,
    bell,
    clock,
    connection,
    handles,
    inbox,
    place,
    preferences,
    session,
    templates,
    threads,
    toasts,
    update,
    start: starting({ ...device, clock, connection, followUpNews, inbox, threads, update }, follow),
  };
}
