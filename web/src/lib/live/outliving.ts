/**
 * Small changes reach the server also when their page is reloaded or closed right after them: what was shown as done must not be
 * lost. Browsers carry at most 64 KiB of such requests at once and fail those beyond (Fetch, “keepalive”): few at a time, then.
 */

const atOnce = 8;
/** A UTF-16 unit is three bytes of UTF-8 at most: 8 × 2,000 × 3 = 48,000 bytes. */
const longest = 2000;

const isSmallChange = ({ method = 'GET', body = null }: RequestInit): boolean =>
  method !== 'GET' && (body === null || (typeof body === 'string' && body.length <= longest));

/** The same `fetch`, whose small changes outlive the page. */
export function outliving(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  let carried = 0;
  return async (path, init = {}) => {
    if (carried >= atOnce || !isSmallChange(init)) return fetch(path, init);
    carried += 1;
    try {
      return await fetch(path, { ...init, keepalive: true });
    } finally {
      carried -= 1;
    }
  };
}
