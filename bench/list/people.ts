/** A business with a million conversations, made by chance with a fixed seed: the same for everybody who asks. */
import type { Channel } from '#domain/channel.ts';
import { broadcastStates, type Head } from '#domain/head.ts';
import { chanceFrom } from '../parts/numbers.ts';

export const now = Date.UTC(2026, 10, 20, 12);
const hour = 3_600_000;
const day = 24 * hour;

const number = (count: number): readonly number[] => Array.from({ length: count }, (_none, index) => index);
export const agents = number(60).map((index) => ({ id: `agent-${index}`, name: `Agent ${index}` }));
export const groups = number(8).map((index) => `group-${index}`);
const leads = ['new', 'contacted', 'qualifying', 'qualified', 'follow-up', 'converted', 'lost', 'archived'];
const accounts: readonly (readonly [Channel, string])[] = [
  ['whatsapp', 'number-0'],
  ['whatsapp', 'number-1'],
  ['whatsapp', 'number-2'],
  ['whatsapp', 'number-3'],
  ['messenger', 'page-0'],
  ['messenger', 'page-1'],
  ['instagram', 'profile-0'],
  ['instagram', 'profile-1'],
];
const given =
  'Maria João Ana José Siti Budi Aarav Priya محمد فاطمة 李 王 佐藤 鈴木 Олег Søren Zoë Łukasz Nguyễn Chloé'.split(
    ' ',
  );
const family =
  'Silva Santos Oliveira Souza Müller García Rossi Kumar Sharma Wijaya Rahman علي حسن 伟 芳 健太 Иванов Çelik'.split(
    ' ',
  );
const common =
  'the order where is my price size blue red delivery tomorrow today please thanks address pay refund'.split(
    ' ',
  );
const foreign = 'कीमत कितनी ऑर्डर सिफारिश طلب السعر متى التوصيل 价格 多少 配送 注文 いつ 届き'.split(' ');

/** The text of the one message that each of them wrote. */
export type Written = { readonly head: Head; readonly text: string };

/** Makes the conversations one after the other. `count` of them spread over a year, most of them archived. */
export function* conversations(count: number): Generator<Written> {
  const chance = chanceFrom(20_261_121);
  const below = (limit: number): number => Math.floor(chance() * limit);
  const pick = <T>(from: readonly [T, ...T[]] | readonly T[]): T => from[below(from.length)] as T;
  /** Small numbers often, large ones seldom. */
  const skewed = (limit: number): number => Math.floor(limit * chance() ** 2.5);
  const id = (index: number): string =>
    Array.from(
      { length: 24 },
      (_none, at) =>
        'abcdefghijklmnopqrstuvwxyz234567'[at < 17 ? below(32) : (index >> ((at - 17) * 5)) & 31],
    ).join('');

  for (let index = 0; index < count; index += 1) {
    const recent = chance() < 0.06;
    const age = recent ? Math.floor(3 * day * chance() ** 2) : Math.floor(3 * day + 362 * day * chance());
    const lastAt = now - age;
    const archived = !recent && chance() < 0.97;
    const customerLast = chance() < 0.45;
    const openedAt = customerLast ? lastAt : lastAt - Math.floor(20 * hour * chance());
    const waiting = customerLast && !archived && chance() < 0.35;
    const agent = chance() < 0.85 ? below(agents.length) : -1;
    const [channel, accountId] = pick(accounts);
    const free = channel === 'whatsapp' && chance() < 0.02;
    const unread = waiting && chance() < 0.6 ? 1 + below(4) : 0;
    const words = number(4 + below(8)).map(() =>
      chance() < 0.02 ? pick(foreign) : chance() < 0.3 ? pick(common) : `w${skewed(20_000).toString(36)}`,
    );
    const text = words.join(' ');
    const broadcast = `broadcast-${skewed(30)}`;
    const reached = chance() < 0.5 ? broadcastStates.slice(0, 1 + below(4)) : [];
    const failed = chance() < 0.004;
    const tagged = new Set<string>();
    while (tagged.size < 3) tagged.add(`tag-${tagged.size < 2 ? skewed(50) : below(50)}`);
    const head: Head = {
      id: id(index),
      rev: 3,
      channel,
      accountId,
      name: `${pick(given)} ${pick(family)}`,
      ...(channel === 'whatsapp'
        ? { phone: `+55${String(11_900_000_000 + below(99_999_999))}` }
        : { username: `@user${index.toString(36)}` }),
      createdAt: lastAt - Math.floor(200 * day * chance() ** 3),
      lastAt,
      preview: { kind: 'text', text, direction: customerLast ? 'in' : 'out', at: lastAt },
      unread,
      windowExpiresAt: openedAt + 24 * hour,
      openedAt,
      freeEntryUntil: free ? lastAt + 72 * hour : null,
      assignee: agents[agent] ?? null,
      groupId: agent < 0 ? (chance() < 0.5 ? pick(groups) : null) : (groups[agent % groups.length] ?? null),
      archived,
      ...(waiting && { waitingSince: openedAt - Math.floor(4 * hour * chance()) }),
      ...((!waiting || chance() < 0.5) && { answeredAt: lastAt }),
      ...(failed && { failed: true as const }),
      lead: leads[skewed(leads.length)] ?? 'new',
      tags: [...tagged],
      ...(chance() < 0.01 && { followUpAt: now - 2 * day + Math.floor(9 * day * chance()) }),
      attributes: { size: pick(['S', 'M', 'L', 'XL']), city: `city-${skewed(200)}` },
      ...(chance() < 0.3 && { templates: [`template_${skewed(20)}`] }),
      ...(chance() < 0.2 && { ads: [`ad-${skewed(100)}`] }),
      ...(reached.length > 0 && { broadcasts: reached.map((state) => `${broadcast}:${state}`) }),
    };
    yield { head, text };
  }
}
