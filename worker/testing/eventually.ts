/** What happens by itself, after an alarm or in the background, and how tests wait for it. */
import { vi } from 'vitest';

/** Machines on which tests run may be many times slower than the one they were written on. In ms. */
const patience = 30_000;

/** Until `look` throws nothing any more; asked every `interval` ms. Gives what it gives, or throws its last error. */
export function eventually<T>(look: () => T | Promise<T>, interval = 50): Promise<T> {
  return vi.waitFor(look, { timeout: patience, interval });
}
