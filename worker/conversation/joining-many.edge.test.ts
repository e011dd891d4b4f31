import { beforeAll, describe, expect, it } from 'vitest';
import type { ConversationView } from '#domain/http.ts';
import type { CustomerName } from '../channels/channel.ts';
import { ask, env, idOf, meta, migrateD1, setUp, until, view } from '../testing/door.ts';
import { saying } from '../testing/meta.ts';
import { eventually } from '../testing/eventually.ts';

const hour = 60 * 60 * 1000;
let admin = '';
let next = 15618000000;

type Pair = { readonly phone: string; readonly bsuid: string };

/** A customer that no other test has spoken to. */
function somebody(): Pair {
  next += 1;
  return { phone: String(next), bsuid: `US.${next}` };
}

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
});

const textsOf = ({ messages }: Pick<ConversationView, 'messages'>): string[] =>
  messages.flatMap(({ content }) => (content.kind === 'text' ? [content.text] : []));

describe('more than two', () => {
  /** Says at once that both numbers and the id are the same customer. */
  async function changeNumber(old: Pair, now: string): Promise<void> {
    const system = { type: 'user_changed_number', body: 'changed', wa_id: now, customer: old.phone };
    const kind = { type: 'system', system };
    const { phone: from, bsuid } = old;
    await meta(saying({ id: `wamid.change.${from}`, from, bsuid, kind, at: Date.now() - 60_000 }));
  }

  it.each([
    ['the old number', [0, 1, 2]],
    ['the id', [1, 2, 0]],
    ['the new number', [2, 1, 0]],
  ])('all become the oldest: %s (R-32, R-33)', async (_name, order) => {
    const pair = somebody();
    const { phone: now } = somebody();
    const kinds = [{ from: pair.phone }, { bsuid: pair.bsuid }, { from: now }];
    const names: CustomerName[] = [`phone:${pair.phone}`, `bsuid:${pair.bsuid}`, `phone:${now}`];
    for (const index of order) {
      const text = `text ${index}`;
      await meta(
        saying({ id: `wamid.${now}.${index}`, ...kinds[index], text, at: Date.now() - hour + index }),
      );
      await scheduler.wait(2);
    }
    await changeNumber(pair, now);
    const winner = names[order[0] ?? 0] ?? names[0];
    const seen = await until(winner ?? 'phone:0', admin, (one) => textsOf(one).length === 3);
    expect(textsOf(seen).toSorted()).toEqual(['text 0', 'text 1', 'text 2']);
    expect(seen.head.id).toBe(await idOf(winner ?? 'phone:0'));
    for (const name of names) await until(name, admin, ({ head }) => head.id === seen.head.id);
    const ids = await Promise.all(names.map(async (name) => idOf(name)));
    await eventually(async () => {
      const { results } = await env.DB.prepare('SELECT id FROM conversation WHERE id IN (?, ?, ?)')
        .bind(...ids)
        .all();
      expect(results).toEqual([{ id: seen.head.id }]);
    });
    // Each name writes to the same place from now on.
    for (const [index, name] of kinds.entries()) {
      await meta(saying({ id: `wamid.${now}.after.${index}`, ...name, text: 'after', at: Date.now() }));
    }
    const after = await view(winner ?? 'phone:0', admin);
    expect(textsOf(after).filter((text) => text === 'after')).toHaveLength(3);
  });
});

describe('a long conversation', () => {
  it('is handed over page by page, all of it, in order, also within a second (R-1, R-32)', async () => {
    const { phone, bsuid } = somebody();
    const at = Date.now() - hour;
    await meta(saying({ id: `wamid.first.${phone}`, from: phone, text: 'first', at }));
    await scheduler.wait(2);
    // More than two pages of them, and one that stands among the other's.
    const texts = Array.from({ length: 250 }, (_, n) => `text ${n}`);
    await meta(
      ...texts.map((text, n) =>
        saying({ id: `wamid.${phone}.${n}`, bsuid, text, at: at + 1000 + Math.floor(n / 120) * 1000 }),
      ),
    );
    // What changed last would come last, if pages went by changes alone.
    const kind = { type: 'reaction', reaction: { message_id: `wamid.${phone}.3`, emoji: '👍' } };
    await meta(saying({ id: `wamid.like.${phone}`, bsuid, kind, at: at + 10_000 }));
    await meta(
      saying({ id: `wamid.tie.${phone}`, from: phone, bsuid, text: 'tie', at: at + 125_500 + 1_000_000 }),
    );
    const name: CustomerName = `phone:${phone}`;
    await until(name, admin, ({ messages }) => JSON.stringify(messages).includes('"joined"'));
    const all: string[] = [];
    for (let { messages, more } = await view(name, admin); ;) {
      all.unshift(...textsOf({ messages }));
      const [first] = messages;
      if (!more || !first) break;
      const path = `/api/conversations/${await idOf(name)}/messages?beforeAt=${first.at}&beforeSeq=${first.seq}`;
      const older = await (await ask(path, { cookie: admin })).json<ConversationView>();
      ({ messages, more } = older);
    }
    expect(all).toEqual(['first', ...texts, 'tie']);
    expect((await view(name, admin)).head.unread).toBe(252);
  });
});
