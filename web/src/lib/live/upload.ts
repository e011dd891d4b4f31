/** One file on its way to the server. XMLHttpRequest, because `fetch` does not tell how much has gone. */
import type { FileType } from '#domain/content.ts';
import { importPath, outcomeOf, uploadPath, type Outcome, type Uploaded } from '../api.ts';
import type { ImportRun } from '#domain/http-imports.ts';
import { t } from '../words/t.ts';

export type UploadTask = {
  /** The client's own: the same id again is the same file on the server. */
  readonly id: string;
  readonly file: Blob;
  /** MIME type, as far as it is known here. */
  readonly mime: string;
  readonly type: FileType;
  readonly name: string;
  /** How much has gone, from 0 to 1. */
  readonly onProgress: (part: number) => void;
  readonly signal: AbortSignal;
};

/** A line on which nothing has moved for so long is dead (ms). */
const silence = 45_000;

type Sending = Pick<UploadTask, 'file' | 'mime' | 'onProgress'> & {
  readonly path: string;
  readonly signal?: AbortSignal;
};

/** A cancelled one answers like one that could not be reached. */
function send<Value>({ path, file, mime, onProgress, signal }: Sending): Promise<Outcome<Value>> {
  const { promise, resolve } = Promise.withResolvers<Outcome<Value>>();
  const request = new XMLHttpRequest();
  const unreachable = (): void =>
    resolve({ ok: false, failure: { kind: 'unreachable', sentence: t('error.unreachable') } });
  let timer = setTimeout(() => request.abort(), silence);
  request.onloadend = () => clearTimeout(timer);
  request.upload.onprogress = ({ loaded, total, lengthComputable }) => {
    clearTimeout(timer);
    timer = setTimeout(() => request.abort(), silence);
    if (lengthComputable && total > 0) onProgress(loaded / total);
  };
  request.onload = () => resolve(outcomeOf<Value>(new Response(request.responseText, request)));
  request.onerror = unreachable;
  request.onabort = unreachable;
  signal?.addEventListener('abort', () => request.abort());
  request.open('POST', path);
  request.setRequestHeader('accept', 'application/json');
  request.setRequestHeader('content-type', mime || 'application/octet-stream');
  request.send(file);
  return promise;
}

/** Puts a file on the server. A cancelled one answers like one that could not be reached. */
export function upload({ id, type, name, ...sending }: UploadTask): Promise<Outcome<Uploaded>> {
  return send({ ...sending, path: uploadPath({ id, type, name }) });
}

/** Puts a file of contacts on the server. */
export function sendContacts(file: File, onProgress: (part: number) => void): Promise<Outcome<ImportRun>> {
  return send({ file, mime: 'text/csv', onProgress, path: importPath(file.name) });
}
