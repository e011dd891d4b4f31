/** The bytes of imports in the bucket: the file itself, read piece by piece, and the rows of it that are no contacts. */
import {
  csvBeginning,
  csvLine,
  CsvReader,
  longestRow,
  type CsvBeginning,
  type CsvRow,
  type Decoders,
} from '#domain/csv.ts';
import { mostImportBytes, type ImportPlan } from '#domain/http-imports.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { Env } from '../env.ts';
import { storeFile } from '../media/store.ts';

type Place = Pick<Env, 'MEDIA'>;

/** `checking`: of the dry run. */
export type Phase = 'checking' | 'running';

/** Read at once; with one row, all that is in memory of a file. */
const pieceBytes = 128 * 1024;

const decoders: Decoders = {
  utf8: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }),
  western: new TextDecoder('windows-1252'),
};

const folder = (id: string): string => `import/${id}/`;
const fileKey = (id: string): string => `${folder(id)}file`;
const errorsFolder = (id: string, phase: Phase): string => `${folder(id)}${phase}/`;

type Incoming = { readonly body: ReadableStream<Uint8Array>; readonly bytes: number | null };

/** Keeps the file as it comes. Answers its size. @throws when the bucket does not answer */
export async function keepFile(
  { MEDIA }: Place,
  id: string,
  { body, bytes }: Incoming,
): Promise<{ readonly bytes: number } | { readonly refusal: Refusal }> {
  if (bytes === null)
    return { refusal: { code: 'invalid-input', problem: 'the size of the file is not said' } };
  if (bytes > mostImportBytes) {
    // Whoever sends has to be heard out, or their browser takes the answer for a broken line.
    await body.pipeTo(new WritableStream());
    return { refusal: { code: 'too-large', limitBytes: mostImportBytes } };
  }
  const stored = await storeFile(MEDIA, fileKey(id), { body, bytes, mime: 'text/csv' });
  if (stored.state === 'here' && stored.bytes > 0) return { bytes: stored.bytes };
  return { refusal: { code: 'invalid-input', problem: 'the file is empty or did not arrive whole' } };
}

type Range = { readonly offset: number; readonly length: number };

async function bytesAt({ MEDIA }: Place, id: string, range: Range): Promise<Uint8Array | null> {
  const object = await MEDIA.get(fileKey(id), { range });
  return object && new Uint8Array(await object.arrayBuffer());
}

/** What the file is by its first bytes; null when it is not here any more. */
export async function beginningOfFile(env: Place, id: string): Promise<CsvBeginning | null> {
  const bytes = await bytesAt(env, id, { offset: 0, length: longestRow });
  return bytes && csvBeginning(bytes, decoders);
}

export type FilePlace = { readonly at: number; readonly rows: number; readonly bytes: number };

/** The next rows from a place on, some thousand at most; none at the end. Null when the file is not here any more. */
export async function nextRows(
  env: Place,
  { id, plan }: { readonly id: string; readonly plan: Pick<ImportPlan, 'separator'> },
  { at, rows, bytes }: FilePlace,
): Promise<CsvRow[] | null> {
  if (at >= bytes) return [];
  const piece = await bytesAt(env, id, { offset: at, length: pieceBytes });
  if (!piece) return null;
  const reader = new CsvReader(plan.separator, decoders, { at, rows });
  const found = reader.push(piece);
  return at + piece.length >= bytes ? [...found, ...reader.end()] : found;
}

/** A row that is no contact, with what to tell about it. */
export type BadRow = { readonly row: CsvRow; readonly sentence: string };

/** Keeps bad rows that stand together; the same again writes the same. */
export async function keepErrors(
  { MEDIA }: Place,
  of: { readonly id: string; readonly phase: Phase; readonly plan: Pick<ImportPlan, 'separator'> },
  bad: readonly BadRow[],
): Promise<void> {
  const [first] = bad;
  if (!first) return;
  const key = `${errorsFolder(of.id, of.phase)}${String(first.row.number).padStart(9, '0')}`;
  const lines = bad.map(({ row, sentence }) =>
    csvLine([String(row.number), sentence, ...row.cells], of.plan.separator),
  );
  await MEDIA.put(key, lines.join(''));
}

async function* keysUnder({ MEDIA }: Place, prefix: string): AsyncGenerator<string[]> {
  for (let cursor: string | undefined; ;) {
    const page = await MEDIA.list({ prefix, ...(cursor !== undefined && { cursor }) });
    yield page.objects.map(({ key }) => key);
    if (!page.truncated) return;
    ({ cursor } = page);
  }
}

async function dropUnder(env: Place, prefix: string): Promise<void> {
  for await (const keys of keysUnder(env, prefix)) if (keys.length > 0) await env.MEDIA.delete(keys);
}

/** Takes the bad rows of a phase away. */
export const dropErrors = async (env: Place, id: string, phase: Phase): Promise<void> =>
  dropUnder(env, errorsFolder(id, phase));

/** Takes everything of an import away. */
export const dropFiles = async (env: Place, id: string): Promise<void> => dropUnder(env, folder(id));

/** The cells of the first row. */
async function headerOf(
  env: Place,
  of: { readonly id: string; readonly plan: ImportPlan },
): Promise<readonly string[]> {
  const beginning = await beginningOfFile(env, of.id);
  const at = beginning?.kind === 'csv' ? beginning.at : 0;
  const [first] = (await nextRows(env, of, { at, rows: 0, bytes: at + longestRow })) ?? [];
  return first?.cells ?? [];
}

/** The bad rows of a phase as CSV: row number, reason, and the row as it stands in the file. Never whole in memory. */
export function errorFile(
  env: Place,
  of: { readonly id: string; readonly phase: Phase; readonly plan: ImportPlan },
): ReadableStream<Uint8Array> {
  const { readable, writable } = new IdentityTransformStream();
  const write = async (): Promise<void> => {
    const names = of.plan.header ? await headerOf(env, of) : [];
    const writer = writable.getWriter();
    await writer.write(
      new TextEncoder().encode(`\uFEFF${csvLine(['Row', 'Problem', ...names], of.plan.separator)}`),
    );
    writer.releaseLock();
    for await (const keys of keysUnder(env, errorsFolder(of.id, of.phase))) {
      for (const key of keys) await (await env.MEDIA.get(key))?.body.pipeTo(writable, { preventClose: true });
    }
    await writable.close();
  };
  // Whoever downloads may leave: then nobody is there to be told.
  write().catch(async (failure: unknown) => writable.abort(failure).catch(() => {}));
  return readable;
}
