/** Notices on a page: what comes over lines and from other tabs, against what the edge says (B-66, B-69). */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { BellFrame } from '#domain/frame.ts';
import { firstNoticeSettings } from '#domain/notice.ts';
import type { ListedNotice, NoticesPage } from '#domain/http-notices.ts';
import type { Notice } from '#domain/notice.ts';
import type { Failure, Outcome } from '../api.ts';
import type { Timers } from '../live/socket.ts';
import { Bell } from './bell.svelte.ts';
import { Notices, type NoticesOptions } from './notices.svelte.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const timers: Timers = {
  set: (run, delay) => Number(setTimeout(run, delay)),
  clear: (id) => clearTimeout(id),
  random: () => 0,
};

function notice(id: string, some: Partial<Notice> = {}): Notice {
  return {
    id,
    personId: 'p',
    kind: 'mention',
    conversationId: 'c',
    name: 'Maria',
    text: '',
    at: Number(id),
    ...some,
  };
}
const listed = (id: string, readAt: number | null = null): ListedNotice => ({ ...notice(id), readAt });
const frame = (id: string): BellFrame => ({ t: 'notice', now: 0, notice: notice(id) });
const welcome: BellFrame = { t: 'welcome', v: 2, now: 0, rows: [], present: [] };
const unreachable: Failure = { kind: 'unreachable', sentence: 'no line' };

/** The edge of one person, in small: `all` is what it keeps. */
async function open(all: ListedNotice[] = []) {
  const edge = { all, down: false, asked: [] as unknown[] };
  const page = (): NoticesPage => ({
    notices: edge.all.slice(0, 3),
    next: edge.all.length > 3 ? 'next' : null,
    unread: edge.all.filter(({ readAt }) => readAt === null).length,
    settings: firstNoticeSettings,
  });
  const answer = <Value>(value: () => Value): Promise<Outcome<Value>> =>
    Promise.resolve(
      edge.down ? { ok: false, failure: unreachable } : { ok: true, value: value(), cookies: [] },
    );
  const api: NoticesOptions['api'] = {
    notices: (cursor) =>
      answer(() => (cursor === null ? page() : { ...page(), notices: edge.all.slice(3), next: null })),
    readNotices: (which) => {
      edge.asked.push(which);
      return answer(() => null);
    },
    setNoticeSettings: (settings) => answer(() => settings),
  };
  const bell = new Bell(page().unread);
  const told = vi.fn();
  const [tell, heard] = [vi.fn(), vi.fn()];
  bell.hear(welcome);
  const session = { tell, leave: vi.fn() };
  const notices = new Notices({ api, bell, session, tabs: { tell: told }, timers });
  notices.listen(heard);
  await vi.advanceTimersByTimeAsync(100);
  return { bell, edge, heard, notices, tell, told };
}
const ids = (notices: Notices): string[] => notices.items.map(({ id }) => id);

test('what comes is new once, stands on top and is counted, whatever the page that is on its way says', async () => {
  const { bell, edge, heard, notices } = await open([listed('1', 1)]);
  bell.hear(frame('2'));
  bell.hear(frame('2'));
  expect([ids(notices), bell.unread, heard.mock.calls.length]).toEqual([['2', '1'], 1, 1]);
  edge.all = [listed('2'), listed('1', 1)];
  await vi.advanceTimersByTimeAsync(5_000);
  expect([ids(notices), bell.unread]).toEqual([['2', '1'], 1]);
});

test('what was told before anybody listened is told then', async () => {
  const bell = new Bell(0);
  bell.hear(frame('1'));
  const heard = vi.fn();
  bell.heardBy(heard);
  bell.hear(frame('2'));
  expect(heard.mock.calls.length).toBe(2);
});

test('what was read here is told to the other tabs at once, and what they read clears here (B-66)', async () => {
  const { bell, edge, notices, told } = await open([listed('3'), listed('2'), listed('1')]);
  void notices.read(['3', 'x']);
  expect([bell.unread, told.mock.lastCall]).toEqual([2, [{ t: 'noticed', ids: ['3'] }]]);
  expect(edge.asked).toEqual([{ ids: ['3'] }]);
  bell.hear({ t: 'noticed', now: 0, ids: ['3', '2'] });
  expect([bell.unread, notices.isUnread('2'), notices.isUnread('1')]).toEqual([1, false, true]);
  void notices.readAll();
  expect([bell.unread, edge.asked.at(-1)]).toEqual([0, { upTo: 3 }]);
});

test('what could not be marked is told, and stands as the edge has it', async () => {
  const { bell, edge, notices, tell } = await open([listed('1')]);
  edge.down = true;
  const done = notices.read(['1']);
  expect(bell.unread).toBe(0);
  await done;
  expect(tell).toHaveBeenCalledTimes(1);
  expect(notices.problem).toBe('no line');
  edge.down = false;
  await vi.advanceTimersByTimeAsync(20_000);
  expect([notices.problem, bell.unread]).toEqual([null, 1]);
});

test('after a line was gone what was missed is there at once, also when the edge could not be asked before', async () => {
  const { bell, edge, heard, notices } = await open([]);
  edge.down = true;
  bell.hear(welcome);
  await vi.advanceTimersByTimeAsync(100);
  edge.down = false;
  edge.all = [listed('2'), listed('1')];
  bell.hear(welcome);
  await vi.advanceTimersByTimeAsync(100);
  expect([ids(notices), bell.unread]).toEqual([['2', '1'], 2]);
  expect(heard).not.toHaveBeenCalled();
});

test('older ones come by hand, and stay when the newest are read again', async () => {
  const { bell, edge, notices } = await open(['5', '4', '3', '2', '1'].map((id) => listed(id, 1)));
  expect([ids(notices), notices.more]).toEqual([['5', '4', '3'], true]);
  await notices.older();
  expect([ids(notices), notices.more]).toEqual([['5', '4', '3', '2', '1'], false]);
  edge.all = [listed('6'), ...edge.all];
  bell.hear(frame('6'));
  await vi.advanceTimersByTimeAsync(5_000);
  expect([new Set(ids(notices)).size, notices.items.length, notices.more]).toEqual([6, 6, false]);
});
