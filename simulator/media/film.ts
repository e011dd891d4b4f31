/** A short film: MP4 with H.264 whose macroblocks are raw samples, so that no encoder is needed. */
import { ascii, big, Bits, joined } from './bytes.ts';

const side = 96;
const blocks = side / 16;
const frames = 4;
/** Time units of the track a frame; 1000 to a second. */
const frameTime = 500;

/** Puts in the bytes that keep a NAL unit from looking like the beginning of another. */
function guarded(header: number, payload: Uint8Array): Uint8Array {
  const out = [header];
  let zeros = 0;
  for (const byte of payload) {
    if (zeros >= 2 && byte <= 3) {
      out.push(3);
      zeros = 0;
    }
    out.push(byte);
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return Uint8Array.from(out);
}

/** Baseline profile, one frame of reference, no cropping. */
function sequenceSet(): Uint8Array {
  const bits = new Bits('msb').put(66, 8).put(0xc0, 8).put(30, 8);
  bits.golomb(0).golomb(0).golomb(2).golomb(1).put(0, 1);
  bits
    .golomb(blocks - 1)
    .golomb(blocks - 1)
    .put(1, 1)
    .put(1, 1)
    .put(0, 1)
    .put(0, 1)
    .put(1, 1)
    .align();
  return guarded(0x67, bits.bytes());
}

function pictureSet(): Uint8Array {
  const bits = new Bits('msb').golomb(0).golomb(0).put(0, 1).put(0, 1).golomb(0).golomb(0).golomb(0);
  bits.put(0, 1).put(0, 2).golomb(0).golomb(0).golomb(0).put(1, 1).put(0, 1).put(0, 1).put(1, 1).align();
  return guarded(0x68, bits.bytes());
}

/** One picture: a light disc that wanders over a coloured ground. */
function picture(frame: number, seed: number): Uint8Array {
  const bits = new Bits('msb')
    .golomb(0)
    .golomb(7)
    .golomb(0)
    .put(0, 4)
    .golomb(frame % 2);
  // Reference marking, quantiser, and no filter between blocks.
  bits.put(0, 2).golomb(0).golomb(1);
  for (let block = 0; block < blocks * blocks; block += 1) {
    const left = (block % blocks) * 16;
    const top = Math.floor(block / blocks) * 16;
    bits.golomb(25).align();
    const light = Uint8Array.from({ length: 256 }, (_, index) => {
      const x = left + (index % 16) - (20 + frame * 18);
      const y = top + Math.floor(index / 16) - side / 2;
      return Math.hypot(x, y) < 16 ? 220 : 70 + (top >> 2);
    });
    bits.whole(light);
    bits.whole(new Uint8Array(64).fill(90 + ((seed * 29) % 80)));
    bits.whole(new Uint8Array(64).fill(100 + ((seed * 17) % 70)));
  }
  return guarded(0x65, bits.put(1, 1).align().bytes());
}

function box(type: string, ...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const body = joined(...parts);
  return joined(big(body.length + 8), ascii(type), body);
}

const none = (count: number): Uint8Array => new Uint8Array(count);
const matrix = joined(big(0x10000), none(12), big(0x10000), none(12), big(0x40000000));
const duration = frames * frameTime;

function sampleEntry(): Uint8Array {
  const [sequence, image] = [sequenceSet(), pictureSet()];
  const sizes = joined(
    big(side, 2),
    big(side, 2),
    big(0x480000),
    big(0x480000),
    none(4),
    big(1, 2),
    none(32),
  );
  const settings = box(
    'avcC',
    [1, 66, 0xc0, 30, 0xff, 0xe1],
    ...[big(sequence.length, 2), sequence, [1], big(image.length, 2), image],
  );
  return box('avc1', none(6), big(1, 2), none(16), sizes, big(24, 2), [0xff, 0xff], settings);
}

function tables(sizes: readonly number[], offset: number): Uint8Array {
  return box(
    'stbl',
    box('stsd', none(4), big(1), sampleEntry()),
    box('stts', none(4), big(1), big(frames), big(frameTime)),
    box('stsc', none(4), big(1), big(1), big(frames), big(1)),
    box('stsz', none(8), big(frames), ...sizes.map((size) => big(size))),
    box('stco', none(4), big(1), big(offset)),
  );
}

function movie(sizes: readonly number[], offset: number): Uint8Array {
  const track = joined(none(3), [7], none(8), big(1), none(4), big(duration), none(16), matrix);
  const media = box(
    'mdia',
    box('mdhd', none(12), big(1000), big(duration), [0x55, 0xc4], none(2)),
    box('hdlr', none(8), ascii('vide'), none(12), ascii('film\0')),
    box(
      'minf',
      box('vmhd', [0, 0, 0, 1], none(8)),
      box('dinf', box('dref', none(4), big(1), box('url ', [0, 0, 0, 1]))),
      tables(sizes, offset),
    ),
  );
  const head = joined(none(12), big(1000), big(duration), big(0x10000), big(0x100, 2), none(10), matrix);
  return box(
    'moov',
    box('mvhd', head, none(24), big(2)),
    box('trak', box('tkhd', track, big(side * 0x10000), big(side * 0x10000)), media),
  );
}

/** Two seconds, 96 × 96, `video/mp4`, without sound. */
export function film(seed: number): Uint8Array<ArrayBuffer> {
  const pictures = Array.from({ length: frames }, (_, frame) => {
    const unit = picture(frame, seed);
    return joined(big(unit.length), unit);
  });
  const sizes = pictures.map(({ length }) => length);
  const type = box('ftyp', ascii('isom'), big(0x200), ascii('isomiso2avc1mp41'));
  const before = type.length + movie(sizes, 0).length + 8;
  return joined(type, movie(sizes, before), box('mdat', ...pictures));
}
