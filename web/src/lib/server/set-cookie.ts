/** Set-Cookie of the API → the same cookie on the answer to the browser. */
import type { Cookies } from '@sveltejs/kit';

type Options = Parameters<Cookies['set']>[2];
type ParsedCookie = { readonly name: string; readonly value: string; readonly options: Options };

const sameSites = ['lax', 'strict', 'none'] as const;

function option(options: Options, attribute: string): Options {
  const [key = '', ...rest] = attribute.split('=');
  const value = rest.join('=').trim();
  switch (key.trim().toLowerCase()) {
    case 'path':
      return { ...options, path: value };
    case 'domain':
      return { ...options, domain: value };
    case 'max-age':
      return { ...options, maxAge: Number(value) };
    case 'expires':
      return { ...options, expires: new Date(value) };
    case 'httponly':
      return { ...options, httpOnly: true };
    case 'secure':
      return { ...options, secure: true };
    case 'partitioned':
      return { ...options, partitioned: true };
    case 'samesite': {
      const sameSite = sameSites.find((one) => one === value.toLowerCase());
      return sameSite ? { ...options, sameSite } : options;
    }
    default:
      return options;
  }
}

/** Reads one Set-Cookie line; null when it names no cookie. */
export function parseSetCookie(line: string): ParsedCookie | null {
  const [pair = '', ...attributes] = line.split(';');
  const at = pair.indexOf('=');
  if (at < 1) return null;
  // The value passes as it is: it was encoded by whoever made it.
  const start: Options = { path: '/', httpOnly: false, secure: false, encode: (value) => value };
  return {
    name: pair.slice(0, at).trim(),
    value: pair.slice(at + 1).trim(),
    options: attributes.reduce(option, start),
  };
}

/** Passes every cookie on to the browser unchanged. */
export function passCookies(cookies: Cookies, lines: readonly string[]): void {
  for (const line of lines) {
    const parsed = parseSetCookie(line);
    if (parsed) cookies.set(parsed.name, parsed.value, parsed.options);
  }
}
