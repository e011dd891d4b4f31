/** Sound: a voice note (Ogg with Opus, quiet) and a tone (WAV). */
import { ascii, joined, little } from './bytes.ts';

const oggTable = Uint32Array.from({ length: 256 }, (_, start) => {
  let crc = start << 24;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc >>> 0;
});

function oggCrc(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) crc = ((crc << 8) ^ (oggTable[((crc >>> 24) ^ byte) & 255] ?? 0)) >>> 0;
  return crc;
}

type Page = {
  /** 2 for the first page, 4 for the last, else 0. */
  readonly flags: number;
  /** Samples at 48 kHz up to its end. */
  readonly granule: number;
  readonly number: number;
  /** Each shorter than 255 bytes. */
  readonly packets: readonly Uint8Array[];
};

function page({ flags, granule, number, packets }: Page): Uint8Array {
  const head = joined(
    ascii('OggS'),
    [0, flags],
    little(granule, 8),
    little(0x5ca1ab1e),
    little(number),
    little(0),
    [packets.length],
    packets.map(({ length }) => length),
  );
  const whole = joined(head, ...packets);
  whole.set(little(oggCrc(whole)), 22);
  return whole;
}

/** One Opus packet of 20 ms: CELT, full band, mono, silence. */
const quiet = Uint8Array.of(0xf8, 0xff, 0xfe);
const samplesOfPacket = 960;

/** A voice note of so many seconds, `audio/ogg; codecs=opus`, mono. */
export function voice(seconds: number): Uint8Array<ArrayBuffer> {
  const head = joined(ascii('OpusHead'), [1, 1], little(312, 2), little(48_000), little(0, 2), [0]);
  const vendor = ascii('simulator');
  const tags = joined(ascii('OpusTags'), little(vendor.length), vendor, little(0));
  const pages = [
    page({ flags: 2, granule: 0, number: 0, packets: [head] }),
    page({ flags: 0, granule: 0, number: 1, packets: [tags] }),
  ];
  const packets = seconds * 50;
  for (let done = 0; done < packets;) {
    const count = Math.min(50, packets - done);
    done += count;
    pages.push(
      page({
        ...{ flags: done === packets ? 4 : 0, granule: done * samplesOfPacket, number: pages.length },
        packets: Array.from({ length: count }, () => quiet),
      }),
    );
  }
  return joined(...pages);
}

const rate = 8000;

/** A soft tone of so many seconds, `audio/wav`, 8 kHz, 16 bit, mono. */
export function tone(seconds: number, seed: number): Uint8Array<ArrayBuffer> {
  const samples = new Int16Array(seconds * rate);
  const pitch = 220 + ((seed * 37) % 12) * 20;
  for (let index = 0; index < samples.length; index += 1) {
    const swell = Math.sin((Math.PI * index) / samples.length);
    samples[index] = 6000 * swell * Math.sin((2 * Math.PI * pitch * index) / rate);
  }
  const data = new Uint8Array(samples.buffer);
  return joined(
    ascii('RIFF'),
    little(36 + data.length),
    ascii('WAVEfmt '),
    little(16),
    little(1, 2),
    little(1, 2),
    little(rate),
    little(rate * 2),
    little(2, 2),
    little(16, 2),
    ascii('data'),
    little(data.length),
    data,
  );
}
