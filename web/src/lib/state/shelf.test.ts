import { afterEach, expect, test, vi } from 'vitest';
import { LocalShelf, type ShelfTrouble } from './shelf.ts';

/** A storage that holds so many characters, as a browser's. */
function playStorage(room: number): Storage {
  const texts = new Map<string, string>();
  const size = (): number => [...texts].reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  const methods = {
    getItem: (key: string) => texts.get(key) ?? null,
    removeItem: (key: string) => void texts.delete(key),
    setItem: (key: string, value: string) => {
      const before = texts.get(key);
      texts.set(key, value);
      if (size() <= room) return;
      texts.delete(key);
      if (before !== undefined) texts.set(key, before);
      throw new DOMException('no room', 'QuotaExceededError');
    },
  };
  return new Proxy(methods, {
    ownKeys: () => [...texts.keys()],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
  }) as unknown as Storage;
}

function makeShelf(): { shelf: LocalShelf; told: ShelfTrouble[] } {
  const told: ShelfTrouble[] = [];
  return { shelf: new LocalShelf((trouble) => told.push(trouble)), told };
}

afterEach(() => {
  vi.unstubAllGlobals();
});

test('where there is no room it is told, nothing is lost, and it is kept as soon as there is room', () => {
  vi.stubGlobal('localStorage', playStorage(20));
  const { shelf, told } = makeShelf();
  shelf.set('a', 'x'.repeat(15));
  expect([told, shelf.fragile]).toEqual([[], false]);
  shelf.set('b', 'y'.repeat(10));
  expect([told, shelf.fragile]).toEqual([['full'], true]);
  expect(shelf.get('b')).toBe('y'.repeat(10));
  expect(shelf.keys('').toSorted()).toEqual(['a', 'b']);
  shelf.remove('a');
  expect([shelf.fragile, localStorage.getItem('b')]).toEqual([false, 'y'.repeat(10)]);
});

test('where the browser forbids it the page itself remembers, and that is told', () => {
  vi.stubGlobal('localStorage', {
    getItem: () => {
      throw new DOMException('no', 'SecurityError');
    },
  });
  const { shelf, told } = makeShelf();
  shelf.set('a', 'x');
  expect(shelf.get('a')).toBe('x');
  expect([new Set(told), shelf.fragile]).toEqual([new Set(['forbidden']), true]);
});

test('wiping forgets all that is a person’s, wherever it is', () => {
  vi.stubGlobal('localStorage', playStorage(40));
  const { shelf } = makeShelf();
  const mine = ['casement:draft:me:c1', 'casement:template:me:t1'];
  for (const key of [...mine, 'casement:draft:you:me']) shelf.set(key, 'xxxxx');
  expect(shelf.fragile).toBe(true);
  shelf.wipe('me');
  expect(shelf.keys('')).toEqual(['casement:draft:you:me']);
});
