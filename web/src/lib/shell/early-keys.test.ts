import { expect, test } from 'vitest';
import { replay } from './early-keys.ts';
import type { KeyAction } from './keys.ts';

const means: Readonly<Record<string, KeyAction>> = { j: 'next', e: 'archive', r: 'reply', '/': 'search' };
const now = 60_000;

/** What is done, and what is written, of keys that were pressed `ago` ms before. */
async function done(keys: string, ago = 500): Promise<readonly string[]> {
  const did: string[] = [];
  await replay({
    pressed: [...keys].map((key) => ({ key, timeStamp: now - ago })),
    now,
    press: ({ key }) => {
      const action = means[key] ?? null;
      did.push(action ?? 'nothing');
      return action;
    },
    drawn: () => {
      did.push('drawn');
      return Promise.resolve();
    },
    write: (letters) => did.push(`“${letters}”`),
  });
  return did.filter((one) => one !== 'drawn');
}

test.for([
  ['jj', ['next', 'next']],
  ['ye', ['nothing', 'archive']],
  // Letters after R are a reply: none of them archives anything.
  ['rhere', ['reply', '“here”']],
  ['/', ['search']],
  ['', []],
] as const)('keys that came too early, %s, do what they would have done, in order', async ([keys, did]) => {
  expect(await done(keys)).toEqual(did);
});

test('what was pressed long ago is not done any more', async () => {
  expect(await done('jj', 11_000)).toEqual([]);
});
