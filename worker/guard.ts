/** Requests that change something, and sockets, come from our own pages only. */
import { createMiddleware } from 'hono/factory';
import { Refused } from './problem.ts';
import type { AppEnv } from './session.ts';

const harmless = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Whether a request comes from the page of this very origin. Browsers send Origin with every non-GET and every socket
 * upgrade; SvelteKit's and Hono's own checks know forms only.
 */
function isOwnOrigin(request: Request): boolean {
  const upgrade = request.headers.get('upgrade')?.toLowerCase() === 'websocket';
  if (harmless.includes(request.method) && !upgrade) return true;
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin') return false;
  return request.headers.get('origin') === new URL(request.url).origin;
}

/** Turns foreign requests away. */
export const ownOrigin = createMiddleware<AppEnv>(async (c, next) => {
  if (!isOwnOrigin(c.req.raw)) throw new Refused({ code: 'foreign-origin' });
  await next();
});
