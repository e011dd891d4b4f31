/** Bytes into the bucket, streamed: looked at, counted, summed up, and never whole in memory. */
import { sniff, sniffBytes } from './sniff.ts';

/** Nothing larger comes or goes on any channel (Meta, "Media"). */
export const mostBytes = 100 * 1024 * 1024;
/** Parts of an upload must be of one size, at least this (R2, "Multipart"). */
const partBytes = 5 * 1024 * 1024;
/** A sender that says nothing for so long has gone (ms). */
const silence = 20_000;

export type Incoming = {
  readonly body: ReadableStream<Uint8Array>;
  /** Size in bytes as announced; null where nobody says. */
  readonly bytes: number | null;
  /** MIME type as declared. */
  readonly mime: string;
  /** What to keep beside it. */
  readonly about?: Readonly<Record<string, string>>;
  /** SHA-256 that it must have, in base64 or hexadecimal. */
  readonly sha256?: string;
};

/** `cut`: it broke off, or is not as long as announced. `other`: its sum is not the one that was promised. */
export type Stored =
  | { readonly state: 'here'; readonly mime: string; readonly bytes: number }
  | { readonly state: 'too-large' }
  | { readonly state: 'cut'; readonly why: string }
  | { readonly state: 'other' };

class TooLarge extends Error {}
class Cut extends Error {}

/** Chunks of a stream, each within `silence`; counted, and summed up where a sum was promised. */
class Chunks {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #sum: DigestStream | null;
  readonly #adder: WritableStreamDefaultWriter<ArrayBuffer | ArrayBufferView> | null;
  bytes = 0;

  constructor({ body, sha256 }: Incoming) {
    this.#reader = body.getReader();
    this.#sum = sha256 === undefined ? null : new crypto.DigestStream('SHA-256');
    this.#adder = this.#sum?.getWriter() ?? null;
    // A stream that is given up rejects its sum, which nobody awaits then.
    this.#sum?.digest.catch(() => {});
  }

  /** The next chunk; null at the end. */
  async next(): Promise<Uint8Array | null> {
    const { done, value } = await this.#read();
    if (done) return null;
    this.bytes += value.byteLength;
    if (this.bytes > mostBytes) throw new TooLarge();
    await this.#adder?.write(value);
    return value;
  }

  async #read(): Promise<ReadableStreamReadResult<Uint8Array>> {
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => late.reject(new Cut('nothing came any more')), silence);
    try {
      return await Promise.race([this.#reader.read(), late.promise]);
    } catch (failure) {
      throw failure instanceof Cut ? failure : new Cut(String(failure));
    } finally {
      clearTimeout(timer);
    }
  }

  /** Whether all that came has the sum that was promised, in base64 or in hexadecimal: Meta writes both. */
  async fits(sha256: string): Promise<boolean> {
    if (!this.#sum || !this.#adder) return true;
    await this.#adder.close();
    const sum = new Uint8Array(await this.#sum.digest);
    const hex = [...sum].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    return sha256 === btoa(String.fromCharCode(...sum)) || sha256.toLowerCase() === hex;
  }

  async stop(): Promise<void> {
    await Promise.allSettled([this.#reader.cancel(), this.#adder?.abort()]);
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

/** At least `bytes` of the beginning, if there are so many. */
async function headOf(chunks: Chunks, bytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let part = await chunks.next(); part; part = length < bytes ? await chunks.next() : null) {
    parts.push(part);
    length += part.byteLength;
  }
  return joined(parts);
}

const isOurs = (failure: unknown): boolean => failure instanceof Cut || failure instanceof TooLarge;

type Known = { readonly head: Uint8Array; readonly bytes: number };
type Target = { readonly bucket: R2Bucket; readonly key: string; readonly options: R2PutOptions };

/** Writes all that comes; what is not as long as announced ends in `Cut`. */
async function writeAll(
  writer: WritableStreamDefaultWriter<Uint8Array>,
  chunks: Chunks,
  all: Known,
): Promise<void> {
  for (let part: Uint8Array | null = all.head; part; part = await chunks.next()) {
    if (chunks.bytes > all.bytes) throw new Cut('longer than announced');
    await writer.write(part);
  }
  if (chunks.bytes < all.bytes) throw new Cut('shorter than announced');
  await writer.close();
}

/** The bucket takes a stream only with its length. Whichever side fails first ends the other, which would wait for ever. */
async function putKnown({ bucket, key, options }: Target, chunks: Chunks, all: Known): Promise<void> {
  const { readable, writable } = new FixedLengthStream(all.bytes);
  const writer = writable.getWriter();
  const end = async (failure: unknown): Promise<never> => {
    // That the stream is broken already is no news.
    await writer.abort(failure).catch(() => {});
    throw failure;
  };
  const [written, put] = await Promise.allSettled([
    writeAll(writer, chunks, all).catch(end),
    bucket.put(key, readable, options).catch(end),
  ]);
  if (written.status === 'rejected' && (put.status === 'fulfilled' || isOurs(written.reason))) {
    throw written.reason;
  }
  if (put.status === 'rejected') throw put.reason;
}

/** Without a length: in parts, one at a time in memory. */
async function putParts(target: Target, chunks: Chunks, head: Uint8Array): Promise<void> {
  const { bucket, key, options } = target;
  let held = joined([head, await headOf(chunks, partBytes - head.byteLength)]);
  if (held.byteLength < partBytes) {
    await bucket.put(key, held, options);
    return;
  }
  const upload = await bucket.createMultipartUpload(key, options);
  const done: R2UploadedPart[] = [];
  try {
    while (held.byteLength > 0) {
      done.push(await upload.uploadPart(done.length + 1, held.subarray(0, partBytes)));
      const rest = held.slice(partBytes);
      held =
        rest.byteLength < partBytes
          ? joined([rest, await headOf(chunks, partBytes - rest.byteLength)])
          : rest;
    }
    await upload.complete(done);
  } catch (failure) {
    await upload.abort();
    throw failure;
  }
}

async function put(
  place: { bucket: R2Bucket; key: string },
  incoming: Incoming,
  chunks: Chunks,
): Promise<Stored> {
  const head = await headOf(chunks, sniffBytes);
  const mime = sniff(head.subarray(0, sniffBytes), incoming.mime);
  const options = { httpMetadata: { contentType: mime }, customMetadata: { ...incoming.about } };
  const target = { ...place, options };
  const { bytes, sha256 } = incoming;
  if (bytes === null) await putParts(target, chunks, head);
  else await putKnown(target, chunks, { head, bytes });
  if (sha256 !== undefined && !(await chunks.fits(sha256))) {
    await place.bucket.delete(place.key);
    return { state: 'other' };
  }
  return { state: 'here', mime, bytes: chunks.bytes };
}

/**
 * Stores a file under `key` with the MIME type that its bytes show. What does not arrive whole is not kept.
 * @throws when the bucket does not answer
 */
export async function storeFile(bucket: R2Bucket, key: string, incoming: Incoming): Promise<Stored> {
  if (incoming.bytes !== null && incoming.bytes > mostBytes) {
    await incoming.body.cancel();
    return { state: 'too-large' };
  }
  const chunks = new Chunks(incoming);
  try {
    return await put({ bucket, key }, incoming, chunks);
  } catch (failure) {
    if (failure instanceof TooLarge) return { state: 'too-large' };
    if (failure instanceof Cut) return { state: 'cut', why: failure.message };
    throw failure;
  } finally {
    await chunks.stop();
  }
}
