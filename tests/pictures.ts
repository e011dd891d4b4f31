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
import { hasLetters } from './browser.ts';
import { eventually } from './world.ts';

/** So much of a picture may differ: how letters are smoothed is the machine's own. */
const mostDifferent = 0.02;
/** By so many pixels a side may differ. */
const mostLonger = 3;

/**
 * Compares what is soon drawn with the kept picture of that name: letters, colours and places come to rest first.
 * @throws when there is none, or when they differ in size or in more than a fiftieth of their pixels
 */
export async function picture(of: Pick<Locator, 'screenshot'>, name: string): Promise<void> {
  const kept = at('tests', 'pictures', `${name}.png`);
  const draw = () => of.screenshot({ animations: 'disabled', caret: 'hide' });
  if (process.env['PICTURES'] === 'new') return write(kept, await draw());
  await eventually(async () => {
    const drawn = await draw();
    const problem = existsSync(kept) ? difference(readFileSync(kept), drawn) : 'is not kept';
    if (problem === null) return;
    write(at('test-results', 'pictures', `${name}.png`), drawn);
    const letters = hasLetters
      ? ''
      : ' Its letters are DejaVu’s, which are not here: install fonts-dejavu-core.';
    throw new Error(
      `The picture ${name} ${problem}. Compare test-results/pictures/${name}.png with the kept one.${letters}`,
    );
  });
}

function write(path: string, drawn: Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, drawn);
}

/** In what two pictures differ too much; null when they do not. */
function difference(kept: Buffer, drawn: Buffer): string | null {
  if (kept.equals(drawn)) return null;
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
