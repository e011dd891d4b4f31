/** Bodies as a broken sender might make them: fields dropped, doubled, retyped. Seeded, so that a failure comes again. */

type Holder = Record<string, unknown> | unknown[];

/** Numbers 0…1 from a seed (mulberry32). */
function chances(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const strange = [
  'null',
  'true',
  '0',
  '-1',
  '0.5',
  '1e21',
  '9007199254740993',
  '""',
  '"x"',
  '"constructor"',
  '"__proto__"',
  '"1700000000"',
  '[]',
  '[[]]',
  '[null]',
  '{}',
  '{"id":"x"}',
  '{"toString":1}',
  '{"__proto__":{"id":"x"}}',
];

function pick<T>(list: readonly T[], chance: () => number): T | undefined {
  return list[Math.floor(chance() * list.length)];
}

function holdersIn(value: unknown): Holder[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value as Holder, ...Object.values(value).flatMap(holdersIn)];
}

function remove(holder: Holder, key: string): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else Reflect.deleteProperty(holder, key);
}

/** What no sender in its right mind sends: nested deeply, far too long, and Unicode that is hard to bear. As JSON texts. */
export const hostile: readonly string[] = [
  `${'['.repeat(1000)}1${']'.repeat(1000)}`,
  `${'{"a":'.repeat(500)}1${'}'.repeat(500)}`,
  JSON.stringify('x'.repeat(70_000)),
  JSON.stringify(Array.from({ length: 500 }, (_, index) => ({ id: `many.${index}`, mid: index }))),
  '"\\ud800"',
  '"\\udc00\\ud800 torn"',
  '"a\\u0000b"',
  '"\\u202egnorw\\u202c \\ufeff\\u200d"',
  JSON.stringify('👩‍👩‍👧‍👦'.repeat(50)),
  JSON.stringify('é'.normalize('NFD').repeat(40)),
  `"'; DROP TABLE message; --"`,
];

/** Changes one place somewhere inside `value`; `strange` are JSON texts to put there. */
function mutateOnce(value: unknown, chance: () => number, strange: readonly string[]): void {
  const holder = pick(
    holdersIn(value).filter((one) => Object.keys(one).length > 0),
    chance,
  );
  const key = holder && pick(Object.keys(holder), chance);
  if (!holder || key === undefined) return;
  const old: unknown = Reflect.get(holder, key);
  const kind = pick(['drop', 'double', 'retype', 'retype', 'wrap', 'rename'], chance);
  if (kind === 'retype') Reflect.set(holder, key, JSON.parse(pick(strange, chance) ?? 'null'));
  else if (kind === 'wrap') Reflect.set(holder, key, [old]);
  else if (kind === 'double' && Array.isArray(holder)) holder.push(structuredClone(old));
  else if (kind === 'rename' && !Array.isArray(holder)) Reflect.set(holder, `${key}_`, old);
  if (kind === 'drop' || kind === 'rename') remove(holder, key);
}

/** A copy of `body` with one to four places changed; `also` are more JSON texts that may come to stand there. */
export function mutated(body: unknown, seed: number, also: readonly string[] = []): unknown {
  const chance = chances(seed);
  const copy: unknown = structuredClone(body);
  const times = 1 + Math.floor(chance() * 4);
  for (let time = 0; time < times; time += 1) mutateOnce(copy, chance, [...strange, ...also]);
  return copy;
}
