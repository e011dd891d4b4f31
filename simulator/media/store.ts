/** Files at Meta: what customers send, made of a sample, and what the business uploads or names by address. */
import type { FileType } from '../control.ts';
import { newDigits } from '../ids.ts';
import { sampleBytes, type Sample } from './samples.ts';

export type Media = {
  readonly id: string;
  readonly accountId: string;
  readonly type: FileType;
  readonly mime: string;
  readonly name: string;
  readonly bytes: number;
  /** base64. */
  readonly sha256: string;
  /** Null where the bytes themselves are kept. */
  readonly sample: Sample | null;
  /** When Meta forgets it, in ms; null for never. */
  readonly until: number | null;
};

type Row = Omit<Media, 'accountId' | 'sample'> & { account_id: string; sample: string | null };

/** What a piece of a file is cut to; a row may hold 2 MB. */
const partSize = 1024 * 1024;

function insert(sql: SqlStorage, media: Media): void {
  const { id, accountId, type, mime, name, bytes, sha256, sample, until } = media;
  sql.exec(
    `INSERT INTO media (id, account_id, type, mime, name, bytes, sha256, sample, until)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[id, accountId, type, mime, name, bytes, sha256],
    ...[sample === null ? null : JSON.stringify(sample), until],
  );
}

/** The file with this id, or null. */
export function findMedia(sql: SqlStorage, id: string): Media | null {
  const [row] = sql.exec<Row>(`SELECT * FROM media WHERE id = ?`, id).toArray();
  if (row === undefined) return null;
  const { account_id: accountId, sample, ...rest } = row;
  return { ...rest, accountId, sample: sample === null ? null : (JSON.parse(sample) as Sample) };
}

function partsOf(sql: SqlStorage, id: string): Uint8Array<ArrayBuffer>[] {
  return sql
    .exec<{ bytes: ArrayBuffer }>(`SELECT bytes FROM media_parts WHERE media_id = ? ORDER BY part`, id)
    .toArray()
    .map(({ bytes }) => new Uint8Array(bytes));
}

/** The sample's bytes, then zeros up to the size. */
function* pieces(first: readonly Uint8Array<ArrayBuffer>[], bytes: number) {
  let left = bytes;
  for (const part of first) {
    const piece = part.subarray(0, left);
    left -= piece.length;
    yield piece;
  }
  while (left > 0) {
    const piece = new Uint8Array(Math.min(left, partSize));
    left -= piece.length;
    yield piece;
  }
}

/** The bytes of a file, piece by piece. */
export async function streamOf(
  sql: SqlStorage,
  { id, sample, bytes }: Pick<Media, 'id' | 'sample' | 'bytes'>,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const left = pieces(sample === null ? partsOf(sql, id) : [await sampleBytes(sample)], bytes);
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      const { value, done } = left.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
}

async function sha256Of(stream: ReadableStream<Uint8Array>): Promise<string> {
  const digest = new crypto.DigestStream('SHA-256');
  await stream.pipeTo(digest);
  return btoa(String.fromCharCode(...new Uint8Array(await digest.digest)));
}

export type NewSample = Pick<Media, 'accountId' | 'type' | 'mime' | 'name' | 'until'> & {
  readonly seed: number;
  /** Made larger or smaller than the sample is: zeros follow, or it is cut off. */
  readonly bytes?: number | undefined;
};

/** Keeps a file that is made of a sample. */
export async function addSample(sql: SqlStorage, made: NewSample): Promise<Media> {
  const { seed, ...rest } = made;
  const sample = { type: made.type, seed };
  const bytes = made.bytes ?? (await sampleBytes(sample)).length;
  const id = newDigits(16);
  const sha256 = await sha256Of(await streamOf(sql, { id, sample, bytes }));
  const media = { ...rest, id, sample, bytes, sha256 };
  insert(sql, media);
  return media;
}

/** Keeps a file as it came. */
export async function addBytes(
  sql: SqlStorage,
  given: Pick<Media, 'accountId' | 'type' | 'mime' | 'name' | 'until'>,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Media> {
  const id = newDigits(16);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const sha256 = btoa(String.fromCharCode(...digest));
  const media = { ...given, id, bytes: bytes.length, sha256, sample: null };
  insert(sql, media);
  for (let part = 0; part * partSize < bytes.length; part += 1) {
    const piece = bytes.slice(part * partSize, (part + 1) * partSize);
    sql.exec(`INSERT INTO media_parts (media_id, part, bytes) VALUES (?, ?, ?)`, id, part, piece.buffer);
  }
  return media;
}

/** Meta forgets the file. */
export function dropMedia(sql: SqlStorage, id: string): void {
  sql.exec(`DELETE FROM media WHERE id = ?`, id);
  sql.exec(`DELETE FROM media_parts WHERE media_id = ?`, id);
}
