/** When a webhook that was not answered with 200 comes again, and when Meta gives up. */

/** Meta's pauses grow to hours; nobody waits for that on this machine. */
const longestPause = 60_000;
/** Meta's docs: retries go on for up to 7 days. */
const horizon = 7 * 24 * 60 * 60 * 1000;

/** The pause after the `attempts`-th failure (1 is the first), in ms. */
export function pauseAfter(attempts: number, baseMs: number): number {
  return Math.min(longestPause, baseMs * 2 ** Math.min(attempts - 1, 30));
}

/** When to try again, or null when it has been tried long enough. Times in ms. */
export function nextTryAt(
  tried: { attempts: number; madeAt: number; baseMs: number },
  now: number,
): number | null {
  const at = now + pauseAfter(tried.attempts, tried.baseMs);
  return at - tried.madeAt > horizon ? null : at;
}
