import { expect, test } from 'vitest';
import type { FollowUpRow, FollowUpsAnswer, FollowUpsQuery } from '#domain/http-follow-ups.ts';
import type { Api, Failure, Outcome } from '../api.ts';
import { FollowUpNews } from './follow-up-news.svelte.ts';
import { FollowUps } from './follow-ups.svelte.ts';

const row = (id: string): FollowUpRow =>
  ({ head: { id: `c-${id}` }, followUp: { id } }) as unknown as FollowUpRow;
const ids = ({ rows }: FollowUps): string[] => rows.map(({ followUp }) => followUp.id);
const answer = (some: string, next: string | null = null): FollowUpsAnswer => ({
  rows: [...some].map(row),
  next,
  now: 0,
});

/** An edge that answers when told to. */
function edge() {
  const asked: { query: FollowUpsQuery; answers: (outcome: Outcome<FollowUpsAnswer>) => void }[] = [];
  const told: Failure[] = [];
  const api: Pick<Api, 'followUps'> = {
    followUps: (query) => new Promise((answers) => void asked.push({ query, answers })),
  };
  const give = async (index: number, value: FollowUpsAnswer): Promise<void> => {
    asked[index]?.answers({ ok: true, value, cookies: [] });
    await Promise.resolve();
    await Promise.resolve();
  };
  return {
    asked,
    told,
    give,
    options: { api, tell: (one: Failure) => void told.push(one), zone: () => 'UTC' },
  };
}

test('a tab shows its first page, and then more; a page of which nothing is for this person is passed over', async () => {
  const { asked, give, options } = edge();
  const shown = { tab: 'overdue', scope: 'team' } as const;
  const followUps = new FollowUps(shown, answer('ab', '2-2'), options);
  const more = followUps.more();
  await give(0, answer('', '3-3'));
  await give(1, answer('c'));
  await more;
  expect(asked.map(({ query }) => query.cursor)).toEqual(['2-2', '3-3']);
  expect([ids(followUps), followUps.next]).toEqual([['a', 'b', 'c'], null]);
});

test('what is answered too late is not shown', async () => {
  const { give, options } = edge();
  const followUps = new FollowUps({ tab: 'overdue', scope: 'me' }, null, options);
  const first = followUps.show({ tab: 'today', scope: 'me' });
  const second = followUps.show({ tab: 'done', scope: 'me' });
  await give(1, answer('d'));
  await give(0, answer('t'));
  await Promise.all([first, second]);
  expect([ids(followUps), followUps.shown.tab, followUps.loading]).toEqual([['d'], 'done', false]);
});

test('more that was asked for comes also when all is read again meanwhile, and the other way round; whoever asked waits for it', async () => {
  for (const first of ['more', 'refresh'] as const) {
    const { asked, give, options } = edge();
    const list = new FollowUps({ tab: 'done', scope: 'team' }, answer('ab', '2-2'), options);
    const shownThen: Promise<string[]>[] = [];
    for (const one of [first, first === 'more' ? 'refresh' : 'more'] as const)
      shownThen.push(list[one]().then(() => ids(list)));
    await give(0, answer('c'));
    await give(1, answer('xa', '2-2'));
    await give(2, answer('bc'));
    expect(asked.map(({ query }) => query.cursor)).toEqual([
      first === 'more' ? '2-2' : undefined,
      undefined,
      '2-2',
    ]);
    expect(await Promise.all(shownThen)).toEqual([[...'xabc'], [...'xabc']]);
    expect(list.next).toBeNull();
  }
});

test('days of a calendar are read to the end; a list is read again as far as it was shown', async () => {
  const { asked, give, options } = edge();
  const followUps = new FollowUps({ tab: 'open', scope: 'me' }, null, options);
  const days = followUps.show({ tab: 'open', scope: 'me', from: 1, to: 2 });
  await give(0, answer('ab', '2-2'));
  await give(1, answer('c'));
  await days;
  expect(ids(followUps)).toEqual(['a', 'b', 'c']);
  const list = new FollowUps({ tab: 'today', scope: 'me' }, answer('ab', '2-2'), options);
  const again = list.refresh();
  await give(2, answer('xy', '4-4'));
  await again;
  expect([ids(list), asked.length]).toEqual([['x', 'y'], 3]);
});

test('a failure is told, and what stood there stays', async () => {
  const { asked, told, options } = edge();
  const followUps = new FollowUps({ tab: 'today', scope: 'me' }, answer('a'), options);
  const again = followUps.refresh();
  asked[0]?.answers({ ok: false, failure: { kind: 'unreachable', sentence: 'No line.' } });
  await again;
  expect([ids(followUps), told.length]).toEqual([['a'], 1]);
});

test('whatever may change follow-ups is heeded: a frame, the clock; at once where the first of a conversation moved', async () => {
  const waiting = new Map<number, { run: () => void; delay: number }>();
  let next = 0;
  const timers = {
    set: (run: () => void, delay: number) => {
      next += 1;
      waiting.set(next, { run, delay });
      return next;
    },
    clear: (id: number) => void waiting.delete(id),
    random: () => 0,
  };
  const none = { n: 0, more: false };
  const counts = { overdue: { n: 2, more: false }, today: none, upcoming: none, nextAt: 5_000 };
  const news = new FollowUpNews({
    ...{ timers, clock: { read: () => 1_000 }, preferences: { zone: 'UTC' } },
    api: { followUpCounts: async () => ({ ok: true, value: counts, cookies: [] }) },
  });
  const delays = (): number[] => [...waiting.values()].map(({ delay }) => delay);
  const head = (part: object) => ({ ...row('x').head, id: 'x', ...part });
  news.heard([head({})]);
  expect(delays()).toEqual([]);
  news.heard([head({ followUpAt: 7 })]);
  expect(delays()).toEqual([700]);
  for (const [id, { run }] of [...waiting]) {
    waiting.delete(id);
    run();
  }
  await Promise.resolve();
  await Promise.resolve();
  expect([news.turn, news.counts?.overdue.n, delays()]).toEqual([1, 2, [4_001]]);
  news.heard([head({ followUpAt: 7, unread: 3 })]);
  expect(delays()).toEqual([4_001, 5_000]);
  news.heard([head({})]);
  expect(delays()).toEqual([4_001, 5_000, 700]);
});
