import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Head } from '#domain/head.ts';
import type { Actor } from '#domain/permission.ts';
import type { Env } from '../env.ts';
import { leadsAsCsv } from '../leads/export.ts';
import { env, migrateD1 } from '../testing/door.ts';
import { aHead, countedD1, indexHeads, minute } from '../testing/index.ts';
import { exportContacts } from './export.ts';

const count = 20_000;
const start = Date.UTC(2026, 10, 1);
const manager: Actor = { id: 'mona', name: 'Mona', role: 'manager', groups: [], visibility: 'all' };
const ana: Actor = { id: 'ana', name: 'Ana', role: 'agent', groups: ['sales'], visibility: 'own' };
const query = { tab: null, filter: {} };

/** Every hundredth is Ana's, every hundredth of another group; every tenth is called like a formula. */
function someone(index: number): Head {
  return aHead({
    id: `c${String(index).padStart(23, '0')}`,
    name: index % 10 === 3 ? `=1+${index}` : `Person ${index}`,
    phone: `+1555${1_000_000 + index}`,
    lastAt: start + index * minute,
    lead: 'new',
    assignee: index % 100 === 7 ? { id: 'ana', name: 'Ana' } : null,
    groupId: index % 100 === 11 ? 'support' : null,
  });
}

const files = {
  contacts: async (place: Env, actor: Actor) => exportContacts(place, { actor, query }),
  leads: async (place: Env, actor: Actor) => leadsAsCsv(place, actor, query),
} as const;

/** The file piece by piece, as fast as somebody takes it; `between` runs after each piece. */
async function pieces(
  file: ReadableStream<Uint8Array>,
  between: (piece: Uint8Array) => Promise<void> | void = () => {},
): Promise<string[]> {
  const found: Uint8Array[] = [];
  for await (const piece of file) {
    found.push(piece);
    await between(piece);
  }
  return found.map((piece) => new TextDecoder().decode(piece));
}

const phonesIn = (text: string): string[] => text.match(/\+1555\d{7}/gu) ?? [];

beforeAll(async () => {
  await migrateD1();
  await indexHeads(Array.from({ length: count }, (_none, index) => someone(index)));
}, 120_000);

afterEach(() => void vi.restoreAllMocks());

describe.each(['contacts', 'leads'] as const)('a file of 20,000 %s', (kind) => {
  it('has each of them once, is read page by page as it is taken, and every page costs the same', async () => {
    const { db, cost } = countedD1();
    const file = await files[kind]({ ...env, DB: db }, manager);
    const costs: { readonly rows: number; readonly statements: number }[] = [];
    const sizes: number[] = [];
    const found = await pieces(file, ({ length }) => {
      costs.push({ rows: cost.read, statements: cost.statements });
      sizes.push(length);
    });
    const phones = phonesIn(found.join(''));
    expect([phones.length, new Set(phones).size]).toEqual([count, count]);
    expect(Math.max(...sizes)).toBeLessThan(64 * 1024);
    const steps = costs.slice(1).map(({ rows, statements }, index) => {
      const before = costs[index] ?? { rows: 0, statements: 0 };
      return { rows: rows - before.rows, statements: statements - before.statements };
    });
    // By key: what was passed over is not read again.
    expect(Math.max(...steps.map(({ rows }) => rows))).toBeLessThanOrEqual(4 * 200 + 20);
    expect(Math.max(...steps.slice(1).map(({ statements }) => statements))).toBe(1);
    expect(steps.length).toBeGreaterThanOrEqual(count / 200);
  }, 60_000);

  it('waits for whoever takes it: nothing is read ahead but a page', async () => {
    const { db, cost } = countedD1();
    const reader = (await files[kind]({ ...env, DB: db }, manager)).getReader();
    await reader.read();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(cost.read).toBeLessThanOrEqual(2 * 4 * 200 + 40);
    await reader.cancel();
  });

  it('has what its reader may see, and no formula', async () => {
    const text = (await pieces(await files[kind](env, ana))).join('');
    expect(phonesIn(text).length).toBe(count / 100);
    expect(text).toContain('Person 107');
    const all = (await pieces(await files[kind](env, manager))).join('');
    expect(all).toContain("'=1+3,");
    expect(all).not.toMatch(/(^|,|")=/mu);
  }, 60_000);

  it('has also those who write while it is made', async () => {
    const late = someone(15_000);
    let isWritten = false;
    const found = await pieces(await files[kind](env, manager), async () => {
      if (isWritten) return;
      isWritten = true;
      await indexHeads([{ ...late, rev: late.rev + 1, lastAt: start + 2 * count * minute }]);
    });
    const phones = phonesIn(found.join(''));
    expect(new Set(phones).size).toBe(count);
  }, 60_000);
});
