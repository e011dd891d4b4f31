/** Meta fetches a file from an address that the business gives. */
import type { Media } from './store.ts';

export type Fetched = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mime: string;
  readonly name: string;
};

/** Meta wants https; on this machine plain http is taken too. */
function mayFetch({ protocol, hostname }: URL): boolean {
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(hostname) || hostname.endsWith('.test');
  return protocol === 'https:' || (protocol === 'http:' && isLocal);
}

const timeoutMs = 10_000;

/** The file's name: what the answer says, else the end of the address. */
function nameOf(url: URL, response: Response): string {
  const said = /filename\*?=(?:UTF-8'')?"?([^";]+)/i.exec(response.headers.get('Content-Disposition') ?? '');
  return decodeURIComponent(said?.[1] ?? url.pathname.split('/').at(-1) ?? '') || 'file';
}

async function get(url: URL, mostBytes: number): Promise<Fetched | { why: string }> {
  const headers = { 'User-Agent': 'facebookexternalhit/1.1', Accept: '*/*' };
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok) return { why: `the address answered ${response.status}` };
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length > mostBytes)
    return { why: `the file has ${bytes.length} bytes, at most ${mostBytes} may be sent` };
  if (bytes.length === 0) return { why: 'the file is empty' };
  const mime = (response.headers.get('Content-Type') ?? 'application/octet-stream').trim();
  return { bytes, mime, name: nameOf(url, response) };
}

/** The file behind an address, or why it could not be had. */
export async function fetchFile(address: string, mostBytes: number): Promise<Fetched | { why: string }> {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !mayFetch(url)) return { why: 'the address is not a public https one' };
  try {
    return await get(url, mostBytes);
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
}

/** MIME type without its parameters, in small letters. */
export function plainMime(mime: Media['mime']): string {
  return (mime.split(';')[0] ?? '').trim().toLowerCase();
}
