/** The files of the page's code: which they are, and whether a page has them. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { at } from '../tools/root.ts';
import { soon } from './browser.ts';

/** The names of the files of the page's code in which `sign` stands; '' for all. */
export function filesWith(sign: string): ReadonlySet<string> {
  const dir = at('web', '.svelte-kit', 'output', 'client', '_app', 'immutable');
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.js'),
  );
  const found = files.filter((name) => readFileSync(join(dir, name), 'utf8').includes(sign));
  expect(found).not.toEqual([]);
  return new Set(found.map((name) => basename(name)));
}

/** Waits until the page has brought the code in which `sign` stands: much of it comes while the browser rests. */
export async function hasCode(page: Page, sign: string): Promise<void> {
  const wanted = [...filesWith(sign)];
  await soon(async () => {
    const brought = await page.evaluate(() =>
      // Fetched into the browser's cache, it is not run yet.
      (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
        .filter(({ initiatorType }) => initiatorType !== 'fetch')
        .map(({ name }) => name),
    );
    return wanted.filter((file) => !brought.some((name) => name.endsWith(file)));
  }).toEqual([]);
}
