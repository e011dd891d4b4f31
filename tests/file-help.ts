/** Files for walks, and what a person does with them: chooses, pastes, drops. */
import { PNG } from 'pngjs';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { has } from './browser.ts';
import { eventually } from './world.ts';

export type Chosen = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };

const withHead = (head: Buffer, bytes: number): Buffer => {
  const whole = Buffer.alloc(Math.max(bytes, head.length), 1);
  head.copy(whole);
  return whole;
};
const mp4Head = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom')]);

/** A picture of one colour, so that order can be seen. */
export function picture(name: string, [red, green, blue]: readonly [number, number, number]): Chosen {
  const png = new PNG({ width: 320, height: 240 });
  for (let at = 0; at < png.data.length; at += 4) png.data.set([red, green, blue, 255], at);
  return { name, mimeType: 'image/png', buffer: PNG.sync.write(png) };
}

/** A picture of noise, which nothing compresses: 4 bytes a pixel. */
export function noise(name: string, side: number): Chosen {
  const png = new PNG({ width: side, height: side });
  let seed = 1;
  for (let at = 0; at < png.data.length; at += 1) {
    seed = (seed * 48_271) % 2_147_483_647;
    png.data[at] = at % 4 === 3 ? 255 : seed & 0xff;
  }
  return { name, mimeType: 'image/png', buffer: PNG.sync.write(png, { deflateLevel: 1 }) };
}

/** The beginnings of real files; what follows is nothing. `bytes`: how large. */
export const film = (name: string, bytes = 2_000): Chosen => ({
  ...{ name, mimeType: 'video/mp4', buffer: withHead(mp4Head, bytes) },
});
export const song = (name: string, bytes = 2_000): Chosen => ({
  ...{ name, mimeType: 'audio/mpeg', buffer: withHead(Buffer.from('ID3'), bytes) },
});
export const paper = (name: string, bytes = 2_000): Chosen => ({
  ...{ name, mimeType: 'application/pdf', buffer: withHead(Buffer.from('%PDF-1.7'), bytes) },
});
export const other = (name: string, mimeType: string, bytes = 2_000): Chosen => ({
  ...{ name, mimeType, buffer: Buffer.alloc(bytes, 1) },
});

/** The cards of what is attached, in their order. */
export const cards = (page: Page): Locator => page.getByTestId('attachment');

export async function choose(page: Page, ...files: readonly Chosen[]): Promise<void> {
  await page.getByTestId('attach-input').setInputFiles([...files]);
}

/** Waits until the strip has exactly these, all of them on the server. */
export async function ready(page: Page, names: readonly string[]): Promise<void> {
  await namesAre(page, names);
  for (let index = 0; index < names.length; index += 1) {
    await has(cards(page).nth(index), 'data-ready', 'true');
  }
}

export async function namesAre(page: Page, names: readonly string[]): Promise<void> {
  await eventually(async () => expect(await cards(page).locator('b').allTextContents()).toEqual(names));
}

type Handed = { readonly how: 'paste' | 'drop' | 'dragover'; readonly on: string };

/** Files that come from elsewhere: pasted into, or dropped onto, what `on` finds. */
export async function hand(page: Page, { how, on }: Handed, ...files: readonly Chosen[]): Promise<void> {
  const plain = files.map(({ name, mimeType, buffer }) => ({
    ...{ name, mimeType, base64: buffer.toString('base64') },
  }));
  await page.locator(on).evaluate(
    (target, { how, plain }) => {
      const data = new DataTransfer();
      for (const { name, mimeType, base64 } of plain) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        data.items.add(new File([bytes], name, { type: mimeType }));
      }
      const shared = { bubbles: true, cancelable: true } as const;
      target.dispatchEvent(
        how === 'paste'
          ? new ClipboardEvent('paste', { ...shared, clipboardData: data })
          : new DragEvent(how, { ...shared, dataTransfer: data }),
      );
    },
    { how, plain },
  );
}

/** What a browser makes of a drawing: a file of any type that it can write. */
export async function drawnAs(page: Page, name: string, mimeType: string): Promise<Chosen> {
  const base64 = await page.evaluate(async (type) => {
    const canvas = new OffscreenCanvas(640, 480);
    const context = canvas.getContext('2d');
    context?.fillRect(100, 100, 200, 200);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type })).arrayBuffer());
    return btoa(String.fromCharCode(...bytes));
  }, mimeType);
  return { name, mimeType, buffer: Buffer.from(base64, 'base64') };
}
