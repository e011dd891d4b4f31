/** When something was drawn, as the page itself can tell. */
import type { BrowserContext } from 'playwright-core';

declare global {
  /** Waits until the first frame after which `seen` is so was drawn. It looks no oftener: to be watched costs time as well. */
  var drawn: (seen: () => boolean) => Promise<void>;
}

/** Gives every page of the context `drawn`. */
export async function layDrawn(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const lateAfter = 15_000;
    globalThis.drawn = async (seen) => {
      const start = performance.now();
      do {
        if (performance.now() - start > lateAfter) throw new Error('what is waited for does not come');
        await new Promise(requestAnimationFrame);
        // Asked for while a frame is made ready, it runs when that frame was drawn, before anything else.
        await scheduler.postTask(() => {}, { priority: 'user-blocking' });
      } while (!seen());
    };
  });
}
