import { describe, expect, it, test } from 'vitest';
import { checksum, oggOf, pageOf, preSkipOf, samplesOf } from './ogg.ts';
import { opusTrack, type OpusTrack } from './webm.ts';

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
const wordAt = (page: Uint8Array, at: number): number => new DataView(page.buffer).getUint32(at, true);
const granuleOf = (page: Uint8Array): number => Number(new DataView(page.buffer).getBigUint64(6, true));

/** OpusHead: version 1, one channel, so many samples of pre-skip, 48 kHz. */
function headOf(preSkip: number): Uint8Array {
  const head = new Uint8Array(19);
  head.set(ascii('OpusHead'));
  head.set([1, 1, preSkip & 0xff, preSkip >> 8, 0x80, 0xbb], 8);
  return head;
}

/** A packet of 20 ms (CELT, one frame) and so many bytes. */
function packet(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => (at === 0 ? 0xf8 : at % 251));
}

const track = (...lengths: readonly number[]): OpusTrack => ({
  head: headOf(312),
  packets: lengths.map(packet),
});

function pagesOf(of: OpusTrack): readonly Uint8Array[] {
  const ogg = oggOf(of);
  if (!ogg) throw new Error('no file');
  return ogg.pages;
}

describe('the checksum of Ogg', () => {
  test.each([
    ['', 0],
    ['123456789', 0x89a1897f],
    ['OggS', 0x5fb0a94f],
  ])('of “%s”', (text, sum) => {
    expect(checksum(ascii(text))).toBe(sum);
  });

  it('is taken with its own place empty, and stands there', () => {
    const page = pageOf({ packets: [packet(20)], granule: 960, flags: 0, number: 2 });
    const empty = page.slice();
    empty.fill(0, 22, 26);
    expect(wordAt(page, 22)).toBe(checksum(empty));
  });
});

test.each([
  ['SILK, 10 ms', [0x00], 480],
  ['SILK, 60 ms', [0x18], 2880],
  ['hybrid, 20 ms', [0x68], 960],
  ['CELT, 2.5 ms', [0x80], 120],
  ['CELT, 20 ms', [0xf8], 960],
  ['two frames of 20 ms', [0xf9], 1920],
  ['two frames of other lengths', [0xfa], 1920],
  ['three frames, counted', [0xfb, 0x03], 2880],
  ['nothing at all', [], 480],
])('a packet says how long it sounds: %s', (_, bytes, samples) => {
  expect(samplesOf(Uint8Array.from(bytes))).toBe(samples);
});

describe('an Ogg Opus file', () => {
  it('begins with its head and its comment, each a page of its own', () => {
    const [first = new Uint8Array(), second = new Uint8Array()] = pagesOf(track(40));
    expect([first.subarray(0, 4), first[5], granuleOf(first)]).toEqual([ascii('OggS'), 2, 0]);
    expect(first.subarray(28)).toEqual(headOf(312));
    expect([second[5], granuleOf(second)]).toEqual([0, 0]);
    expect(second.subarray(28, 36)).toEqual(ascii('OpusTags'));
  });

  it('counts its pages and its samples, and says where it ends', () => {
    const pages = pagesOf(track(...Array.from({ length: 120 }, () => 80)));
    expect(pages.map((page) => wordAt(page, 18))).toEqual([0, 1, 2, 3, 4]);
    expect(pages.map(granuleOf)).toEqual([0, 0, 48_000, 96_000, 115_200]);
    expect(pages.map((page) => page[5])).toEqual([2, 0, 0, 0, 4]);
    expect(new Set(pages.map((page) => wordAt(page, 14))).size).toBe(1);
  });

  it('is as long as its packets, without what a player leaves out', () => {
    expect(oggOf(track(...Array.from({ length: 50 }, () => 80)))?.seconds).toBeCloseTo(1 - 312 / 48_000, 6);
    expect(preSkipOf(headOf(3840))).toBe(3840);
  });

  test.each([
    [254, [254]],
    [255, [255, 0]],
    [256, [255, 1]],
    [600, [255, 255, 90]],
  ])('laces a packet of %i bytes', (length, lacing) => {
    const page = pagesOf(track(length)).at(-1) ?? new Uint8Array();
    expect([...page.subarray(26, 27 + lacing.length)]).toEqual([lacing.length, ...lacing]);
    expect(page.subarray(27 + lacing.length)).toEqual(packet(length));
  });

  it('begins another page before the lacing is full', () => {
    const pages = pagesOf(track(...Array.from({ length: 40 }, () => 255 * 9)));
    expect(pages.every((page) => (page[26] ?? 0) <= 255)).toBe(true);
    expect(pages.slice(2).reduce((sum, page) => sum + (page[26] ?? 0), 0)).toBe(400);
    expect(granuleOf(pages.at(-1) ?? new Uint8Array())).toBe(40 * 960);
  });

  it('is none with a packet that no Opus packet can be', () => {
    expect(oggOf(track(255 * 255))).toBeNull();
  });
});

/** An element of WebM; `size` null as recorders write what they do not know the length of. */
function element(
  id: readonly number[],
  content: readonly number[],
  size: 'known' | 'unknown' = 'known',
): number[] {
  const length = content.length;
  const said =
    size === 'unknown' ? [0x01, 255, 255, 255, 255, 255, 255, 255] : [0x40 | (length >> 8), length & 0xff];
  return [...id, ...said, ...content];
}

function webm(packets: readonly Uint8Array[], flags = 0x80): Uint8Array {
  const block = (one: Uint8Array): number[] => element([0xa3], [0x81, 0, 0, flags, ...one]);
  const grouped = (one: Uint8Array): number[] => element([0xa0], element([0xa1], [0x81, 0, 0, 0, ...one]));
  const track = element([0xae], [...element([0xd7], [1]), ...element([0x63, 0xa2], [...headOf(0)])]);
  const blocks = packets.flatMap((one, index) => (index % 2 === 0 ? block(one) : grouped(one)));
  const cluster = element([0x1f, 0x43, 0xb6, 0x75], [...element([0xe7], [0]), ...blocks], 'unknown');
  const segment = [...element([0x16, 0x54, 0xae, 0x6b], track), ...cluster];
  return Uint8Array.from([
    ...element([0x1a, 0x45, 0xdf, 0xa3], [1, 2, 3]),
    ...element([0x18, 0x53, 0x80, 0x67], segment, 'unknown'),
  ]);
}

describe('a WebM recording', () => {
  it('gives its packets in their order, from blocks and groups of them', () => {
    const packets = [packet(10), packet(300), packet(20)];
    expect(opusTrack(webm(packets))).toEqual({ head: headOf(0), packets });
  });

  it('that was cut off gives what is whole', () => {
    const whole = webm([packet(10), packet(20), packet(30)]);
    expect(opusTrack(whole.subarray(0, -5))?.packets).toEqual([packet(10), packet(20)]);
  });

  test.each([
    ['nothing', new Uint8Array()],
    ['no sound', webm([])],
    ['text', ascii('<!doctype html>')],
    ['zeros', new Uint8Array(100)],
    ['laced blocks', webm([packet(10)], 0x82)],
  ])('is none: %s', (_, bytes) => {
    expect(opusTrack(bytes)).toBeNull();
  });
});
