/** Pictures, drawn by arithmetic: a landscape (PNG), a face for a profile (PNG), a sticker (WebP). */
import { ascii, big, Bits, joined, little } from './bytes.ts';

type Colour = readonly [red: number, green: number, blue: number];
type Painter = (x: number, y: number) => Colour;
type Size = { readonly width: number; readonly height: number };

const crcTable = Uint32Array.from({ length: 256 }, (_, start) => {
  let crc = start;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const named = joined(ascii(type), data);
  return joined(big(data.length), named, big(crc32(named)));
}

async function deflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function png({ width, height }: Size, paint: Painter): Promise<Uint8Array<ArrayBuffer>> {
  const rows = new Uint8Array(height * (width * 3 + 1));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      rows.set(paint(x / width, y / height).map(Math.round), y * (width * 3 + 1) + 1 + x * 3);
    }
  }
  return joined(
    [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10],
    chunk('IHDR', joined(big(width), big(height), [8, 2, 0, 0, 0])),
    chunk('IDAT', await deflated(rows)),
    chunk('IEND', new Uint8Array()),
  );
}

/** Hue 0–360, saturation and lightness 0–1. */
function colour(hue: number, saturation: number, lightness: number): Colour {
  const part = (n: number): number => {
    const k = (n + hue / 30) % 12;
    const spread = saturation * Math.min(lightness, 1 - lightness);
    return 255 * (lightness - spread * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return [part(0), part(8), part(4)];
}

/** Hills under a sun; every seed has other colours and slopes. */
export function landscape(seed: number): Promise<Uint8Array<ArrayBuffer>> {
  const hue = (seed * 47) % 360;
  const sun = { x: 0.2 + ((seed * 13) % 60) / 100, y: 0.25 };
  return png({ width: 480, height: 320 }, (x, y) => {
    const near = 0.74 + 0.07 * Math.sin(x * 7 + seed);
    const far = 0.55 + 0.09 * Math.sin(x * 4.3 + seed * 2);
    if (y > near) return colour((hue + 120) % 360, 0.35, 0.3 - (y - near) * 0.3);
    if (y > far) return colour((hue + 100) % 360, 0.3, 0.45);
    const distance = Math.hypot((x - sun.x) * 1.5, y - sun.y);
    return distance < 0.1 ? [255, 244, 214] : colour(hue, 0.6, 0.62 + y * 0.35);
  });
}

/** Head and shoulders in the customer's colour. */
export function face(seed: number): Promise<Uint8Array<ArrayBuffer>> {
  const hue = (seed * 61) % 360;
  return png({ width: 160, height: 160 }, (x, y) => {
    const head = Math.hypot(x - 0.5, y - 0.4) < 0.19;
    const shoulders = Math.hypot((x - 0.5) * 0.8, y - 1.02) < 0.36;
    return head || shoulders ? colour(hue, 0.35, 0.9) : colour(hue, 0.45, 0.42);
  });
}

/** A code with one symbol of eight bits, which takes no bits in the picture. */
function single(bits: Bits, symbol: number): void {
  bits.put(1, 1).put(0, 1).put(1, 1).put(symbol, 8);
}

/** A round lossless WebP: one colour, and one bit of transparency a pixel. */
export function sticker(seed: number): Uint8Array<ArrayBuffer> {
  const size = 128;
  const [red, green, blue] = colour((seed * 83) % 360, 0.7, 0.55).map(Math.round);
  const bits = new Bits('lsb')
    .put(0x2f, 8)
    .put(size - 1, 14)
    .put(size - 1, 14)
    .put(1, 1)
    .put(0, 3);
  // No transform, no colour cache, one group of codes.
  bits.put(0, 3);
  for (const part of [green, red, blue]) single(bits, part ?? 0);
  // Alpha: two symbols, 0 and 255. Distance is never used.
  bits.put(1, 1).put(1, 1).put(0, 1).put(0, 1).put(255, 8);
  bits.put(1, 1).put(0, 1).put(0, 1).put(0, 1);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) bits.put(inSmile(x / size - 0.5, y / size - 0.5) ? 1 : 0, 1);
  }
  const data = bits.bytes();
  const even = data.length % 2 === 0 ? data : joined(data, [0]);
  const body = joined(ascii('WEBPVP8L'), little(data.length), even);
  return joined(ascii('RIFF'), little(body.length), body);
}

function inSmile(x: number, y: number): boolean {
  const eye = Math.hypot(Math.abs(x) - 0.16, y + 0.12) < 0.06;
  const mouth = y > 0.06 && Math.hypot(x, y - 0.04) < 0.26 && Math.hypot(x, y - 0.04) > 0.19;
  return Math.hypot(x, y) < 0.48 && !eye && !mouth;
}
