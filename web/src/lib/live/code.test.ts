import { afterEach, beforeEach, expect, test, vi } from 'vitest';

type Link = EventTarget & { rel: string; href: string; remove: () => void };

const from = 'https://casement.test/_app/immutable/chunks/inbox.js';
const at = (name: string): string => `https://casement.test/_app/immutable/${name}`;
let asked: string[];
let answers: (address: string) => Response;
let links: Link[];
let told: number;
/** What the browser loaded by itself, and how that went. */
let loads: { name: string; initiatorType: string; responseStatus: number }[];
/** Whether the browser takes a style sheet. */
let takes: boolean;

function makeLink(): Link {
  const link = Object.assign(new EventTarget(), { rel: '', href: '', remove: () => {} });
  link.remove = () => void (links = links.filter((one) => one !== link));
  return link;
}

beforeEach(() => {
  vi.resetModules();
  [asked, links, loads, told, takes] = [[], [], [], 0, true];
  answers = () => new Response('code');
  vi.stubGlobal('fetch', async (address: string) => {
    asked.push(address);
    return answers(address);
  });
  vi.stubGlobal('window', { dispatchEvent: () => (told += 1) });
  const loaded = (name: string): unknown => loads.filter((one) => one.name === name);
  vi.spyOn(performance, 'getEntriesByName').mockImplementation(loaded as typeof performance.getEntriesByName);
  vi.stubGlobal('document', {
    querySelectorAll: () => links,
    createElement: makeLink,
    head: {
      append(link: Link) {
        links.push(link);
        queueMicrotask(() => link.dispatchEvent(new Event(takes ? 'load' : 'error')));
      },
    },
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const files = ['../chunks/bell.js', '../chunks/base.js', '../assets/bell.css'];
const load = vi.fn(async () => 'bell');

test('a module is imported when all its files are here, each fetched once, and none that the page brought', async () => {
  const { preload } = await import('./code.ts');
  links.push(Object.assign(makeLink(), { rel: 'stylesheet', href: at('assets/desk.css') }));
  loads.push({ name: at('chunks/base.js'), initiatorType: 'script', responseStatus: 200 });
  expect(await preload(load, [...files, '../assets/desk.css'], from)).toBe('bell');
  expect(await preload(load, [...files, '../chunks/list.js'], from)).toBe('bell');
  expect(asked).toEqual(['chunks/bell.js', 'assets/bell.css', 'chunks/list.js'].map(at));
  expect(links.map(({ rel, href }) => [rel, href])).toEqual([
    ['stylesheet', at('assets/desk.css')],
    ['stylesheet', at('assets/bell.css')],
  ]);
});

test('a file that the page could not have is fetched again', async () => {
  const { preload } = await import('./code.ts');
  loads.push({ name: at('chunks/bell.js'), initiatorType: 'link', responseStatus: 0 });
  await preload(load, ['bell.js'], from);
  expect(asked).toEqual([at('chunks/bell.js')]);
});

test('without a network nothing is imported, which no browser would try again; asked again, it comes', async () => {
  const { preload } = await import('./code.ts');
  load.mockClear();
  answers = (address) => {
    if (address.endsWith('bell.js')) throw new TypeError('Failed to fetch');
    return new Response('code');
  };
  await expect(preload(load, files, from)).rejects.toThrow('Failed to fetch');
  expect([load.mock.calls.length, told]).toEqual([0, 1]);
  answers = () => new Response('code');
  expect(await preload(load, files, from)).toBe('bell');
  expect(asked.filter((address) => address.endsWith('bell.js'))).toHaveLength(2);
  expect(asked.filter((address) => address.endsWith('base.js'))).toHaveLength(1);
});

test('a file that a newer version took away, and styles that are none, are told', async () => {
  const { preload } = await import('./code.ts');
  answers = () => new Response('', { status: 404 });
  await expect(preload(load, ['bell.js'], from)).rejects.toThrow(`${at('chunks/bell.js')} answers 404`);
  answers = () => new Response('');
  takes = false;
  await expect(preload(load, files, from)).rejects.toThrow('is no style sheet');
  expect([links.length, told]).toEqual([0, 2]);
  takes = true;
  expect(await preload(load, files, from)).toBe('bell');
});
