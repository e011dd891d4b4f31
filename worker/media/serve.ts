/** A file of the bucket as an answer: in ranges, cached, and harmless to whoever opens it. */
import { isShown } from './sniff.ts';

export type Range = { readonly offset: number; readonly length: number };

/**
 * What a Range header asks of `size` bytes: one range, `null` for all of it, `none` when it lies outside. Several ranges and
 * what is no range of bytes count as all (RFC 9110, 14.2).
 */
export function rangeOf(header: string | null, size: number): Range | 'none' | null {
  const asked = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  const [, first = '', last = ''] = asked ?? [];
  if (first === '' && last === '') return null;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== '' && last !== '' && Number(last) < Number(first)) return null;
  return start > end ? 'none' : { offset: start, length: end - start + 1 };
}

/** RFC 5987: the name in UTF-8, and one in ASCII for whoever cannot read that. */
function disposition(how: 'inline' | 'attachment', name: string | undefined): string {
  if (name === undefined || name === '') return how;
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const exact = encodeURIComponent(name).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${how}; filename="${plain}"; filename*=UTF-8''${exact}`;
}

export type Served = {
  readonly key: string;
  readonly name?: string;
  readonly cacheControl: string;
};

function headersOf(object: R2Object, { name, cacheControl }: Served): Headers {
  const mime = object.httpMetadata?.contentType ?? 'application/octet-stream';
  return new Headers({
    'accept-ranges': 'bytes',
    'cache-control': cacheControl,
    'content-disposition': disposition(isShown(mime) ? 'inline' : 'attachment', name),
    // Nothing of a stranger's file runs, whatever it is.
    'content-security-policy': "sandbox; default-src 'none'",
    'content-type': mime,
    etag: object.httpEtag,
    'last-modified': object.uploaded.toUTCString(),
    // Somebody else at the same browser may not see it.
    vary: 'Cookie',
    'x-content-type-options': 'nosniff',
  });
}

function isUnchanged(request: Request, etag: string): boolean {
  const known = request.headers.get('if-none-match')?.split(',') ?? [];
  return known.some((one) => ['*', etag].includes(one.trim().replace(/^W\//, '')));
}

/** A range of another version is no use: all of it then. */
function askedRange(request: Request, object: R2Object): Range | 'none' | null {
  const version = request.headers.get('if-range');
  if (version !== null && version !== object.httpEtag) return null;
  return rangeOf(request.headers.get('range'), object.size);
}

/**
 * The file as `request` wants it: 200, 206, 304 or 416; null when nothing lies there.
 * @throws when the bucket does not answer
 */
export async function serveFile(
  bucket: R2Bucket,
  request: Request,
  served: Served,
): Promise<Response | null> {
  const object = await bucket.head(served.key);
  if (!object) return null;
  const headers = headersOf(object, served);
  if (isUnchanged(request, object.httpEtag)) return new Response(null, { status: 304, headers });
  const range = askedRange(request, object);
  if (range === 'none') {
    headers.set('content-range', `bytes */${object.size}`);
    return new Response(null, { status: 416, headers });
  }
  const { offset, length } = range ?? { offset: 0, length: object.size };
  headers.set('content-length', String(length));
  if (range) headers.set('content-range', `bytes ${offset}-${offset + length - 1}/${object.size}`);
  const status = range ? 206 : 200;
  if (request.method === 'HEAD') return new Response(null, { status, headers });
  const found = await bucket.get(served.key, range ? { range } : {});
  return found && new Response(found.body, { status, headers });
}
