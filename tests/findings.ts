/** What axe finds wrong on a page. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { soon } from './browser.ts';

const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
/** Run instead of axe's own code, half a megabyte, on a page that has it already. */
const nothingMore = '0';

/** What axe finds in these parts of the page; in all of it when none is named. */
export async function findings(page: Page, ...within: readonly string[]): Promise<readonly string[]> {
  const isThere = await page.evaluate(() => 'axe' in globalThis);
  const builder = new AxeBuilder({ page, ...(isThere && { axeSource: nothingMore }) })
    // In the page itself: otherwise a page of its own is opened for every look. It leaves out frames from elsewhere; there are none.
    .setLegacyMode()
    .options({ resultTypes: ['violations'], runOnly: tags });
  for (const part of within) builder.include(part);
  const { violations } = await builder.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** axe soon finds nothing: what is fading in has no contrast yet. */
export async function isAccessible(page: Page, ...within: readonly string[]): Promise<void> {
  await soon(() => findings(page, ...within)).toEqual([]);
}
