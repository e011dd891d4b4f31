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

/** Changes one place somewhere inside `value`. */
function mutateOnce(value: unknown, chance: () => number): void {
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

/** A copy of `body` with one to four places changed. */
export function mutated(body: unknown, seed: number): unknown {
  const chance = chances(seed);
  const copy: unknown = structuredClone(body);
  const times = 1 + Math.floor(chance() * 4);
  for (let time = 0; time < times; time += 1) mutateOnce(copy, chance);
  return copy;
}
