/**
 * Kept pictures of parts of the screen. A walk that draws one differently fails, and leaves what it saw in
 * `test-results/pictures`. `PICTURES=new npm test -- walks …` keeps what is drawn now: look at it before committing.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import pixelmatch from 'pixelmatch';
import type { Locator } from 'playwright-core';
import { PNG } from 'pngjs';
import { at } from '../tools/root.ts';

/** So much of a picture may differ: how letters are smoothed is the machine's own. */
const mostDifferent = 0.02;
/** By so many pixels a side may differ. */
const mostLonger = 3;

/**
 * Compares what is drawn with the kept picture of that name.
 * @throws when there is none, or when they differ in size or in more than a fiftieth of their pixels
 */
export async function picture(of: Pick<Locator, 'screenshot'>, name: string): Promise<void> {
  const kept = at('tests', 'pictures', `${name}.png`);
  const drawn = await of.screenshot({ animations: 'disabled', caret: 'hide' });
  if (process.env['PICTURES'] === 'new') {
    mkdirSync(dirname(kept), { recursive: true });
    writeFileSync(kept, drawn);
    return;
  }
  const problem = existsSync(kept) ? difference(readFileSync(kept), drawn) : 'is not kept';
  if (problem === null) return;
  const seen = at('test-results', 'pictures', `${name}.png`);
  mkdirSync(dirname(seen), { recursive: true });
  writeFileSync(seen, drawn);
  throw new Error(
    `The picture ${name} ${problem}. Compare test-results/pictures/${name}.png with the kept one.`,
  );
}

/** In what two pictures differ too much; null when they do not. */
function difference(kept: Buffer, drawn: Buffer): string | null {
  const one = PNG.sync.read(kept);
  const other = PNG.sync.read(drawn);
  const longer = Math.max(Math.abs(one.width - other.width), Math.abs(one.height - other.height));
  if (longer > mostLonger) {
    return `has another size: ${other.width} × ${other.height} instead of ${one.width} × ${one.height}`;
  }
  const width = Math.min(one.width, other.width);
  const height = Math.min(one.height, other.height);
  const options = { threshold: 0.2 };
  const count = pixelmatch(
    cut(one, width, height),
    cut(other, width, height),
    undefined,
    width,
    height,
    options,
  );
  const share = count / (width * height);
  return share > mostDifferent ? `differs in ${(share * 100).toFixed(1)} % of its pixels` : null;
}

function cut(from: PNG, width: number, height: number): Buffer {
  const part = new PNG({ width, height });
  PNG.bitblt(from, part, 0, 0, width, height, 0, 0);
  return part.data;
}
