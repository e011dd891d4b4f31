import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { protocolVersion, type ListFrame } from '#domain/frame.ts';
import { shardOf } from '#domain/shard.ts';
import { conversationStub } from '../conversation/id.ts';
import { seatHeader, type Newcomer } from '../live/sockets.ts';
import { ask, env, idOf, join, meta, migrateD1, setUp } from '../testing/door.ts';
import { ana, boss } from '../testing/events.ts';
import { published, someHead } from '../testing/heads.ts';
import { emptyTables, Reader, shownAs, withShards } from '../testing/list.ts';
import { saying } from '../testing/meta.ts';
import { connectSocket, openSocket } from '../testing/socket.ts';
import { readTally } from './counts.ts';
import { inboxShard, inboxStub } from './stub.ts';

type Door = { fetch(request: Request): Promise<Response> };

let admin = '';

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
});
beforeEach(emptyTables);

const heads = Array.from({ length: 40 }, (_none, index) =>
  someHead(`spread-${index}`, { unread: index % 2 }),
);

describe('the list over four objects', () => {
  it.each([
    ['', 'open'],
    ['?shard=0', 'open'],
    ['?shard=3', 'open'],
    ['?shard=4', 404],
    ['?shard=-1', 404],
    ['?shard=1.5', 404],
    ['?shard=', 404],
    ['?shard=one', 404],
    ['?shard=100', 404],
  ])('/api/live%s: %s', async (query, expected) =>
    withShards(4, async () => {
      const line = await connectSocket(`/api/live${query}`, admin);
      if (typeof line !== 'number') line.close();
      expect(typeof line === 'number' ? line : 'open').toBe(expected);
    }),
  );

  it('brings every change once, over the socket of its own shard, and adds its counts up', async () =>
    withShards(4, async () => {
      const reader = await Reader.open({ actor: boss, tab: null, filter: {} });
      await Promise.all(heads.map(async (head) => inboxStub(env, head.id).publish(published(head))));
      await reader.until(() => reader.told.length >= heads.length);
      expect(shownAs(reader.told)).toEqual(shownAs(heads));
      const [tally] = await readTally(env.DB);
      expect(tally?.counts).toEqual({ ' active': 40, ' unread': 20 });
      await reader.until(() => reader.counts?.active === 40 && reader.counts.unread === 20);
      await reader.close();
      for (let shard = 0; shard < 4; shard += 1) {
        const own = heads.map(({ id }) => id).filter((id) => shardOf(id, 4) === shard);
        expect(own.length).toBeGreaterThan(0);
        expect((await inboxShard(env, shard).knownIds(null, 100)).toSorted()).toEqual(own.toSorted());
      }
    }));

  it('does not let somebody be seen at a conversation through an object that does not know it', async () =>
    withShards(4, async () => {
      const [head] = heads;
      if (!head) throw new Error('There is none.');
      const right = shardOf(head.id, 4);
      await inboxStub(env, head.id).publish(published(head));
      const [one, other] = [
        await Reader.open({ actor: ana, tab: null, filter: {} }),
        await Reader.open({ actor: boss, tab: null, filter: {} }),
      ];
      one.send({ t: 'at', id: head.id, typing: false }, (right + 1) % 4);
      await scheduler.wait(150);
      expect(other.about(head.id)).toEqual([]);
      one.send({ t: 'at', id: head.id, typing: false }, right);
      await other.until(() => other.about(head.id).length === 1);
      await Promise.all([one.close(), other.close()]);
    }));

  it('closes the sockets of a session on all of them when it ends, and everybody’s when rights change', async () =>
    withShards(4, async () => {
      const temporary = await join(admin, 'Tom Temp', 'agent');
      const open = async (cookie: string) =>
        Promise.all(
          [0, 1, 2, 3].map(async (shard) => openSocket<ListFrame>(`/api/live?shard=${shard}`, cookie)),
        );
      const [his, mine] = [await open(temporary.cookie), await open(admin)];
      await ask('/api/sign-out', { method: 'POST', cookie: temporary.cookie });
      await Promise.all(his.map(async (line) => line.wait(1)));
      expect(his.map(({ closed }) => closed)).toEqual(Array(4).fill({ code: 4401, reason: 'signedOut' }));
      expect(mine.map(({ closed }) => closed)).toEqual(Array(4).fill(null));
      const body = JSON.stringify({ visibility: 'groups' });
      await ask('/api/settings', { method: 'PUT', body, cookie: admin });
      await Promise.all(mine.map(async (line) => line.wait(1)));
      expect(mine.map(({ closed }) => closed)).toEqual(
        Array(4).fill({ code: 4409, reason: 'rightsChanged' }),
      );
    }));
});

describe('who is on the way in while rights end', () => {
  async function arriveAt(door: Door, newcomer: Newcomer): Promise<string | null> {
    const headers = { upgrade: 'websocket', [seatHeader]: JSON.stringify(newcomer) };
    const { webSocket } = await door.fetch(new Request('https://object/live', { headers }));
    if (!webSocket) throw new Error('No socket.');
    webSocket.accept();
    const closed = new Promise<string>((resolve) => {
      webSocket.addEventListener('close', ({ reason }) => resolve(reason));
    });
    webSocket.send(JSON.stringify({ t: 'hello', v: protocolVersion, since: null }));
    const welcomed = new Promise<null>((resolve) => {
      webSocket.addEventListener('message', () => resolve(null));
    });
    const outcome = await Promise.race([closed, welcomed]);
    if (outcome === null) webSocket.close(1000);
    return outcome;
  }

  it('is asked again: who they were then may not be who they are', async () => {
    const askedAt = Date.now() - 50;
    // One where nobody's rights ended yet.
    const inbox = inboxShard(env, 9);
    const arrive = async (newcomer: Newcomer) => arriveAt(inbox, newcomer);
    expect(await arrive({ actor: ana, sessionId: 'early', askedAt })).toBeNull();
    await inbox.close('ended');
    expect(await arrive({ actor: ana, sessionId: 'other', askedAt })).toBeNull();
    expect(await arrive({ actor: ana, sessionId: 'ended', askedAt })).toBe('signedOut');
    expect(await inbox.came('ended', 'a-conversation', askedAt)).toBe(false);
    expect(await inbox.came('other', 'a-conversation', askedAt)).toBe(true);
    await inbox.left('other', 'a-conversation');
    await inbox.close(null);
    expect(await arrive({ actor: ana, sessionId: 'other', askedAt })).toBe('rightsChanged');
    expect(await inbox.came('other', 'a-conversation', askedAt)).toBe(false);
    await scheduler.wait(5);
    expect(await arrive({ actor: ana, sessionId: 'other', askedAt: Date.now() })).toBeNull();
  });

  it('is closed at the conversation, too, though nobody had arrived there when the session ended', async () => {
    const phone = '15558000001';
    await meta(saying({ id: 'wamid.1', from: phone, at: Date.now() }));
    const id = await idOf(`phone:${phone}`);
    // After whatever ended in the tests before, and before what ends in this one.
    await scheduler.wait(5);
    const askedAt = Date.now();
    await scheduler.wait(5);
    const inbox = inboxStub(env, id);
    expect(await inbox.came('stays', id, askedAt)).toBe(true);
    expect(await inbox.came('goes', id, askedAt)).toBe(true);
    await inbox.close('goes');
    const conversation = conversationStub(env, id);
    expect(await arriveAt(conversation, { actor: ana, sessionId: 'stays', askedAt })).toBeNull();
    expect(await arriveAt(conversation, { actor: ana, sessionId: 'goes', askedAt })).toBe('signedOut');
  });
});
