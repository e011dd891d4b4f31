/** Files for walks, and what a person does with them: chooses, pastes, drops. */
import { PNG } from 'pngjs';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Channel } from '#domain/channel.ts';
import { has } from './browser.ts';
import { account, eventually, instagram, page as facebook, type World } from './world.ts';

/** The smallest picture there is: PNG, one pixel. */
export const redDot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

export type Chat = { readonly accountId: string; readonly phone: string; readonly name: string };
/** A customer on each channel. */
export const chats: Readonly<Record<Channel, Chat>> = {
  whatsapp: { accountId: account.id, phone: '5511987654321', name: 'Maria Silva' },
  messenger: { accountId: facebook.id, phone: '61550001112223', name: 'Ahmed Khalil' },
  instagram: { accountId: instagram.id, phone: '91550001112223', name: 'Lucía Vega' },
};
/** What the customer's phone got of us after the first `before` messages: kind and words of each. */
export async function gotBy(world: World, channel: Channel, before = 0): Promise<readonly string[]> {
  const { accountId, phone } = chats[channel];
  const { messages } = await world.simulator.phone(phone, accountId);
  const ours = messages.filter(({ from }) => from === 'business').slice(before);
  return ours.map(({ files, text }) => `${files[0]?.type ?? 'text'}:${text}`);
}

/** The bytes of the newest file on the customer's phone. */
export async function newestBytesOf(world: World, channel: Channel): Promise<Buffer> {
  const { accountId, phone } = chats[channel];
  const { messages } = await world.simulator.phone(phone, accountId);
  return world.simulator.bytes(messages.at(-1)?.files[0]?.url ?? '');
}

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

/** A file that the browser makes itself, because it is too large to be carried there. */
export type Made = {
  readonly name: string;
  readonly mimeType: string;
  /** Pixels of a side of a picture of noise, which nothing compresses. */
  readonly noise?: number;
  /** So many zeros. */
  readonly bytes?: number;
};

/** Chooses files that are made in the browser. */
export async function chooseMade(page: Page, ...files: readonly Made[]): Promise<void> {
  await page.getByTestId('attach-input').evaluate(async (input, files) => {
    const drawn = async (side: number, type: string): Promise<Blob> => {
      const canvas = new OffscreenCanvas(side, side);
      const pixels = new ImageData(side, side);
      const words = new Uint32Array(pixels.data.buffer);
      let seed = 1;
      for (let at = 0; at < words.length; at += 1) {
        seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
        words[at] = seed | 0xff00_0000;
      }
      canvas.getContext('2d')?.putImageData(pixels, 0, 0);
      return canvas.convertToBlob({ type });
    };
    const data = new DataTransfer();
    for (const { name, mimeType, noise, bytes = 0 } of files) {
      const content = noise === undefined ? new Uint8Array(bytes) : await drawn(noise, mimeType);
      data.items.add(new File([content], name, { type: mimeType }));
    }
    if (!(input instanceof HTMLInputElement)) throw new Error('no place to choose files');
    input.files = data.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }, files);
}

/** Seconds of a sound, as this browser decodes it. */
export async function lasts(screen: Page, sound: Buffer): Promise<number> {
  return screen.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const context = new OfflineAudioContext(1, 1, 48_000);
    return (await context.decodeAudioData(bytes.buffer)).duration;
  }, sound.toString('base64'));
}

/** Captions of what is attached, as they are kept on this device; none before anything is. */
export async function keptCaptions(screen: Page): Promise<readonly string[]> {
  return screen.evaluate(async () => {
    const name = 'casement-files';
    if (!(await indexedDB.databases()).some((one) => one.name === name && one.version === 1)) return [];
    const answered = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(`${name} cannot be read`));
      });
    const database = await answered(indexedDB.open(name));
    const facts: readonly unknown[] = await answered(
      database.transaction('facts').objectStore('facts').getAll(),
    );
    database.close();
    return facts.map((one) => String(new Map(Object.entries(one ?? {})).get('caption'))).toSorted();
  });
}

/** What this browser records of its microphone until so many seconds of sound have come: WebM. */
export async function recorded(screen: Page, seconds: number): Promise<Buffer> {
  const base64 = await screen.evaluate(async (seconds) => {
    const each = 200;
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const recorder = new MediaRecorder(stream, { mimeType: 'audio/webm;codecs=opus' });
    const pieces: Blob[] = [];
    const stopped = new Promise((resolve) => (recorder.onstop = resolve));
    recorder.ondataavailable = ({ data }) => {
      if (data.size > 0) pieces.push(data);
      if (recorder.state !== 'inactive' && pieces.length * each >= seconds * 1000) recorder.stop();
    };
    recorder.start(each);
    await stopped;
    for (const track of stream.getTracks()) track.stop();
    const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  }, seconds);
  return Buffer.from(base64, 'base64');
}
