/** Files in the composer: attached, checked, ordered, uploaded, sent; and voice notes. On all three channels. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Channel } from '#domain/channel.ts';
import { oggOf } from '#lib/composer/voice/ogg.ts';
import { opusTrack } from '#lib/composer/voice/webm.ts';
import { type Cable, fakeMicrophone, has, layCable, openBrowser, row, signedIn, soon } from './browser.ts';
import {
  cards,
  chats,
  choose,
  chooseMade,
  film,
  gotBy,
  hand,
  lasts,
  type Chat,
  namesAre,
  newestBytesOf,
  paper,
  picture as drawing,
  ready,
  keptCaptions,
  recorded,
  song,
  type Made,
} from './file-help.ts';
import { isAccessible } from './findings.ts';
import { picture } from './pictures.ts';
import { connectPages, openWorld, people, type World } from './world.ts';

const red = [200, 40, 40] as const;
const blue = [40, 60, 200] as const;

let world: World;
let browser: Browser;
let cable: Cable;
const ids: Partial<Record<Channel, string>> = {};
let ana: BrowserContext;

beforeAll(async () => {
  [world, browser] = await Promise.all([openWorld(), openBrowser(fakeMicrophone)]);
  cable = await layCable(world.url);
  await connectPages(world);
  const { admin, simulator } = world;
  for (const [channel, chat] of Object.entries(chats) as [Channel, Chat][]) {
    const { accountId, name } = chat;
    await simulator.customer(chat.phone, { channel, name, online: true });
    await simulator.does(chat.phone, 'say', { accountId, text: 'Hello' });
    ids[channel] = await admin.findNamed(name);
  }
  const first = await signedIn(browser, world.url, { email: people.ana.email });
  ana = first.context();
  await first.close();
});

afterEach(async () => {
  for (const screen of ana.pages()) {
    // What one left is not the next one's.
    await screen.evaluate(() => void indexedDB.deleteDatabase('casement-files'));
    await screen.close();
  }
});

afterAll(async () => {
  await browser?.close();
  await cable?.close();
  await world?.end();
});

const idOf = (channel: Channel): string => ids[channel] ?? '';

/** Ana's screen at one conversation; `url`: where the product is reached. */
async function at(channel: Channel, url: string = world.url): Promise<Page> {
  const screen = await ana.newPage();
  screen.setDefaultTimeout(20_000);
  await screen.goto(`${url}/inbox/${idOf(channel)}`);
  await has(screen.getByTestId('connection'), 'data-state', 'live');
  await screen.getByRole('button', { name: 'Attach a file' }).waitFor();
  return screen;
}

async function show(screen: Page, channel: Channel): Promise<void> {
  await row(screen, idOf(channel)).click();
  await screen.getByRole('button', { name: 'Attach a file' }).waitFor();
}

const got = (channel: Channel, before = 0): Promise<readonly string[]> => gotBy(world, channel, before);
const newestBytes = (channel: Channel): Promise<Buffer> => newestBytesOf(world, channel);

test('B-52: files are chosen, pasted and dropped, and go out in their order with their captions', async () => {
  const screen = await at('whatsapp');
  await screen.getByTestId('attach').press('Enter');
  const menu = screen.getByRole('menu', { name: 'Attach a file' });
  await menu.waitFor();
  await soon(() => menu.getByRole('menuitem').allInnerTexts()).toEqual([
    'Photo or video',
    'Document',
    'Audio',
  ]);
  await screen.keyboard.press('Escape');

  await choose(screen, drawing('red.png', red), film('film.mp4'));
  await hand(screen, { how: 'paste', on: '[data-testid="composer-text"]' }, drawing('image.png', blue));
  await hand(screen, { how: 'dragover', on: '[aria-label="Messages"]' }, paper('x.pdf'));
  await screen.getByText('Drop files to attach them').waitFor();
  await hand(screen, { how: 'drop', on: '[aria-label="Messages"]' }, paper('price.pdf'), song('song.mp3'));
  await ready(screen, ['red.png', 'film.mp4', 'image.png', 'price.pdf', 'song.mp3']);
  // By keyboard, and by the menu.
  await screen.getByRole('button', { name: 'More for price.pdf' }).press('Shift+ArrowLeft');
  await screen.keyboard.press('Shift+ArrowLeft');
  await namesAre(screen, ['red.png', 'price.pdf', 'film.mp4', 'image.png', 'song.mp3']);
  await screen.getByRole('button', { name: 'More for red.png' }).press('Enter');
  await screen.getByRole('menuitem', { name: 'Move later' }).press('Enter');
  await namesAre(screen, ['price.pdf', 'red.png', 'film.mp4', 'image.png', 'song.mp3']);
  await screen.getByText('red.png is now 2 of 5.').waitFor({ state: 'attached' });
  await screen.getByRole('button', { name: 'Remove image.png' }).press('Enter');
  await namesAre(screen, ['price.pdf', 'red.png', 'film.mp4', 'song.mp3']);
  await screen.getByLabel('Caption for red.png').fill('The red one');
  await screen.getByLabel('Caption for film.mp4').fill('How it is made');
  await soon(() => screen.getByLabel('Caption for song.mp3').count()).toBe(0);
  await isAccessible(screen, '[data-testid="composer"]');
  await screen.getByTestId('composer-text').fill('Our prices');
  await screen.getByTestId('composer-text').press('Enter');
  await soon(() => got('whatsapp')).toEqual([
    ...['document:Our prices', 'image:The red one', 'video:How it is made', 'audio:'],
  ]);
  await soon(() => cards(screen).count()).toBe(0);
});

type Refused = readonly [channel: Channel, file: Made, sentence: string, offers: readonly string[]];
const megabyte = 1024 * 1024;
const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const made = (name: string, mimeType: string, megabytes = 1): Made => ({
  ...{ name, mimeType, bytes: megabytes * megabyte },
});
const refusals: readonly Refused[] = [
  ['whatsapp', made('a.mp4', 'video/mp4', 17), 'larger than the 16 MB that WhatsApp takes', []],
  ['whatsapp', made('a.zip', 'application/zip'), 'takes no documents of this kind (ZIP)', []],
  [
    'messenger',
    made('a.bmp', 'image/bmp'),
    'takes no pictures of this kind (BMP)',
    ['Convert to JPEG', 'Send as document'],
  ],
  ['messenger', made('a.mp4', 'video/mp4', 26), 'larger than the 25 MB that Messenger takes', []],
  ['instagram', made('a.mp3', 'audio/mpeg'), '(MP3). It takes AAC, M4A, WAV.', []],
  ['instagram', made('a.docx', docx), 'takes no documents of this kind (DOCX). It takes PDF.', []],
];

test('B-52: what a channel refuses stays here, with the reason and what to do', async () => {
  const screen = await at('whatsapp');
  const uploads: string[] = [];
  screen.on('request', (request) => {
    if (request.url().includes('/api/uploads')) uploads.push(request.url());
  });
  for (const [channel, file, sentence, offers] of refusals) {
    await show(screen, channel);
    await chooseMade(screen, file);
    await soon(() => cards(screen).getByRole('alert').textContent()).toContain(sentence);
    await soon(() => cards(screen).locator('.offers button').allTextContents()).toEqual(offers);
    await soon(() => screen.getByTestId('send').isDisabled()).toBe(true);
    if (file.name === 'a.bmp') await isAccessible(screen, '[data-testid="composer"]');
    await screen.getByRole('button', { name: `Remove ${file.name}` }).click();
    await namesAre(screen, []);
  }
  // A picture that no browser of ours opens is refused with words; one that is too large is made smaller.
  await show(screen, 'whatsapp');
  await chooseMade(screen, made('photo.heic', ''));
  await screen.getByText('This browser cannot open HEIC pictures').waitFor();
  await screen.getByRole('button', { name: 'Remove photo.heic' }).click();
  expect(uploads).toEqual([]);

  await chooseMade(
    screen,
    { name: 'large.png', mimeType: 'image/png', noise: 1400 },
    { name: 'shop.webp', mimeType: 'image/webp', noise: 200 },
  );
  await screen.getByText('larger than the 5 MB').waitFor();
  await screen.getByRole('button', { name: 'Make it smaller' }).click();
  await screen.getByText(/Photo · .* MB, was [56](\.\d)? MB/).waitFor();
  await screen.getByRole('button', { name: 'Convert to JPEG' }).click();
  await ready(screen, ['large.jpg', 'shop.jpg']);
  expect(uploads).toHaveLength(2);
  const before = (await got('whatsapp')).length;
  await screen.getByTestId('send').click();
  await soon(() => got('whatsapp', before)).toEqual(['image:', 'image:']);
  await soon(async () => (await newestBytes('whatsapp')).subarray(0, 3).toString('hex')).toBe('ffd8ff');
});

test.for(['messenger', 'instagram'] as const)(
  'B-52: on %s, which knows no captions, the text follows the files as a message of its own',
  async (channel) => {
    const screen = await at(channel);
    // Instagram takes no MP3.
    const sound = channel === 'instagram' ? { ...film('note.m4a'), mimeType: 'audio/mp4' } : song('song.mp3');
    await choose(screen, drawing('red.png', red), film('film.mp4'), sound, paper('price.pdf'));
    await ready(screen, ['red.png', 'film.mp4', sound.name, 'price.pdf']);
    await soon(() => screen.getByTestId('caption').count()).toBe(0);
    await screen.getByTestId('composer-text').fill('Our prices');
    await screen.getByTestId('send').click();
    await soon(() => got(channel)).toEqual(['image:', 'video:', 'voice:', 'document:', 'text:Our prices']);
  },
);

test('B-53: uploads tell how far they are, are cancelled, outlive a switch, a cut line and a reload, and nothing goes twice', async () => {
  const screen = await at('whatsapp', cable.url);
  const asked: string[] = [];
  screen.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname === '/api/uploads') asked.push(searchParams.get('id') ?? '');
  });
  const before = (await got('whatsapp')).length;
  const line = await screen.context().newCDPSession(screen);
  const slow = (bytes: number): Promise<unknown> =>
    line.send('Network.emulateNetworkConditions', {
      ...{ offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: bytes },
    });
  await line.send('Network.enable');
  await slow(60_000);
  await choose(screen, film('one.mp4', 200_000), film('two.mp4', 900_000));
  const bar = cards(screen).nth(1).getByRole('progressbar');
  await soon(async () => Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(0);
  await screen.getByRole('button', { name: 'Remove two.mp4' }).click();
  await namesAre(screen, ['one.mp4']);
  // To another conversation and back: it went on.
  await show(screen, 'messenger');
  await soon(() => cards(screen).count()).toBe(0);
  await show(screen, 'whatsapp');
  await ready(screen, ['one.mp4']);
  // The line breaks in the middle; the message is sent all the same, and text after it.
  await choose(screen, film('three.mp4', 300_000));
  const third = cards(screen).nth(1).getByRole('progressbar');
  await soon(async () => Number(await third.getAttribute('aria-valuenow'))).toBeGreaterThan(5);
  cable.cut();
  await screen.getByText('Waits for the connection and goes on by itself.').first().waitFor();
  await screen.getByTestId('composer-text').fill('Two films');
  await screen.getByTestId('send').click();
  await screen.getByTestId('composer-text').fill('And a word');
  await screen.getByTestId('send').click();
  await soon(() => cards(screen).count()).toBe(0);
  // Leaving now would be asked about; what waits outlives it.
  cable.mend();
  await slow(100_000);
  const dialogs: string[] = [];
  screen.on('dialog', (dialog) => {
    dialogs.push(dialog.type());
    void dialog.accept();
  });
  await screen.reload();
  await slow(-1);
  await soon(() => got('whatsapp', before)).toEqual(['video:Two films', 'video:', 'text:And a word']);
  // one, two, and the third under one id however often it was tried.
  expect(new Set(asked).size).toBe(3);
  expect(dialogs).toEqual(['beforeunload']);
});

test('B-53: what is attached outlives a reload; a sent file can be cancelled on its way (C14)', async () => {
  const screen = await at('whatsapp');
  const before = (await got('whatsapp')).length;
  await choose(screen, drawing('red.png', red), drawing('blue.png', blue));
  await ready(screen, ['red.png', 'blue.png']);
  await screen.getByLabel('Caption for blue.png').fill('Blue');
  await soon(() => keptCaptions(screen)).toEqual(['', 'Blue']);
  await screen.reload();
  await ready(screen, ['red.png', 'blue.png']);
  await soon(() => screen.getByLabel('Caption for blue.png').inputValue()).toBe('Blue');
  await screen.getByRole('button', { name: 'Remove red.png' }).click();
  const held = Promise.withResolvers<void>();
  await screen.route('**/api/uploads*', async (route) => {
    await held.promise;
    await route.continue();
  });
  await choose(screen, film('late.mp4'));
  await screen.getByTestId('send').click();
  await screen.getByTestId('composer-text').fill('After');
  await screen.getByTestId('send').click();
  await screen.getByText('Uploading, ').waitFor();
  await soon(() => got('whatsapp', before)).toEqual(['image:Blue']);
  await isAccessible(screen, '[aria-label="Messages"]');
  await screen.getByTestId('cancel-upload').click();
  await soon(() => got('whatsapp', before)).toEqual(['image:Blue', 'text:After']);
  held.resolve();
});

test('B-54: a recording of the browser is wrapped anew as Ogg and sounds as long', async () => {
  const screen = await at('whatsapp');
  const webm = await recorded(screen, 1.2);
  const track = opusTrack(webm);
  const ogg = track && oggOf(track);
  if (!ogg) throw new Error('the recording was not understood');
  const [before, after] = [await lasts(screen, webm), await lasts(screen, Buffer.concat(ogg.pages))];
  expect(before).toBeGreaterThan(0.8);
  expect(Math.abs(after - before)).toBeLessThan(0.02);
  expect(Math.abs(after - ogg.seconds)).toBeLessThan(0.02);
});

test('B-54: a voice note is recorded, paused, heard and sent by keyboard; Escape discards it, and that can be undone', async () => {
  const screen = await at('whatsapp');
  const recorder = screen.getByTestId('recorder');
  const before = (await got('whatsapp')).length;
  await screen.getByTestId('voice').press('Enter');
  await has(recorder, 'data-state', 'recording');
  await recorder.getByText('0:01').waitFor();
  await isAccessible(screen, '[data-testid="recorder"]');
  await screen.getByTestId('voice-pause').press('Enter');
  await has(recorder, 'data-state', 'paused');
  await recorder.getByText('Recording paused.').waitFor({ state: 'attached' });
  await screen.getByTestId('voice-pause').press('Enter');
  await has(recorder, 'data-state', 'recording');
  await screen.keyboard.press('Escape');
  await recorder.waitFor({ state: 'detached' });
  await screen.getByRole('button', { name: 'Undo' }).click();
  await has(recorder, 'data-state', 'ready');
  await isAccessible(screen, '[data-testid="recorder"]');
  await screen.getByTestId('voice-play').press('Enter');
  await recorder.getByRole('button', { name: 'Pause playing' }).waitFor();
  await screen.getByTestId('voice-send').press('Enter');
  await soon(() => got('whatsapp', before)).toEqual(['voice:']);
  const bytes = await newestBytes('whatsapp');
  expect(bytes.subarray(0, 4).toString()).toBe('OggS');
  // One channel, as a voice note has to be.
  expect([bytes.subarray(28, 36).toString(), bytes[37]]).toEqual(['OpusHead', 1]);
  expect(await lasts(screen, bytes)).toBeGreaterThan(0.9);

  // Looking elsewhere ends a recording and keeps it.
  await screen.getByTestId('voice').click();
  await has(recorder, 'data-state', 'recording');
  await recorder.getByText('0:01').waitFor();
  await show(screen, 'instagram');
  await screen.getByTestId('voice').waitFor();
  await row(screen, idOf('whatsapp')).click();
  await has(recorder, 'data-state', 'ready');
  await screen.getByTestId('voice-discard').click();
  await screen.getByTestId('voice-discarded').waitFor();

  // Where Ogg is not taken, it is WAV.
  await show(screen, 'instagram');
  await screen.getByTestId('voice').click();
  await recorder.getByText('0:01').waitFor();
  await screen.getByTestId('voice-send').click();
  await soon(async () => (await got('instagram')).at(-1)).toBe('voice:');
  await soon(async () => (await newestBytes('instagram')).subarray(0, 4).toString()).toBe('RIFF');
});

test('B-54: a microphone that is refused or missing is told with what to do', async () => {
  const screen = await at('whatsapp');
  for (const [error, sentence] of [
    ['NotAllowedError', 'The microphone is blocked for Casement.'],
    ['NotFoundError', 'No microphone was found.'],
  ] as const) {
    await screen.evaluate((name) => {
      const refuse = async (): Promise<never> => Promise.reject(new DOMException('', name));
      navigator.mediaDevices.getUserMedia = refuse;
    }, error);
    await screen.getByTestId('voice').click();
    await screen.getByTestId('recorder').getByText(sentence).waitFor();
    await isAccessible(screen, '[data-testid="recorder"]');
    await screen.getByTestId('voice-discard').click();
  }
});

test('C14: the strip and the recorder, as they are drawn', async () => {
  const screen = await at('whatsapp');
  await screen.addStyleTag({ content: '.levels { visibility: hidden }' });
  await choose(screen, drawing('red.png', red), film('How it is made.mp4'), paper('price.pdf'));
  await ready(screen, ['red.png', 'How it is made.mp4', 'price.pdf']);
  await chooseMade(screen, made('a.zip', 'application/zip'));
  await screen.getByText('(ZIP)').waitFor();
  await screen.getByLabel('Caption for red.png').fill('The red one');
  await screen.getByTestId('voice').click();
  const recorder = screen.getByTestId('recorder');
  await recorder.getByText('0:01').waitFor();
  await screen.getByTestId('voice-pause').click();
  await has(recorder, 'data-state', 'paused');
  const strip = screen.getByRole('list', { name: 'Attached files' });
  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ] as const) {
    await screen.setViewportSize({ width, height });
    for (const colorScheme of ['light', 'dark'] as const) {
      await screen.emulateMedia({ colorScheme });
      await picture(strip, `composer/c14-files-${colorScheme}-${width}`);
      await picture(recorder, `composer/c14-recorder-${colorScheme}-${width}`);
    }
    const fits = await screen.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
    expect(fits).toBe(true);
  }
});
