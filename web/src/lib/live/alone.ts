/** What only one tab of this browser may do at a time (Web Locks). A tab that is closed or crashes lets go by itself. */

/** Runs `run` once no other tab runs something of this name; rejects as `run` does. */
export type Alone = (name: string, run: () => Promise<void>) => Promise<void>;

/** Without locks (an address that is neither https nor this device) every tab is on its own. */
const locks = (): LockManager | null => ('locks' in navigator ? navigator.locks : null);

export const alone: Alone = async (name, run) => {
  const manager = locks();
  await (manager ? manager.request(name, run) : run());
};

/** Waits in line for `name`, and keeps it until it is stopped. `got` is called when its turn comes. Returns how to stop. */
export type Turn = (name: string, got: () => void) => () => void;

export const turn: Turn = (name, got) => {
  const manager = locks();
  if (!manager) {
    got();
    return () => {};
  }
  const stop = new AbortController();
  const { promise: over, resolve: end } = Promise.withResolvers<void>();
  const held = manager.request(name, { signal: stop.signal }, () => {
    got();
    return over;
  });
  // Whoever stops waiting is told so by a rejection.
  held.catch(() => {});
  return () => {
    stop.abort();
    end();
  };
};
