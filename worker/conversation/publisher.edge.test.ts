/** What a conversation tells the index of what was said in it, and what it says when it is asked. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Position } from '#domain/message.ts';
import type { CustomerName } from '../channels/channel.ts';
import { Inbox } from '../inbox/object.ts';
import type { Published } from '../inbox/published.ts';
import {
  command,
  connect,
  env,
  idOf,
  meta,
  migrateD1,
  objectOf,
  setUp,
  until,
  view,
} from '../testing/door.ts';
import { heard } from '../testing/events.ts';
import { breakD1 } from '../testing/failing-d1.ts';
import { playGraph } from '../testing/graph.ts';
import { account, reporting, saying } from '../testing/meta.ts';
import { conversationId, conversationStub } from './id.ts';
import { eventually } from '../testing/eventually.ts';

const hour = 60 * 60 * 1000;
let admin = '';
let next = 15559500000;
let told: Published[] = [];
let graph: ReturnType<typeof playGraph>;
let broken: ReturnType<typeof breakD1> | null = null;

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
  await connect(admin);
});

beforeEach(() => {
  graph = playGraph();
  told = [];
  const { publish } = Inbox.prototype;
  vi.spyOn(Inbox.prototype, 'publish').mockImplementation(async function heed(this: Inbox, published) {
    told.push(structuredClone(published));
    return publish.call(this, published);
  });
});

afterEach(() => {
  broken?.repair();
  graph.restore();
  vi.restoreAllMocks();
});

async function somebody(text = 'Hello'): Promise<CustomerName> {
  next += 1;
  await meta(saying({ id: `wamid.${next}`, from: String(next), text, at: Date.now() - hour }));
  return `phone:${next}`;
}

/** Until D1 has the newest rev of it. */
async function indexed(name: CustomerName): Promise<void> {
  await eventually(async () => {
    const { head } = await view(name, admin);
    const row = await env.DB.prepare('SELECT rev FROM conversation WHERE id = ?').bind(head.id).first();
    expect(row).toEqual({ rev: head.rev });
  });
}

/** The words that the index has of a conversation. */
async function found(id: string): Promise<string[]> {
  const { results } = await env.DB.prepare('SELECT conversation, text FROM said').all<{
    conversation: string;
    text: string;
  }>();
  return results.flatMap(({ conversation, text }) => (conversation === id ? [text] : [])).sort();
}

const wordsTold = () => told.flatMap(({ said }) => said.map(({ text }) => text));

describe('the words of messages', () => {
  it('are told once each, and not again for ticks and reads', async () => {
    const name = await somebody();
    await command(name, admin, { type: 'send', draft: { kind: 'text', text: 'Good morning' } });
    await until(name, admin, ({ messages }) => messages.at(-1)?.delivery?.state === 'accepted');
    const { messages } = await view(name, admin);
    const sent = messages.at(-1)?.id ?? '';
    for (const status of ['delivered', 'read']) {
      await meta(reporting({ id: 'x', status, at: Date.now(), callbackId: sent, to: String(next) }));
    }
    await command(name, admin, { type: 'comment', text: 'A comment' });
    await indexed(name);
    expect(wordsTold()).toEqual(['Hello', 'Good morning', 'A comment']);
    expect(told.flatMap(({ unsaid }) => unsaid)).toEqual([]);
    expect(await found(await idOf(name))).toEqual(['A comment', 'Good morning', 'Hello']);
  });

  it('change with an edit and go with an unsend (R-41)', async () => {
    const name = await somebody('Before');
    await indexed(name);
    const object = await objectOf(name);
    const line = { channel: 'whatsapp', accountId: account } as const;
    const event = {
      ...line,
      names: [name],
      peer: String(next),
      target: `wamid.${next}`,
      from: 'customer',
    } as const;
    const content = { kind: 'text', text: 'After' } as const;
    const at = Date.now();
    await object.ingest({ line, names: [name], events: [{ ...event, type: 'edit', id: 'e', at, content }] });
    await indexed(name);
    expect(await found(await idOf(name))).toEqual(['After']);
    await object.ingest({ line, names: [name], events: [{ ...event, type: 'unsend', id: 'u', at }] });
    await indexed(name);
    expect(told.at(-1)?.unsaid).toMatchObject([{ message: `wamid.${next}` }]);
    expect(await found(await idOf(name))).toEqual([]);
  });

  it('that D1 did not take are told again, also by an object that has started anew (R-35)', async () => {
    const name = await somebody('One');
    await indexed(name);
    broken = breakD1();
    await meta(saying({ id: `two.${next}`, from: String(next), text: 'Two', at: Date.now() }));
    await meta(saying({ id: `three.${next}`, from: String(next), text: 'Three', at: Date.now() }));
    const object = await objectOf(name);
    await evictDurableObject(object);
    broken.repair();
    await eventually(async () => {
      await runDurableObjectAlarm(object);
      expect(await found(await idOf(name))).toEqual(['One', 'Three', 'Two']);
    }, 100);
    await indexed(name);
  });

  it('of very many messages go in parts, and all arrive', async () => {
    next += 1;
    const name: CustomerName = `phone:${next}`;
    const line = { channel: 'whatsapp', accountId: account } as const;
    const events = Array.from({ length: 450 }, (_none, index) =>
      heard({ ...line, names: [name], id: `${next}.${index}`, at: Date.now() - hour + index }),
    );
    await (await objectOf(name)).ingest({ line, names: [name], events });
    await eventually(async () => expect(await found(await idOf(name))).toHaveLength(450));
    const own = told.filter(({ said }) => said.length > 0);
    expect(own.map(({ said }) => said.length)).toEqual([200, 200, 50]);
    await indexed(name);
  });

  it('of two conversations that become one stand under the one that stays (R-32)', async () => {
    const phone = await somebody('Under the phone');
    await scheduler.wait(2);
    const bsuid: CustomerName = `bsuid:US.${next}`;
    await meta(saying({ id: `b.${next}`, bsuid: `US.${next}`, text: 'Under the id', at: Date.now() - hour }));
    await indexed(phone);
    await indexed(bsuid);
    const other = await idOf(bsuid);
    expect(await found(other)).toEqual(['Under the id']);
    await meta(
      saying({ id: `t.${next}`, from: String(next), bsuid: `US.${next}`, text: 'Both', at: Date.now() }),
    );
    await eventually(async () => {
      expect(await found(await idOf(phone))).toEqual(['Both', 'Under the id', 'Under the phone']);
      expect(await found(other)).toEqual([]);
    });
    const gone = conversationStub(env, other);
    expect([await gone.indexed(), await gone.saidPage(null, 9)]).toEqual([
      null,
      { said: [], unsaid: [], next: null },
    ]);
  });
});

describe('asked what the index should hold', () => {
  it('it tells its head, and its words page by page', async () => {
    const name = await somebody('w0');
    for (let index = 1; index < 5; index += 1) {
      await meta(saying({ id: `w.${next}.${index}`, from: String(next), text: `w${index}`, at: Date.now() }));
      await command(name, admin, { type: index % 2 === 0 ? 'archive' : 'reopen' });
    }
    const object = await objectOf(name);
    const { head } = await view(name, admin);
    expect(await object.indexed()).toMatchObject({ head, was: null, said: [], unsaid: [] });
    const texts: string[] = [];
    let after: Position | null = null;
    do {
      const { said, next: then } = await object.saidPage(after, 2);
      texts.push(...said.map(({ text }) => text));
      after = then;
    } while (after);
    expect(texts).toEqual(['w0', 'w1', 'w2', 'w3', 'w4']);
  });

  it('nothing where nothing is', async () => {
    const id = await conversationId({ channel: 'whatsapp', accountId: account }, 'phone:1');
    expect(await conversationStub(env, id).indexed()).toBeNull();
  });
});

describe('a conversation of an older release', () => {
  it('is counted once when it wakes: who waits, who answered, its lead (R-35)', async () => {
    const name = await somebody();
    await command(name, admin, { type: 'send', draft: { kind: 'text', text: 'Hi' } });
    await meta(saying({ id: `again.${next}`, from: String(next), at: Date.now() + 60_000 }));
    await until(name, admin, ({ messages }) =>
      messages.some(({ delivery }) => delivery?.state === 'accepted'),
    );
    const { head } = await view(name, admin);
    expect(head).toMatchObject({ lead: 'new' });
    expect(head.waitingSince).toBeGreaterThan(head.answeredAt ?? Infinity);
    const object = await objectOf(name);
    await runInDurableObject(object, async (_instance, { storage }) => {
      storage.sql.exec(`UPDATE head SET state = json_remove(state, '$.answered', '$.leadFinal', '$.groupName',
        '$.head.waitingSince', '$.head.answeredAt', '$.head.lead', '$.head.leadFacts')`);
      storage.sql.exec("DELETE FROM panel WHERE part = 'leads'");
    });
    await evictDurableObject(object);
    const now = (await view(name, admin)).head;
    expect(now).toEqual({ ...head, rev: head.rev + 1 });
    await indexed(name);
    await evictDurableObject(object);
    expect((await view(name, admin)).head).toEqual(now);
  });
});
