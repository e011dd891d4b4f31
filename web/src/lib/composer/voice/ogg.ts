/** Opus packets → an Ogg Opus file (RFC 3533, RFC 7845), without touching the sound. Pure. */
import type { OpusTrack } from './webm.ts';

const rate = 48_000;
/** Sound of about so long is one page, in samples: players seek by pages. */
const pageSamples = rate;
const mostSegments = 255;
const serial = 1;
const [begins, ends] = [2, 4];

/** Of the checksum that Ogg wants: polynomial 0x04c11db7, nothing turned around. */
const table = Uint32Array.from({ length: 256 }, (_, index) => {
  let sum = index << 24;
  for (let bit = 0; bit < 8; bit += 1) sum = sum & 0x8000_0000 ? (sum << 1) ^ 0x04c1_1db7 : sum << 1;
  return sum >>> 0;
});

export function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum = ((sum << 8) ^ (table[((sum >>> 24) ^ byte) & 0xff] ?? 0)) >>> 0;
  return sum;
}

/** Samples at 48 kHz of one frame, by the last bits of a packet's configuration (RFC 6716, table 2). */
const silk = [480, 960, 1920, 2880];
const hybrid = [480, 960, 480, 960];
const celt = [120, 240, 480, 960];

/** How long a packet sounds, in samples at 48 kHz. */
export function samplesOf(packet: Uint8Array): number {
  const [toc = 0, count = 0] = packet;
  const configuration = toc >> 3;
  const frames = configuration < 12 ? silk : configuration < 16 ? hybrid : celt;
  const frame = frames[configuration & 3] ?? 0;
  const code = toc & 3;
  return frame * (code === 0 ? 1 : code < 3 ? 2 : count & 0x3f);
}

type Page = {
  readonly packets: readonly Uint8Array[];
  /** Where the sound is at the end of it, in samples at 48 kHz. */
  readonly granule: number;
  readonly flags: number;
  readonly number: number;
};

/** A packet is cut into segments of 255 bytes; the last is shorter, if only by being empty. */
const segmentsOf = (packet: Uint8Array): number => Math.floor(packet.length / 255) + 1;

export function pageOf({ packets, granule, flags, number }: Page): Uint8Array<ArrayBuffer> {
  const lacing = packets.flatMap((packet) => [
    ...Array.from({ length: segmentsOf(packet) - 1 }, () => 255),
    packet.length % 255,
  ]);
  const body = packets.reduce((sum, packet) => sum + packet.length, 0);
  const page = new Uint8Array(27 + lacing.length + body);
  const view = new DataView(page.buffer);
  page.set(new TextEncoder().encode('OggS'));
  view.setUint8(5, flags);
  view.setBigUint64(6, BigInt(granule), true);
  view.setUint32(14, serial, true);
  view.setUint32(18, number, true);
  view.setUint8(26, lacing.length);
  page.set(lacing, 27);
  let at = 27 + lacing.length;
  for (const packet of packets) {
    page.set(packet, at);
    at += packet.length;
  }
  view.setUint32(22, checksum(page), true);
  return page;
}

/** The comment that every file has to have; it names no program (RFC 7845, section 5.2). */
const tags = new Uint8Array(16);
tags.set(new TextEncoder().encode('OpusTags'));

/** What a player leaves out at the beginning, in samples: the decoder has not settled then. */
export function preSkipOf(head: Uint8Array): number {
  return (head[10] ?? 0) + (head[11] ?? 0) * 256;
}

export type Ogg = { readonly pages: readonly Uint8Array<ArrayBuffer>[]; readonly seconds: number };

/** The pages of an Ogg Opus file; null when a packet is larger than any Opus packet can be. */
export function oggOf({ head, packets }: OpusTrack): Ogg | null {
  const pages: Page[] = [
    { packets: [head], granule: 0, flags: begins, number: 0 },
    { packets: [tags], granule: 0, flags: 0, number: 1 },
  ];
  let granule = 0;
  let held: Uint8Array[] = [];
  let segments = 0;
  let since = 0;
  const close = (): void => {
    if (held.length > 0) pages.push({ packets: held, granule, flags: 0, number: pages.length });
    [held, segments, since] = [[], 0, granule];
  };
  for (const packet of packets) {
    const more = segmentsOf(packet);
    if (more > mostSegments) return null;
    if (segments + more > mostSegments || granule - since >= pageSamples) close();
    held.push(packet);
    segments += more;
    granule += samplesOf(packet);
  }
  close();
  const seconds = Math.max(0, granule - preSkipOf(head)) / rate;
  const last = pages.length - 1;
  return { pages: pages.map((page, at) => pageOf(at === last ? { ...page, flags: ends } : page)), seconds };
}
