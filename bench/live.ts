/**
 * The Inbox objects under load: a thousand changes a second through one and through four (does D1 keep up, when does a
 * watcher see a change), and 500 people watching a hundred changes a second (does everybody end with the right list).
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Filter } from '#domain/filter.ts';
import type { Actor } from '#domain/permission.ts';
import { Plain } from '../tools/plain.ts';
import { agents, groups } from './list/people.ts';
import { build, Stage } from './live/stage.ts';
import { Town } from './live/town.ts';
import { listOf, Watcher, type Watching } from './live/watcher.ts';
import { median, quantile } from './parts/numbers.ts';
import { table } from './parts/table.ts';

const tick = 20;
const writing = { conversations: 20_000, perSecond: 1000, seconds: 15, watchers: 8 };
const watching = { conversations: 1_500, perSecond: 100, seconds: 60, sockets: 500 };

const admin: Actor = { id: 'admin', name: 'Ada', role: 'admin', groups: [], visibility: 'groups' };

/** Sends changes at an even pace; answers when D1 has all of them, and how long that took after the last one left (ms). */
async function pour(
  stage: Stage,
  town: Town,
  pace: { perSecond: number; seconds: number; left?: (key: string, at: number) => void },
): Promise<{ readonly sent: number; readonly lag: number; readonly took: number }> {
  const start = performance.now();
  const flying: Promise<void>[] = [];
  let sent = 0;
  while (performance.now() - start < pace.seconds * 1000) {
    const due = Math.floor(((performance.now() - start) / 1000) * pace.perSecond) - sent;
    const changes = Array.from({ length: due }, () => town.next(Date.now()));
    for (const { head } of changes) pace.left?.(`${head.id} ${head.rev}`, performance.now());
    sent += due;
    if (due > 0) flying.push(stage.publish(changes));
    await pause(tick);
  }
  const last = performance.now();
  await Promise.all(flying);
  return { sent, lag: performance.now() - last, took: last - start };
}

async function fill(stage: Stage, town: Town): Promise<void> {
  const all = town.first();
  for (let from = 0; from < all.length; from += 500) await stage.publish(all.slice(from, from + 500));
}

/** @throws Plain when D1 has not everything */
async function check(stage: Stage, town: Town): Promise<void> {
  const { rows, revs } = await stage.written();
  const expected = town.heads.reduce((sum, { rev }) => sum + rev, 0);
  if (rows !== town.heads.length || revs !== expected) {
    throw new Plain(`D1 has ${rows} rows of ${town.heads.length}, and revs ${revs} of ${expected}.`);
  }
}

async function writes(bundle: string, shards: number): Promise<readonly string[]> {
  const stage = await Stage.open(bundle, shards);
  try {
    const town = new Town(writing.conversations);
    await fill(stage, town);
    const left = new Map<string, number>();
    const seen: number[] = [];
    const heard = ({ id, rev }: { id: string; rev: number }): void => {
      const at = left.get(`${id} ${rev}`);
      if (at !== undefined) seen.push(performance.now() - at);
    };
    const watchers = Array.from(
      { length: writing.watchers },
      () => new Watcher({ actor: admin, filter: {}, shards }, heard),
    );
    for (const watcher of watchers) await watcher.open(stage);
    const { sent, lag, took } = await pour(stage, town, { ...writing, left: (key, at) => left.set(key, at) });
    await check(stage, town);
    for (const watcher of watchers) watcher.close();
    const p99 = quantile(seen, 0.99);
    if (p99 > 1000) console.log(`Note: a watcher saw a change after ${p99.toFixed(0)} ms at p99.`);
    return [
      `${shards} Inbox object${shards > 1 ? 's' : ''}`,
      ((sent / took) * 1000).toFixed(0),
      median(seen).toFixed(0),
      p99.toFixed(0),
      lag.toFixed(0),
      String(seen.length),
    ];
  } finally {
    await stage.close();
  }
}

function people(shards: number): Watching[] {
  const filters: readonly Filter[] = [
    {},
    { unread: true },
    { agents: ['me'] },
    { tags: ['tag-1', 'tag-2', 'tag-3'] },
  ];
  const person = (index: number): Actor => ({
    ...admin,
    ...(agents[index % agents.length] as { id: string; name: string }),
    role: 'agent',
  });
  const kinds: readonly ((index: number) => Actor)[] = [
    () => admin,
    (index) => ({ ...person(index % 10), visibility: 'own' }),
    (index) => ({ ...person(index % 10), groups: [groups[index % groups.length] ?? ''] }),
    () => ({ ...admin, id: 'manager', role: 'manager' }),
  ];
  return Array.from({ length: watching.sockets }, (_none, index) => ({
    actor: (kinds[index % kinds.length] ?? (() => admin))(index),
    filter: filters[Math.floor(index / kinds.length) % filters.length] ?? {},
    shards,
  }));
}

async function watchersEndRight(bundle: string): Promise<void> {
  const stage = await Stage.open(bundle, 1);
  try {
    const town = new Town(watching.conversations);
    await fill(stage, town);
    const watchers = people(1).map((one) => new Watcher(one));
    for (const watcher of watchers) await watcher.open(stage);
    const { sent, took } = await pour(stage, town, watching);
    await check(stage, town);
    await pause(1000);
    const now = Date.now();
    const fresh = new Map<string, string>();
    let wrong = 0;
    for (const watcher of watchers) {
      const { actor, filter } = watcher.watching;
      const key = JSON.stringify([actor, filter]);
      const rows =
        fresh.get(key) ?? listOf(await stage.list(actor, { tab: 'active', sort: 'newest', filter }));
      fresh.set(key, rows);
      if (rows !== watcher.shown(now)) wrong += 1;
    }
    const foreign = watchers.reduce((sum, one) => sum + one.foreign, 0);
    for (const watcher of watchers) watcher.close();
    console.log(
      `${watchers.length} sockets, ${sent} changes at ${((sent / took) * 1000).toFixed(0)} a second: ${wrong} ended with another list than a fresh query, ${foreign} rows came to somebody who may not see them`,
    );
    if (wrong + foreign > 0) throw new Plain('The list went wrong for somebody.');
  } finally {
    await stage.close();
  }
}

/** @throws Plain when anything is lost, wrong or shown to the wrong person */
export async function bench(): Promise<void> {
  const bundle = await build();
  const rows = [await writes(bundle, 1), await writes(bundle, 4)];
  console.log(
    table(`${writing.perSecond} changes a second for ${writing.seconds} s, ${writing.watchers} watchers`, [
      ['', 'changes/s', 'seen p50 ms', 'seen p99 ms', 'D1 has all after ms', 'sightings'],
      ...rows,
    ]),
  );
  const [one = [], four = []] = rows;
  console.log(`Four beside one, seen at p99: ${(Number(four[3]) / Number(one[3])).toFixed(2)}`);
  await watchersEndRight(bundle);
}
