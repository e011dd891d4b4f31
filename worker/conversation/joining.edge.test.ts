import { evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConversationFrame, ListFrame } from '#domain/frame.ts';
import type { ConversationView } from '#domain/http.ts';
import type { CustomerName } from '../channels/channel.ts';
import { ask, command, connect, env, idOf, join, meta, migrateD1, objectOf, setUp } from '../testing/door.ts';
import { until, view } from '../testing/door.ts';
import { picture } from '../testing/files.ts';
import { acceptedAs, playGraph, refusedWith } from '../testing/graph.ts';
import { reporting, saying } from '../testing/meta.ts';
import { openSocket } from '../testing/socket.ts';
import { Conversation } from './object.ts';
import { eventually } from '../testing/eventually.ts';

const hour = 60 * 60 * 1000;
let admin = '';
let ana: { id: string; cookie: string };
let graph: ReturnType<typeof playGraph>;
let next = 15558000000;

type Pair = { readonly phone: string; readonly bsuid: string };
const nameOf = ({ phone, bsuid }: Pair, kind: 'phone' | 'bsuid'): CustomerName =>
  kind === 'phone' ? `phone:${phone}` : `bsuid:${bsuid}`;

/** A customer that no other test has spoken to. */
function somebody(): Pair {
  next += 1;
  return { phone: String(next), bsuid: `US.${next}` };
}

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
  await connect(admin);
  ana = await join(admin, 'Ana Reis', 'agent');
});

beforeEach(() => {
  graph = playGraph();
});

afterEach(() => {
  graph.restore();
  vi.restoreAllMocks();
});

const textsOf = ({ messages }: ConversationView): string[] =>
  messages.flatMap(({ content }) => (content.kind === 'text' ? [content.text] : []));
const linesOf = ({ messages }: ConversationView, what: string): number =>
  messages.filter(({ content }) => content.kind === 'line' && content.what === what).length;

/** Who writes under one name only, at `minutes` past two hours ago. */
async function write(pair: Pair, kind: 'phone' | 'bsuid', minutes: number, text: string): Promise<void> {
  const name = kind === 'phone' ? { from: pair.phone } : { bsuid: pair.bsuid };
  const at = Date.now() - 2 * hour + minutes * 60_000;
  await meta(saying({ id: `wamid.${pair.phone}.${text}`, ...name, text, at }));
  // When a conversation began is known to the millisecond.
  await scheduler.wait(2);
}

/** Something that shows both names. */
async function tie(pair: Pair, text = 'tie', minutes = 60): Promise<void> {
  const at = Date.now() - 2 * hour + minutes * 60_000;
  const { phone: from, bsuid } = pair;
  await meta(saying({ id: `wamid.${from}.${text}`, from, bsuid, text, at }));
}

const joined = (name: CustomerName): Promise<ConversationView> =>
  until(name, admin, (seen) => linesOf(seen, 'joined') > 0);

async function rowsOf(pair: Pair): Promise<string[]> {
  const ids = [await idOf(nameOf(pair, 'phone')), await idOf(nameOf(pair, 'bsuid'))];
  const { results } = await env.DB.prepare('SELECT id FROM conversation WHERE id IN (?, ?)')
    .bind(...ids)
    .all<{ id: string }>();
  return results.map(({ id }) => id);
}

/** Until D1 shows one row of the customer: `winner`'s, as new as the conversation. */
async function oneRow(pair: Pair, winner: CustomerName): Promise<void> {
  const { id, rev } = (await view(winner, admin)).head;
  await eventually(async () => {
    expect(await rowsOf(pair)).toEqual([id]);
    const row = await env.DB.prepare('SELECT rev FROM conversation WHERE id = ?').bind(id).first();
    expect(row).toEqual({ rev });
  });
}

/** Two conversations of one customer, of which `earlier` began first. */
async function grownApart(earlier: 'phone' | 'bsuid') {
  const pair = somebody();
  const later = earlier === 'phone' ? 'bsuid' : 'phone';
  const [winner, loser] = [nameOf(pair, earlier), nameOf(pair, later)];
  await write(pair, earlier, 10, 'first');
  await write(pair, later, 20, 'second');
  await write(pair, earlier, 30, 'third');
  return { pair, earlier, later, winner, loser } as const;
}

describe.each(['phone', 'bsuid'] as const)(
  'two conversations of one customer, the %s’s is older',
  (earlier) => {
    it('become the older one: every message once and in order, unread summed, one line (R-32)', async () => {
      const { pair, winner, loser, later } = await grownApart(earlier);
      await eventually(async () => expect(await rowsOf(pair)).toHaveLength(2));
      await write(pair, later, 40, 'fourth');
      await tie(pair);
      const seen = await joined(winner);
      expect(textsOf(seen)).toEqual(['first', 'second', 'third', 'fourth', 'tie']);
      expect(linesOf(seen, 'joined')).toBe(1);
      expect(seen.head).toMatchObject({ id: await idOf(winner), unread: 5, phone: `+${pair.phone}` });
      expect(await view(loser, admin)).toMatchObject({ head: seen.head, messages: seen.messages });
      await oneRow(pair, winner);
      const list = await ask('/api/conversations', { cookie: admin });
      const { rows } = await list.json<{ rows: { id: string; phone?: string }[] }>();
      expect(rows.filter(({ phone }) => phone === `+${pair.phone}`)).toHaveLength(1);
    });

    it('tells the list and leads those who look on (R-32, R-36)', async () => {
      const { pair, winner, loser } = await grownApart(earlier);
      const [winnerId, loserId] = [await idOf(winner), await idOf(loser)];
      await eventually(async () => expect(await rowsOf(pair)).toHaveLength(2));
      const list = await openSocket<ListFrame>('/api/live', admin);
      list.hello(null);
      await list.wait(1);
      const looking = await openSocket<ConversationFrame>(`/api/conversations/${loserId}/live`, admin);
      looking.hello(null);
      await looking.wait(1);
      await tie(pair);
      await joined(winner);
      await eventually(() => expect(looking.closed).toEqual({ code: 4410, reason: winnerId }));
      await eventually(() => {
        const gone = list.frames.flatMap((frame) => (frame.t === 'rows' ? frame.gone : []));
        expect(new Set(gone)).toEqual(new Set([loserId]));
      });
      list.close();
      // The old address leads to the same sockets, and those of a session that ends are closed there, too.
      const somewhere = await join(admin, `Guest ${pair.phone}`, 'manager');
      const again = await openSocket<ConversationFrame>(
        `/api/conversations/${loserId}/live`,
        somewhere.cookie,
      );
      again.hello(null);
      expect((await again.wait(1))[0]).toMatchObject({ t: 'snapshot', head: { id: winnerId } });
      await ask('/api/sign-out', { method: 'POST', cookie: somewhere.cookie });
      await eventually(() => expect(again.closed).toMatchObject({ code: 4401 }));
    });

    it('repeated ties change nothing any more (R-3, R-32)', async () => {
      const { pair, winner } = await grownApart(earlier);
      await tie(pair);
      await joined(winner);
      await oneRow(pair, winner);
      const { rev } = (await view(winner, admin)).head;
      await Promise.all([tie(pair), tie(pair)]);
      expect((await view(winner, admin)).head.rev).toBe(rev);
      await tie(pair, 'more', 70);
      await write(pair, 'phone', 71, 'by phone');
      await write(pair, 'bsuid', 72, 'by id');
      const seen = await view(winner, admin);
      expect(seen.head.rev).toBe(rev + 3);
      expect(textsOf(seen).slice(-3)).toEqual(['more', 'by phone', 'by id']);
      expect(linesOf(seen, 'joined')).toBe(1);
    });

    it('a send that waits leaves once; answers, reports and files of both are found (R-18, R-19, R-32)', async () => {
      const { pair, winner, loser, later } = await grownApart(earlier);
      const media = picture();
      graph.serve('/media-1', () => Response.json({ url: 'https://lookaside.fbsbx.com/file-1' }));
      graph.serve('lookaside', () => new Response(media, { headers: { 'content-type': 'image/jpeg' } }));
      const names = later === 'phone' ? { from: pair.phone } : { bsuid: pair.bsuid };
      const image = { type: 'image', image: { id: 'media-1', mime_type: 'image/jpeg' } };
      const imageId = `wamid.image.${pair.phone}`;
      await meta(saying({ id: imageId, ...names, kind: image, at: Date.now() - hour }));
      await until(loser, admin, ({ messages }) => JSON.stringify(messages).includes('"here"'));
      // This customer is sent to too often: Meta's pair limit, which is nobody else's.
      graph.answer(
        () => acceptedAs(`wamid.one.${pair.phone}`),
        () => refusedWith(131056),
      );
      const say = { type: 'send', draft: { kind: 'text', text: 'one' } } as const;
      await command(loser, ana.cookie, say);
      const clientId = crypto.randomUUID();
      const waiting = { ...say, clientId, draft: { kind: 'text', text: 'two' } } as const;
      await command(loser, ana.cookie, waiting);
      await until(loser, admin, ({ messages }) => messages.some(({ delivery }) => delivery?.waiting));
      expect(graph.asked).toHaveLength(2);
      await tie(pair);
      await joined(winner);
      await eventually(async () => {
        await runDurableObjectAlarm(await objectOf(winner));
        expect(graph.asked).toHaveLength(3);
      });
      const seen = await until(winner, admin, ({ messages }) =>
        messages.every(({ delivery }) => !delivery || delivery.state === 'accepted'),
      );
      expect(graph.asked.map(({ body }) => body['biz_opaque_callback_data']).slice(1)).toEqual([
        clientId,
        clientId,
      ]);
      expect(seen.head.assignee?.id).toBe(ana.id);
      // The same command again, at the old address, is the same message.
      expect((await command(loser, ana.cookie, waiting)).status).toBe(200);
      expect(graph.asked).toHaveLength(3);
      await meta(
        reporting({ id: `wamid.one.${pair.phone}`, status: 'read', to: pair.phone, at: Date.now() - 1000 }),
      );
      const after = await view(winner, admin);
      const states = after.messages.flatMap(({ delivery }) => (delivery ? [delivery.state] : []));
      expect(states).toEqual(['read', 'accepted']);
      for (const id of [await idOf(winner), await idOf(loser)]) {
        const file = await ask(`/api/media/${id}/${encodeURIComponent(imageId)}/0`, { cookie: admin });
        expect(file.status).toBe(200);
        expect(new Uint8Array(await file.arrayBuffer())).toEqual(media);
      }
    });

    it('a report that shows both names finds the message in either of them (R-9, R-32)', async () => {
      const { pair, winner, loser } = await grownApart(earlier);
      graph.answer(() => acceptedAs(`wamid.sent.${pair.phone}`));
      await command(loser, ana.cookie, { type: 'send', draft: { kind: 'text', text: 'mine' } });
      await until(loser, admin, ({ messages }) =>
        messages.some(({ delivery }) => delivery?.state === 'accepted'),
      );
      const { phone: to, bsuid } = pair;
      await meta(
        reporting({ id: `wamid.sent.${to}`, status: 'delivered', to, bsuid, at: Date.now() - 1000 }),
      );
      const seen = await joined(winner);
      expect(seen.messages.find(({ delivery }) => delivery)?.delivery?.state).toBe('delivered');
    });
  },
);

describe.each(['phone', 'bsuid'] as const)(
  'whatever comes while they become one (%s is older)',
  (earlier) => {
    it('is there once and in order, and every answer leaves once (R-3, R-18, R-32)', async () => {
      const { pair, winner, loser } = await grownApart(earlier);
      const ids = Array.from({ length: 8 }, () => crypto.randomUUID());
      await tie(pair);
      await Promise.all([
        ...Array.from({ length: 20 }, async (_, n) => {
          await scheduler.wait(n * 7);
          await (n % 3 === 0
            ? tie(pair, `n${n}`, 61 + n)
            : write(pair, n % 2 ? 'phone' : 'bsuid', 61 + n, `n${n}`));
        }),
        ...ids.map(async (clientId, n) => {
          await scheduler.wait(n * 17);
          const draft = { kind: 'text', text: `answer ${n}` } as const;
          const answer = await command(n % 2 ? winner : loser, admin, { type: 'send', clientId, draft });
          expect(answer.status).toBe(200);
        }),
      ]);
      await joined(winner);
      const seen = await until(winner, admin, ({ messages }) =>
        messages.every(({ delivery }) => !delivery || delivery.state === 'accepted'),
      );
      const theirs = seen.messages.filter(({ direction }) => direction === 'in');
      const told = Array.from({ length: 20 }, (_, n) => `n${n}`);
      expect(theirs.map(({ content }) => 'text' in content && content.text)).toEqual([
        ...['first', 'second', 'third', 'tie'],
        ...told,
      ]);
      expect(
        seen.messages
          .filter(({ direction }) => direction === 'out')
          .map(({ id }) => id)
          .toSorted(),
      ).toEqual(ids.toSorted());
      expect(graph.asked.map(({ body }) => body['biz_opaque_callback_data']).toSorted()).toEqual(
        ids.toSorted(),
      );
      expect(linesOf(seen, 'joined')).toBe(1);
      expect(await view(loser, admin)).toMatchObject({ head: { id: seen.head.id }, messages: seen.messages });
      await oneRow(pair, winner);
    });
  },
);

describe('a join that is broken off', () => {
  type Method = 'handMessages' | 'retire' | 'dropRetired' | 'join';
  type Called = (this: unknown, ...args: unknown[]) => Promise<unknown>;

  /** Until it is mended, calls of `method` do their work and the answer is lost, or do not even do it. */
  function breakOff(method: Method, works: boolean): () => void {
    const original = Reflect.get(Conversation.prototype, method) as Called;
    const spied: Called = async function spied(...args) {
      if (works) await original.apply(this, args);
      throw new Error('broken off by a test');
    };
    const methods = Conversation.prototype as unknown as Record<string, Called>;
    const spy = vi.spyOn(methods, method).mockImplementation(spied);
    return () => spy.mockRestore();
  }

  const cases = [
    ['before a page', 'handMessages', false],
    ['before the end', 'retire', false],
    ['after the signpost stands', 'retire', true],
    ['before the rest is dropped', 'dropRetired', false],
    ['when the other one should begin it', 'join', false],
  ] as const;

  it.each((['phone', 'bsuid'] as const).flatMap((earlier) => cases.map((one) => [...one, earlier] as const)))(
    '%s is finished by the alarm (%s, worked: %s; %s older) (R-32, R-38)',
    async (...given) => {
      const [, method, works, earlier] = given;
      const { pair, winner, loser } = await grownApart(earlier);
      await eventually(async () => expect(await rowsOf(pair)).toHaveLength(2));
      graph.answer(() => refusedWith(131056));
      await command(loser, ana.cookie, { type: 'send', draft: { kind: 'text', text: 'waits' } });
      await until(loser, admin, ({ messages }) => messages.some(({ delivery }) => delivery?.waiting));
      const mend = breakOff(method, works);
      await tie(pair);
      await scheduler.wait(100);
      const [one, other] = [await objectOf(loser), await objectOf(winner)];
      await evictDurableObject(one);
      await evictDurableObject(other);
      // Whoever wakes meanwhile, and however often: nothing is dropped before it is there.
      for (let round = 0; round < 4; round += 1) {
        if (round === 2) mend();
        await runDurableObjectAlarm(one);
        await scheduler.wait(30);
        await runDurableObjectAlarm(other);
        await scheduler.wait(30);
      }
      const seen = await joined(winner);
      expect(textsOf(seen).toSorted()).toEqual(['first', 'second', 'third', 'tie', 'waits']);
      expect(linesOf(seen, 'joined')).toBe(1);
      // Its own two and the tie; what the answer had read in the other one stays read.
      expect(seen.head.unread).toBe(3);
      expect((await view(loser, admin)).head.id).toBe(await idOf(winner));
      await eventually(async () => {
        await runDurableObjectAlarm(await objectOf(winner));
        expect(graph.asked).toHaveLength(2);
      });
      await eventually(async () => {
        await runDurableObjectAlarm(await objectOf(loser));
        expect(await rowsOf(pair)).toEqual([await idOf(winner)]);
      });
      expect(graph.asked).toHaveLength(2);
    },
  );
});
