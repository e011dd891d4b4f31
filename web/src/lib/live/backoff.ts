const first = 500;
const longest = 30_000;

/** How long to wait before try number `attempt` (from 0): full jitter below a limit that doubles. */
export function backoff(attempt: number, random: number): number {
  return Math.round(random * Math.min(longest, first * 2 ** Math.min(attempt, 16)));
}
